"""Areas beside one another: where an area stands among its like, how its own parts stand, where a change comes from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from eyre.core import Direction, MeasureKind
from eyre.disclosure import SUPPRESSED, Base, Column, Form, Released, Table, release, release_number
from eyre.pack.charts import AreaEstimate, ComparisonSpec
from eyre.pack.document import Block, Chart, Details, Number, Paragraph, TableBlock, Text
from eyre.pack.funnels import funnel_of_parts
from eyre.pack.parts import contributions_to
from eyre.pack.peers import beside_peer
from eyre.pack.text import Name
from eyre.tracker.row import Comparison, GroupPosition

if TYPE_CHECKING:
    from eyre.pack.figures import Reading

SMALL_RATE = 10


def areas_beside(reading: Reading) -> Iterator[Block]:
    """The area among its like, its parts among themselves, and what each part added to the change."""
    row = reading.row
    if row.comparison is not None and row.comparison.of(row.key.area) is not None:
        yield from _Beside(reading, row.comparison).among_its_like()
    if isinstance(row.group, GroupPosition):
        yield from _InGroup(reading, row.group.comparison, row.group).blocks()
    for gap in row.peers:
        yield from beside_peer(reading, gap)
    if row.parts is not None:
        yield from _Beside(reading, row.parts).among_themselves()
    if len(row.contributions) > 1:
        yield from contributions_to(reading)


@dataclass(frozen=True)
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
        """The parts of the area on one scale, and as a funnel; no place is claimed for any.

        Where a part is hidden there is no funnel: the level of all together would give it back.
        """
        yield from self._chart(Text("Its own areas beside one another, ", self.side))
        if not self._hidden_cells() and not self._is_any_small():
            yield from funnel_of_parts(self.reading, self.comparison, self.base, self.form)

    def _is_any_small(self) -> bool:
        """Whether a count, or of a share what is left of it, is small for this audience."""
        reading, is_share = self.reading, self.reading.row.measure.kind is MeasureKind.PROPORTION
        counts = [part for s in self.comparison.standings for part in (s.count, *([s.base - s.count] * is_share))]
        return any(release_number(count, Form.COUNT, reading.audience) is SUPPRESSED for count in counts)

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


@dataclass(frozen=True)
class _InGroup(_Beside):
    """An area within its family group: a sentence, and the group on demand where it is not on the chart above."""

    position: GroupPosition

    def blocks(self) -> Iterator[Block]:
        yield Paragraph(self._sentence())
        above = self.reading.row.comparison
        if above is None or {s.area for s in above.standings} != {s.area for s in self.comparison.standings}:
            yield Details(Text("The family group, area by area"), (TableBlock(self._table()),))

    def _sentence(self) -> Text:
        """Its place, what cannot be told apart, in which group of which day, and who reported."""
        found, tally = self.position, self._tally
        members = len(found.have) + len(found.missing)
        who = Text("all of which") if not found.missing else Text("of which ", tally(len(found.have)))
        return Text(
            "In its family group, ", Name(found.group.says()), " as on ", found.on, ", of ",
            tally(members, "members"), ", ", who, " reported, it is ",
            self._rank(), " of ", tally(found.of), self._range(), ".",
        )  # fmt: skip

    def _rank(self) -> Text:
        """ "the best", "2nd best"; highest where nobody undisputedly said which way is better."""
        found = self.position
        if found.place == 1:
            return Text("the ", Name(found.order))
        return Text(self._tally(found.place, found.order, Form.ORDINAL))

    def _range(self) -> Text:
        """The places open to it, alone and in a claim about all areas."""
        found, tally = self.position, self._tally
        (best, worst), joint = found.alone, Text()
        if found.together != found.alone:
            first, last = (tally(place, "", Form.ORDINAL) for place in found.together)
            joint = Text(" (in a claim about all areas at once: ", first, " to ", last, ")")
        if best == worst:
            return Text(" and stands apart there", joint)
        if (best, worst) == (1, found.of):
            return Text(", and cannot be separated from any of them")
        first, last = (tally(place, "", Form.ORDINAL) for place in (best, worst))
        return Text(", and cannot be separated from ", first, " to ", last, joint)

    def _tally(self, value: int, unit: str = "", form: Form = Form.TALLY) -> Number:
        return self.reading.number(value, unit, self.base, form)
