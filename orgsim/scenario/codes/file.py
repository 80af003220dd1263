"""ORG1xx: the file itself."""

from __future__ import annotations

from orgsim.scenario.codes.kind import Code

FILE: tuple[Code, ...] = (
    Code(
        "ORG101", "the file is not YAML",
        "The text cannot be taken apart into keys and values, so nothing after this place was looked at.",
        "title: Head of nursing: wards",
        "Put text with a colon, comma or bracket in quotes; indent with spaces; close what is opened.",
    ),
    Code(
        "ORG102", "the file is not one map of settings",
        "A scenario is one YAML document whose top level is a map. Empty files, lists and second documents are not.",
        "- orgsim: 1",
        "Start with `orgsim: 1` and keep one scenario in a file.",
    ),
    Code(
        "ORG103", "a YAML tag",
        "Tags can make a YAML reader build arbitrary objects. A scenario holds plain values only.",
        "x: !!python/object/apply:os.system [id]",
        "Delete the tag.",
    ),
    Code(
        "ORG104", "an anchor, alias or merge key",
        "A few lines of aliases can unfold into billions of values, and a shared value is hard to follow. "
        "Variants say what differs instead.",
        "day: &day {hours: 07:00-19:00, number: 3}\nnight: *day",
        "Write the values out, or use `variants` with `extends` and `change`.",
    ),
    Code(
        "ORG105", "the same key twice",
        "Most YAML readers silently keep the last of the two, so half of what is written is ignored.",
        "number: 3\nnumber: 4",
        "Keep one of the two; the message names the line of the first.",
    ),
    Code(
        "ORG106", "nested too deep",
        "No scenario needs more than 40 levels; such a file is broken or hostile.",
        "x: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]",
        "Flatten it.",
    ),
    Code(
        "ORG107", "too large",
        "A scenario may have 1 MB and 50,000 values, so that checking one is always quick.",
        "a file of 1.2 MB",
        "Remove what is not used, or split the scenario.",
    ),
    Code(
        "ORG108", "an invisible or acting character",
        "Control characters can drive the terminal that shows them, and direction marks make text read other than "
        "it is. Names travel into reports, file names and screens.",
        'name: "\\e[31mred"',
        "Delete the character; the message gives its number.",
    ),
    Code(
        "ORG109", "not UTF-8 text",
        "The bytes are not text in UTF-8: a binary file, or one saved in another encoding.",
        "a file saved as UTF-16 by a spreadsheet",
        "Save it as UTF-8.",
    ),
    Code(
        "ORG110", "a number that cannot be used",
        "Infinite, undefined or absurdly long numbers would spread through every result.",
        "per_day: 1e400",
        "Write an ordinary number, or quotes round what is meant as text.",
    ),
    Code(
        "ORG111", "a key that is not a name",
        "Every value needs an address made of names, for changes, settings and messages.",
        "? [a, b]\n: 1",
        "Write `name: value`.",
    ),
    Code(
        "ORG112", "a file that may not be extended",
        "A scenario extends only ordinary files in its own folder, so that it can be copied whole and cannot read "
        "anything else from your disk.",
        "extends: ../../elsewhere.yaml",
        "Move the file into the folder of the scenario and give its name.",
    ),
    Code(
        "ORG113", "files that extend each other without end",
        "Files extend each other in a circle, or more than five deep.",
        "extends: this-very-file.yaml",
        "Take one `extends` out.",
    ),
    Code(
        "ORG114", "a structure where a scenario is meant",
        "A structure file says who reports to whom and who decides, for the roles of a scenario. There is nobody in it to "
        "simulate: no arrivals, no pathway, no pools.",
        "structure: 1\nname: One team for each flow\nchanges: [...]",
        "Let a variant take it: `variants: {flow: {structure: flow.yaml}}` in a scenario in the same folder, which has "
        "`roles`. `orgsim check flow.yaml` checks the structure alone, `orgsim check SCENARIO --structures` the two together.",
    ),
)  # fmt: skip
