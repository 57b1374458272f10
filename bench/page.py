"""The page of benchmarks: each benchmark owns the part between its two markers and leaves the others alone."""

from __future__ import annotations

from pathlib import Path

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference" / "benchmarks.md"


def write_part(name: str, text: str, page: Path = PAGE) -> None:
    """Put a part in the place of the one of the same name, or at the end where there is none yet."""
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    part = f"{begin}\n{text.strip()}\n{end}"
    whole = page.read_text("utf-8") if page.exists() else "# Benchmarks\n"
    before, found, rest = whole.partition(begin)
    if not found:
        page.write_text(f"{whole.rstrip()}\n\n{part}\n", "utf-8")
        return
    _, closed, after = rest.partition(end)
    if not closed:
        raise SystemExit(f"{page}: {begin} has no {end}. Put it back; nothing was written.")
    page.write_text(before + part + after, "utf-8")
