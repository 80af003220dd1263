"""Do relative links lead somewhere?"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from scripts.documents.pages import ROOT, Page, Problem


def check_links(page: Page) -> Iterator[Problem]:
    """Yield a problem for each relative link whose file or heading is not there."""
    for line, target in page.links():
        parts = urlsplit(target)
        if not parts.scheme and not parts.netloc and (message := _wrong(page, unquote(parts.path), parts.fragment)):
            yield Problem(page.file, line, message)


def _wrong(page: Page, path: str, fragment: str) -> str:
    target = (ROOT / page.file).parent / path if path else ROOT / page.file
    if path.startswith("/") or not target.resolve().is_relative_to(ROOT):
        return f"`{path}` leads out of the project: link relative to this page"
    if path and not target.exists():
        return f"there is no `{path}`"
    if fragment and target.suffix == ".md":
        meant = Page.read(target.resolve()) if path else page
        return "" if fragment in meant.anchors() else f"`{path or page.file}` has no heading `#{fragment}`"
    return ""
