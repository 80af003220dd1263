"""What follows from a scenario before anything happens, for ``check`` and ``show``: attention left, links drawn, money."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from orgsim.scenario import Scenario
    from orgsim.scenario.derived.attention import AttentionAccount
    from orgsim.scenario.schema import Variant


_FEW = 3
"""Variants whose figures stand side by side."""


def attention_lines(variant: Variant) -> list[str]:
    """Say for each position what metrics and reports take of its attention; nothing where none do."""
    from orgsim.scenario.derived.attention import attention_accounts

    eaten = {key: one for key, one in attention_accounts(variant).items() if one.to_reports + one.to_metrics > 0}
    width = max(map(len, eaten), default=0)
    return [f"  {key:<{width}}  {_attention(one)}" for key, one in eaten.items()]


def _attention(one: AttentionAccount) -> str:
    floor = " (the floor)" if one.at_floor else ""
    return (
        f"{_share(one.own)}, less {_share(one.to_reports)} for {_count(one.reports, 'report')} and "
        f"{_share(one.to_metrics)} for {_count(one.metrics, 'metric')} over {_count(one.below, 'layer')}: "
        f"{_share(one.left)} left{floor}"
    )


def _share(value: float) -> str:
    return f"{100 * value:.3g}%"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def by_variant(figures: Sequence[tuple[str, str]]) -> str:
    """Say a figure of each variant; where there are many, those of most variants once, as that of the others."""
    if len(figures) <= _FEW:
        return "  ".join(f"{variant} {figure}" for variant, figure in figures)
    counts = Counter(figure for _, figure in figures)
    usual = counts.most_common(1)[0][0]
    unusual = [f"{variant} {figure}" for variant, figure in figures if figure != usual]
    return "  ".join([*unusual, f"{'others' if unusual else 'all'} {usual}"])


def attention_left(scenario: Scenario, most: int | None) -> list[str]:
    """Say what is left to each position in every variant: a line for each of the ``most`` with least, where any is taken."""
    from orgsim.scenario.derived.attention import attention_accounts

    found: dict[str, list[tuple[str, float]]] = {}
    for variant in scenario.variant_ids:
        for key, one in attention_accounts(scenario.variant(variant)).items():
            if one.to_reports + one.to_metrics > 0:
                found.setdefault(key, []).append((variant, one.left))
    chosen = sorted(found, key=lambda key: min(left for _, left in found[key]))[:most]
    width = max(map(len, chosen), default=0)
    shares = {key: by_variant([(variant, _share(left)) for variant, left in found[key]]) for key in chosen}
    return [f"  {key:<{width}}  {shares[key]}" for key in chosen]


def attention_json(variant: Variant) -> list[dict[str, Any]]:
    """Return the account of each position as plain values."""
    from orgsim.scenario.derived.attention import attention_accounts

    return [{"position": key, **asdict(one)} for key, one in attention_accounts(variant).items()]


def drawn_links(variant: Variant) -> list[list[str]]:
    """Return the ends of the informal links that were drawn."""
    written = variant.as_written.organisation.links
    return [list(link.between) for key, link in variant.organisation.links.items() if key not in written]


_SPENT = {
    "total": "Budget", "managers": "managers", "positions": "other positions", "pools": "other pools",
    "meetings": "meetings of those without pay", "metrics": "metrics", "links": "links", "other": "other",
    "left": "Left for the front line", "unspent": "Buys nobody whole",
}  # fmt: skip


def budget_lines(variant: Variant) -> list[str]:
    """Say where the budget goes, line by line, and how many it leaves; nothing where the front line is not what is left."""
    from orgsim.scenario.derived.budget import budget_account

    account = budget_account(variant)
    if account is None:
        return []
    amounts = {key: getattr(account, key) for key in _SPENT}
    money = variant.budget.said
    rows = [(words, money(amounts[key])) for key, words in _SPENT.items() if amounts[key] or key == "left"]
    people = [(f"{one.number} x {one.pool}", money(one.number * one.one_costs)) for one in account.front_line]
    rows = [*rows[:-1], *people, rows[-1]] if account.unspent else [*rows, *people]
    width = max(len(words) for words, _ in rows)
    return [f"  {words:<{width}}  {amount:>15}" for words, amount in rows]


def budget_json(variant: Variant) -> dict[str, Any] | None:
    """Return the account of the budget as plain values."""
    from orgsim.scenario.derived.budget import budget_account

    account = budget_account(variant)
    return None if account is None else {**asdict(account), "left": account.left, "unspent": account.unspent}


def front_lines(scenario: Scenario) -> list[str]:
    """Say in a line for each variant how many the budget leaves for the front line, where it decides."""
    from orgsim.scenario.derived.budget import budget_account

    lines = []
    for variant in scenario.variant_ids:
        model = scenario.variant(variant)
        if (one := budget_account(model)) is not None:
            made = ", ".join(f"{row.number} x {row.pool}" for row in one.front_line)
            lines.append(f"  {variant}: {made} of {model.budget.said(one.left)} left")
    return lines


def account_lines(scenario: Scenario, variant: str) -> list[str]:
    """Say all accounts of one variant, each under a heading; nothing where it keeps none."""
    attention, budget = attention_lines(scenario.variant(variant)), budget_lines(scenario.variant(variant))
    said = [f"Attention left in {variant} (of duty hours, before meetings):", *attention] if attention else []
    if links := drawn_links(scenario.variant(variant)):
        said += [f"Informal links drawn in {variant}:", *(f"  {one} - {other}" for one, other in links)]
    return said + ([f"Budget of {variant}, a year:", *budget] if budget else [])


def account_json(scenario: Scenario, variant: str) -> dict[str, Any]:
    """Return all accounts of one variant as plain values."""
    model = scenario.variant(variant)
    found = {"attention": attention_json(model), "informal": drawn_links(model), "budget": budget_json(model)}
    return {"variant": variant, **found}
