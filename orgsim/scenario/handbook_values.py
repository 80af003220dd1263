"""How single values are written: the part of the format's reference that the schema's types cannot say."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from orgsim.scenario.schema.distribution import FAMILIES, parse_by_class, parse_distribution, parse_numbers
from orgsim.scenario.schema.quantity import parse_quantity
from orgsim.scenario.schema.routing import parse_route
from orgsim.scenario.schema.scalars import parse_duration, parse_money, parse_percentage
from orgsim.scenario.schema.times import parse_hours, parse_times


class Form(NamedTuple):
    """A kind of value: what it is called, what reads it, values it reads, and what to know about it."""

    name: str
    read: Callable[[Any], object]
    examples: tuple[tuple[str, Any], ...]
    text: str


def _same(*examples: str) -> tuple[tuple[str, Any], ...]:
    return tuple((example, example) for example in examples)


FORMS: tuple[Form, ...] = (
    Form(
        "Length of time", parse_duration, _same("25 min", "3 h 40 min", "2.5 days", "6 weeks"),
        "Units are `s`, `min`, `h`, `day`, `week` and `year` with their plurals. At most 20 years.",
    ),
    Form("Percentage", lambda text: parse_percentage(text, 1.0), _same("95%", "2.5%"), "Always with its sign."),
    Form(
        "Money", lambda text: parse_money(text, None), _same("£148", "€1,200.50"),
        "With £, € or $, or none. Where a rate is meant: `£33,200 a year`, `£313 a day`.",
    ),
    Form(
        "Time that may vary", parse_distribution,
        (*_same("25 min"), ("{lognormal: {mean: 25 min, sd: 18 min}}", {"lognormal": {"mean": "25 min", "sd": "18 min"}})),
        "A fixed length of time, or one distribution with all its parameters:\n\n"
        + "\n".join(f"- `{name}`: {', '.join(f'`{one}`' for one in parts)}" for name, parts in FAMILIES.items()
                    if name != "fixed")
        + "\n\n`mean` and `sd` are those of the time itself, not of its logarithm.",
    ),
    Form(
        "Time by class", parse_by_class,
        (("{by_class: {urgent: 20 min, default: 10 min}}", {"by_class": {"urgent": "20 min", "default": "10 min"}}),),
        "Where a time may differ by class, this form is also allowed. Without `default` every class must be named.",
    ),
    Form(
        "Number that may vary", parse_numbers,
        (("1.5", 1.5), ("{exponential: {mean: 1}}", {"exponential": {"mean": 1}})),
        "A number without a unit, or one of the distributions above with plain numbers.",
    ),
    Form(
        "Hours", parse_hours,
        _same("always", "08:00-17:00", "weekdays 08:00-18:00", "mon-thu 09:00-17:00; sat 10:00-14:00", "22:00-06:00"),
        "Days are `every day` (understood if left out), `weekdays`, `weekends`, `mon-thu` or `mon, wed`. Hours that end "
        "before they begin run past midnight.",
    ),
    Form(
        "Moments of the week", parse_times,
        _same("continuously", "every day at 09:00, 15:00", "weekdays at 08:00; sat at 10:00"),
        "Days as above, then `at` and times of day.",
    ),
    Form(
        "Number with its unit", parse_quantity,
        (*_same("30 min", "85%", "£148", "£33,200 a year"), ("262", 262), ("4.5", 4.5)),
        "Any of the numbers above, and numbers without a unit, as the value that is meant is written.",
    ),
    Form(
        "Where next", parse_route,
        (
            *_same("home"),
            ("{scan: 40%, home: 60%}", {"scan": "40%", "home": "60%"}),
            ("{by_class: {urgent: majors, default: minors}}", {"by_class": {"urgent": "majors", "default": "minors"}}),
            ("{by_need: admission, yes: ward, no: home, missed: 2%, needless: 5%}",
             {"by_need": "admission", "yes": "ward", "no": "home", "missed": "2%", "needless": "5%"}),
            ("{shares: [{share: 40%, next: scan}, {share: 60%, next: home}]}",
             {"shares": [{"share": "40%", "next": "scan"}, {"share": "60%", "next": "home"}]}),
        ),
        "A stage or an exit; shares that add to 100%; a choice by class; or a choice by what is true of the visit, "
        "except that a share of true needs is `missed` and a share of absent ones is seen all the same (`needless`). "
        "Where a name stands, another of these forms may stand, up to six deep; for shares use the last form then.",
    ),
)  # fmt: skip


def values() -> str:
    """Return the part as Markdown. Raises PydanticCustomError if an example is not what the format reads."""
    return "\n".join(["## How values are written", "", *(_form(form) for form in FORMS)])


def _form(form: Form) -> str:
    for _, value in form.examples:
        form.read(value)
    shown = ", ".join(f"`{text}`" for text, _ in form.examples)
    return f"### {form.name}\n\n{shown}\n\n{form.text}\n"
