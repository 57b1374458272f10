"""Areas beside one another: where an area stands among its like, how its own parts stand, where a change comes from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from eyre.core import Direction, MeasureKind
from eyre.disclosure import Base, Column, Form, Released, Table, release
from eyre.pack.charts import AreaEstimate, ComparisonSpec
from eyre.pack.document import Block, Chart, Details, Number, Paragraph, TableBlock, Text
from eyre.pack.text import Name
from eyre.tracker.row import Comparison

if TYPE_CHECKING:
    from eyre.pack.figures import Reading

SMALL_RATE = 10


def areas_beside(reading: Reading) -> Iterator[Block]:
    """The area among its like, its parts among themselves, and what each part added to the change."""
    row = reading.row
    if row.comparison is not None and row.comparison.of(row.key.area) is not None:
        yield from _Beside(reading, row.comparison).among_its_like()
    if row.parts is not None:
        yield from _Beside(reading, row.parts).among_themselves()
    if len(row.contributions) > 1:
        yield _contributions(reading)


@dataclass(frozen=True, slots=True)
class _Beside:
    """One comparison as it is printed."""

    reading: Reading
    comparison: Comparison

    @property
    def base(self) -> Base:
        without = self.comparison.without
        note = f", without {', '.join(period.label for period in without)}" if without else ""
        return self.reading.base(self.comparison.periods, note=self.comparison.scale + note)

    @property
    def form(self) -> Form:
        """How rates are printed: small ones with two decimals, or they would all look alike."""
        return Form.DECIMAL_TWO if max(s.value for s in self.comparison.standings) < SMALL_RATE else Form.DECIMAL

    @property
    def side(self) -> str:
        return "lowest first" if self.reading.row.measure.direction is Direction.DOWN else "highest first"

    def among_its_like(self) -> Iterator[Block]:
        """Where the area may stand, as the places it cannot be separated from."""
        mine = self.comparison.of(self.reading.row.key.area)
        assert mine is not None
        place, number = mine.place, self.reading.number
        of = number(place.of, "areas", self.base, Form.TALLY)
        if place.is_separate:
            said = Text(number(place.place, "", self.base, Form.ORDINAL), " of ", of)
        else:
            said = Text(
                "it cannot be separated from ", number(place.best, "", self.base, Form.ORDINAL), " to ",
                number(place.worst, "", self.base, Form.ORDINAL), " of ", of,
            )  # fmt: skip
        yield from self._chart(Text("Beside the other areas (", self.side, "): ", said))

    def among_themselves(self) -> Iterator[Block]:
        """The parts of the area on one scale; no place is claimed for any."""
        yield from self._chart(Text("Its own areas beside one another, ", self.side))

    def _chart(self, sentence: Text) -> Iterator[Block]:
        table = self._table()
        yield Chart(self._spec(table), sentence, self._alternative(table), table)
        if self.comparison.left_out:
            names = ", ".join(self.reading.areas.name(area) for area in self.comparison.left_out)
            yield Paragraph(
                "Not compared, for want of figures that are all there or of residents known: ", Name(names), "."
            )

    def _table(self) -> Released:
        name, form = self.reading.row.measure.name, self.form
        columns = [
            Column("area", "Area"),
            Column("value", name, form, rests_on=("count",), denominator="base"),
            Column("lower", "Lower", form, rests_on=("value",)), Column("upper", "Upper", form, rests_on=("value",)),
            Column("count", "Count", Form.COUNT), Column("base", "Out of", Form.COUNT),
            Column("best", "Best place it may have", Form.TALLY), Column("worst", "Worst", Form.TALLY),
        ]  # fmt: skip
        rows = [
            [
                self.reading.areas.name(s.area), s.value, float(s.interval.lower), float(s.interval.upper), s.count,
                s.base, s.place.best, s.place.worst,
            ]
            for s in self.comparison.standings
        ]  # fmt: skip
        table = Table(f"{name} by area", columns, rows, self.base)
        return release(table, self.reading.audience, self.reading.rule, hidden=self._hidden_cells())

    def _hidden_cells(self) -> set[tuple[int, str]]:
        """Counts that would give a small one back; of shares the numerator and, as "out of", the denominator."""
        reading, counts = self.reading, self.reading.counts
        if counts is None:
            return set()
        months = counts.run_of(reading.row, self.comparison)
        is_count = reading.row.measure.kind is MeasureKind.COUNT
        parts = {"count": ""} if is_count else {"count": "numerator", "base": "denominator"}
        return {
            (at, column)
            for at, standing in enumerate(self.comparison.standings)
            for column, part in parts.items()
            if reading.is_hidden(months, part, standing.area)
        }

    def _spec(self, table: Released) -> ComparisonSpec:
        values, low, high = (table.values(name) for name in ("value", "lower", "upper"))
        mine = self.reading.row.key.area
        areas = tuple(
            AreaEstimate(self.reading.areas.name(s.area), values[i], low[i], high[i], is_focus=s.area == mine)
            for i, s in enumerate(self.comparison.standings)
        )
        return ComparisonSpec(self.comparison.scale, areas, self.form)

    def _alternative(self, table: Released) -> Text:
        names, values = table.column("area"), table.values("value")
        shown = [at for at, value in enumerate(values) if value is not None]
        count = self.reading.number(len(values), "areas", self.base, Form.TALLY)
        if not shown:
            return Text("Dots with intervals for ", count, ", too few to be shown.")
        ends = [
            Text(Name(str(names[at])), " at ", Number(values[at] or 0.0, "", self.base, self.form))
            for at in (shown[0], shown[-1])
        ]
        return Text("Dots with intervals for ", count, ", from ", ends[0], " to ", ends[1], ".")


def _contributions(reading: Reading) -> Details:
    """What each part added to the change of the whole since the year before."""
    ago = reading.row.year_ago
    assert ago is not None
    base = reading.base(ago.now, against=ago.then)
    columns = [
        Column("area", "Area"), Column("then", "A year before", Form.COUNT), Column("now", "Now", Form.COUNT),
        Column("change", "Added to the change", Form.CHANGE, rests_on=("then", "now")),
    ]  # fmt: skip
    rows = [[reading.areas.name(c.part), c.then, c.now, c.change] for c in reading.row.contributions]
    spans = {"then": reading.months_of(ago.then), "now": reading.months_of(ago.now)}
    hidden = {
        (at, end)
        for at, contribution in enumerate(reading.row.contributions)
        for end, months in spans.items()
        if reading.is_hidden(months, area=contribution.part)
    }
    title = f"Where the change in {reading.row.measure.name.lower()} lies"
    table = release(Table(title, columns, rows, base), reading.audience, reading.rule, hidden=hidden)
    return Details(Text("Which areas the change comes from"), (TableBlock(table),))
