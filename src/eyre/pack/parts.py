"""Where a change lies: what each area added to it, with its interval, and what people said of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from eyre.disclosure import SUPPRESSED, Base, Column, Form, Released, Table, release, release_number
from eyre.pack.document import Block, BulletList, Details, Number, Paragraph, TableBlock, Text, join
from eyre.pack.text import Interval as Range
from eyre.pack.text import Name
from eyre.tracker.row import Contribution, YearAgo

if TYPE_CHECKING:
    from eyre.pack.figures import Reading

FIRST = 2  # areas named in the sentence; the others stand in the table
Cells = set[tuple[int, str]]


def contributions_to(reading: Reading) -> Iterator[Block]:
    """The areas that account for most of the change, all of them on demand, and the dated notes of people."""
    ago = reading.row.year_ago
    assert ago is not None
    base = reading.base(ago.now, against=ago.then)
    hidden = set(_hidden(reading, ago))
    without = {at for at, _ in hidden}
    shown = [c for at, c in enumerate(reading.row.contributions) if at not in without]
    if shown and not reading.hides_year_ago(ago):
        yield Paragraph(_sentence(reading, base, ago, shown[:FIRST]))
    yield Details(Text("Which areas the change comes from"), (TableBlock(_table(reading, base, hidden)),))
    if reading.notes:
        yield Details(Text("What people said of it"), (BulletList(tuple(Text(Name(note)) for note in reading.notes)),))


def _sentence(reading: Reading, base: Base, ago: YearAgo, first: list[Contribution]) -> Text:
    net = Number(ago.value_now - ago.value_then, "", base, Form.CHANGE)
    named = [Text(Name(reading.areas.name(c.part)), " accounts for ", _change(c, base)) for c in first]
    return Text("Of the change of ", net, " on the same months a year before, ", join(named, " and "), ".")


def _change(found: Contribution, base: Base) -> Number:
    low, high = _ends(found)
    interval = None if low is None or high is None else Range(low, high)
    return Number(found.change, "", base, Form.CHANGE, interval)


def _hidden(reading: Reading, ago: YearAgo) -> Iterator[tuple[int, str]]:
    """Counts that are small for this audience, or would give a small one back."""
    spans = {"then": reading.months_of(ago.then), "now": reading.months_of(ago.now)}
    for at, contribution in enumerate(reading.row.contributions):
        for end, months in spans.items():
            is_small = release_number(getattr(contribution, end), Form.COUNT, reading.audience) is SUPPRESSED
            if is_small or reading.is_hidden(months, area=contribution.part):
                yield at, end


def _table(reading: Reading, base: Base, hidden: Cells) -> Released:
    columns = [
        Column("area", "Area"), Column("then", "A year before", Form.COUNT), Column("now", "Now", Form.COUNT),
        Column("change", "Added to the change", Form.CHANGE, rests_on=("then", "now")),
        Column("lower", "Lower", Form.CHANGE, rests_on=("then", "now")),
        Column("upper", "Upper", Form.CHANGE, rests_on=("then", "now")),
    ]  # fmt: skip
    rows = [[reading.areas.name(c.part), c.then, c.now, c.change, *_ends(c)] for c in reading.row.contributions]
    title = f"Where the change in {reading.row.measure.name.lower()} lies"
    return release(Table(title, columns, rows, base), reading.audience, reading.rule, hidden=hidden)


def _ends(found: Contribution) -> tuple[float | None, float | None]:
    between = found.interval
    return (None, None) if between is None else (float(between.lower), float(between.upper))
