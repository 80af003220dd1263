"""The organisation and the pathway as Mermaid text, which many wikis and editors draw."""

from __future__ import annotations

from typing import TYPE_CHECKING

from orgsim.organisation.flows import flows

if TYPE_CHECKING:
    from orgsim.scenario.schema import Variant

_ESCAPES = str.maketrans({'"': "#quot;", "<": "#lt;", ">": "#gt;", "&": "#amp;", "`": "#96;", "|": "#124;"})


def organisation_as_mermaid(variant: Variant) -> str:
    """Return the org chart: lines from superior to report, links dotted, those at set times with their times."""
    organisation = variant.organisation
    lines = ["flowchart TB"]
    for key, position in organisation.positions.items():
        lines.append(f'  p_{key}["{_text(position.name, key)}"]')
    for key, position in organisation.positions.items():
        if position.reports_to is not None:
            lines.append(f"  p_{position.reports_to} --- p_{key}")
    for key, link in organisation.links.items():
        one, other = link.between
        when = f"<br>{_escaped(link.happens.text)}" if link.happens.minutes else ""
        lines.append(f'  p_{one} <-. "{_text(link.name, key)}{when}" .-> p_{other}')
    return "\n".join(lines) + "\n"


def pathway_as_mermaid(variant: Variant) -> str:
    """Return the pathway: stages grouped by the unit that does the work, arrows with the share that takes them."""
    found = flows(variant)
    lines = ["flowchart LR"]
    for unit, row in variant.organisation.units.items():
        stages = [key for key, stage in variant.pathway.items() if stage.unit == unit]
        if stages:
            lines.append(f'  subgraph u_{unit}["{_text(row.name, unit)}"]')
            lines += [f'    s_{key}["{_text(variant.pathway[key].name, key)}"]' for key in stages]
            lines.append("  end")
    lines += [f'  x_{key}(["{_text(way_out.name, key)}"])' for key, way_out in variant.exits.items()]
    for key, stream in variant.arrivals.items():
        lines.append(f'  a_{key}(("{_text(stream.name, key)}")) --> s_{stream.at}')
    for (origin, to), rate in found.arrows.items():
        share = rate / found.visits[origin]
        words = "" if share > 0.9995 else f'|"{100 * share:.1f}%"|'
        lines.append(f"  s_{origin} -->{words} {'x' if to in variant.exits else 's'}_{to}")
    for key, stage in variant.pathway.items():
        if stage.leaves is not None:
            kind = "x" if stage.leaves.to in variant.exits else "s"
            lines.append(f'  s_{key} -. "gives up waiting" .-> {kind}_{stage.leaves.to}')
    return "\n".join(lines) + "\n"


def _text(name: str | None, key: str) -> str:
    plain = name or key.replace("_", " ").capitalize()
    return _escaped(" ".join(plain.split()))


def _escaped(text: str) -> str:
    return text.replace("#", "#35;").translate(_ESCAPES)
