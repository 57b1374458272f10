"""Where the base of a number is printed, so that a reader sees it and the page stays calm.

Blocks that follow each other and stand on the same base share one line beneath the last of them. Bases that differ
only in their periods are one line with both periods. Where a block stands on more than that, each of its numbers
carries a letter, and the line says what each letter stands for. A line that follows another from the same source
and day says so instead of repeating them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from string import ascii_lowercase

from eyre.core import say_date
from eyre.disclosure import Base
from eyre.pack.document import (
    Block,
    BulletList,
    Callout,
    Chart,
    DefinitionList,
    Details,
    Paragraph,
    RecordTable,
    TableBlock,
    Text,
)


def bases_of(block: Block) -> tuple[Base, ...]:
    """The bases a block stands on, each once. What is inside a callout or details has its own."""
    bases = dict.fromkeys(base for text in _texts(block) for base in text.bases)
    if isinstance(block, TableBlock | Chart):
        bases.setdefault(block.table.base)
    return tuple(bases)


def _texts(block: Block) -> tuple[Text, ...]:
    if isinstance(block, Paragraph):
        return (block.text,)
    if isinstance(block, BulletList):
        return block.items
    if isinstance(block, DefinitionList):
        return tuple(text for pair in block.items for text in pair)
    if isinstance(block, RecordTable):
        return tuple(cell for row in block.rows for cell in row)
    if isinstance(block, Chart):
        return (block.sentence,)
    if isinstance(block, Callout):
        return (block.heading,)
    return (block.summary,) if isinstance(block, Details) else ()


def base_lines(bases: Sequence[Base], above: Base | None = None) -> tuple[str, ...]:
    """The lines to print for some bases: those that differ only in their periods are one.

    above: a base whose line was printed shortly before; a source and day that are the same are not said again.
    """
    return tuple(_line(group, above) for group in _groups(bases))


def letters(bases: Sequence[Base]) -> dict[Base, str]:
    """The letter each base goes by; empty where one line says it all."""
    groups = _groups(bases)
    if len(groups) == 1:
        return {}
    return {base: ascii_lowercase[place % 26] for place, group in enumerate(groups) for base in group}


def shared_bases(blocks: Sequence[Block]) -> list[tuple[Base, ...]]:
    """For each block the bases to print beneath it: none where a later block of the run prints them.

    A run goes on while the next block that has numbers stands on the same bases, on fewer, or on more of them.
    """
    printed: list[tuple[Base, ...]] = [()] * len(blocks)
    last: int | None = None
    for place, block in enumerate(blocks):
        bases = bases_of(block)
        if not bases:
            continue
        if last is not None and _is_one_run(printed[last], bases):
            bases, printed[last] = tuple(dict.fromkeys((*printed[last], *bases))), ()
        printed[place], last = bases, place
    return printed


def _is_one_run(before: tuple[Base, ...], after: tuple[Base, ...]) -> bool:
    return len(_groups((*before, *after))) == 1 and (set(before) <= set(after) or set(after) <= set(before))


def _groups(bases: Sequence[Base]) -> list[list[Base]]:
    groups: dict[Base, list[Base]] = {}
    for base in bases:
        groups.setdefault(replace(base, period=bases[0].period, against=None), []).append(base)
    return list(groups.values())


def _line(group: list[Base], above: Base | None) -> str:
    first = group[0]
    periods = ", and ".join(dict.fromkeys(base.says_period for base in group))
    if above and (above.source, above.as_of) == (first.source, first.as_of):
        return "; ".join([*first.mark, "Source and date as above", periods, *first.rest])
    return "; ".join([*first.mark, first.source, periods, f"as received by {say_date(first.as_of)}", *first.rest])
