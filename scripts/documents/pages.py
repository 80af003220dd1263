"""Markdown pages: their fenced blocks, links and headings, each with its line."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_FENCE = re.compile(r"^\s*(```+|~~~+)\s*([^`]*)$")
_LINK = re.compile(r"!?\[[^\]]*\]\(\s*<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\s*\)")
_REFERENCE = re.compile(r"^\s{0,3}\[[^\]]+\]:\s*(\S+)")
_IMAGE = re.compile(r"<(?:img|a|source)[^>]*?\b(?:src|href|srcset)=\"([^\"]+)\"")
_INLINE_CODE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")
_HEADING = re.compile(r"^#{1,6}\s+(.*?)\s*#*$")


@dataclass(frozen=True)
class Problem:
    """Something wrong on a page; ``line`` counts from 1."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


@dataclass(frozen=True)
class Block:
    """A fenced block: the words after its fence, the line of its first line of text, and its lines."""

    info: tuple[str, ...]
    line: int
    lines: tuple[str, ...]

    @property
    def language(self) -> str:
        """The first word after the fence, or ''."""
        return self.info[0] if self.info else ""

    @property
    def text(self) -> str:
        """The text of the block."""
        return "\n".join(self.lines) + "\n"


@dataclass(frozen=True)
class Page:
    """One Markdown file; ``file`` is its path below the root."""

    file: str
    text: str

    @classmethod
    def read(cls, path: Path) -> Page:
        """Read the page at ``path``, a file below the root."""
        return cls(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))

    @cached_property
    def _parts(self) -> tuple[list[Block], list[tuple[int, str]]]:
        """Fenced blocks, and the lines outside them with their numbers."""
        blocks: list[Block] = []
        prose: list[tuple[int, str]] = []
        fence, info, start, held = "", (), 0, []  # type: str, tuple[str, ...], int, list[str]
        for number, line in enumerate(self.text.splitlines(), 1):
            match = _FENCE.match(line)
            if not fence and match:
                fence, info, start, held = match[1], tuple(match[2].split()), number + 1, []
            elif fence and match and match[1].startswith(fence) and not match[2]:
                blocks.append(Block(info, start, tuple(held)))
                fence = ""
            elif fence:
                held.append(line)
            else:
                prose.append((number, line))
        return blocks, prose

    @property
    def blocks(self) -> list[Block]:
        """The fenced blocks in order."""
        return self._parts[0]

    def links(self) -> Iterator[tuple[int, str]]:
        """Yield line and target of every link and picture outside code."""
        for number, line in self._parts[1]:
            plain = _INLINE_CODE.sub("", line)
            for pattern in (_LINK, _REFERENCE, _IMAGE):
                yield from ((number, match[1]) for match in pattern.finditer(plain))

    def anchors(self) -> set[str]:
        """Return what can be linked to on this page, as the usual viewers name headings."""
        found: dict[str, int] = {}
        for _, line in self._parts[1]:
            if match := _HEADING.match(line):
                slug = re.sub(r"[^\w\- ]", "", match[1].lower()).replace(" ", "-")
                found[slug] = found.get(slug, -1) + 1
        return {slug if not again else f"{slug}-{again}" for slug, last in found.items() for again in range(last + 1)}


def all_pages() -> list[Page]:
    """Read every Markdown file that belongs to the project, in order of path (README.md first)."""
    paths = sorted(ROOT / name for name in _project_files() if name.endswith(".md"))
    return [Page.read(path) for path in sorted(paths, key=lambda path: path.name != "README.md") if path.is_file()]


def _project_files() -> list[str]:
    """List the files of the project: what git knows or would take, else what lies there."""
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        done = subprocess.run(listed, cwd=ROOT, capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        inside = (path.relative_to(ROOT) for path in ROOT.rglob("*.md"))
        return [path.as_posix() for path in inside if not any(part.startswith(".") for part in path.parts)]
    return [name for name in done.stdout.decode().split("\0") if name]
