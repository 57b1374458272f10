"""`eyre compare`: areas beside one another, with what their figures can and cannot separate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from eyre_cli.asked import check_choice, day_option, today
from eyre_cli.output import hand_over, read_bytes
from eyre_cli.terminal import Column, paint, progress, table, warn, wrapped

if TYPE_CHECKING:
    from eyre.comparison import Better, Closing, Funnel, Group, Parity
    from eyre.comparison.report import Figures, Standings
    from eyre.readers.area_table import AreaTable
    from eyre.readers.residents import Residents

KINDS = ("proportion", "rate", "ratio", "estimate")
DIRECTIONS = ("up", "down", "neither")
ORDERS = ("highest", "best")
LEVELS = ("force", "local")
MEANS = ("weighted", "plain")
SLOPE_PERIODS = 24  # at most so many: an older slope says little about when a gap will close
PER = {"proportion": 100.0, "rate": 1000.0, "ratio": 1.0, "estimate": 1.0}


def command(
    source: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="CSV or Parquet, - for stdin: area; numerator and denominator, observed and expected, or value and "
            "standard_error; if known period, level, recording_rule, outcome_types, denominator_kind and "
            "denominator_year.",
        ),
    ],
    kind: Annotated[
        str | None,
        typer.Option(metavar="|".join(KINDS), help="What the figures are; needed for numerator and denominator."),
    ] = None,
    funnel: Annotated[bool, typer.Option("--funnel", help="Limits of chance for the size of each area.")] = False,
    ranks: Annotated[bool, typer.Option("--ranks", help="Places, with those the figures leave open.")] = False,
    peer: Annotated[str | None, typer.Option(metavar="AREA|NUMBER", help="Gaps to an area, or to a value.")] = None,
    area: Annotated[str, typer.Option(help="Whose figures these are about: said first.")] = "",
    direction: Annotated[
        str, typer.Option(metavar="|".join(DIRECTIONS), help="Which way is better; a person must say so.")
    ] = "neither",
    by: Annotated[str, typer.Option(metavar="POST", help="Who says which way is better.")] = "",
    order: Annotated[
        str | None, typer.Option(metavar="|".join(ORDERS), help="What 1st is; best where a direction is stated.")
    ] = None,
    measure: Annotated[str, typer.Option(help="What is counted, as sentences shall call it.")] = "",
    denominator_year: Annotated[
        str, typer.Option(metavar="YEAR|none", help="Of the denominator of a rate; none where it belongs to no year.")
    ] = "",
    residents: Annotated[
        Path | None,
        typer.Option(
            metavar="BODY.TOML",
            help="Rates over the residents that a body folder knows of each area in the year of the figures; without "
            "a column period that of --denominator-year.",
        ),
    ] = None,
    per: Annotated[
        float | None, typer.Option(help="Of how many a value speaks: 100 for proportions, 1000 for rates.")
    ] = None,
    target: Annotated[
        float | None, typer.Option(help="The level of the funnel; all areas together if left out.")
    ] = None,
    over_dispersion: Annotated[
        bool, typer.Option("--over-dispersion/--no-over-dispersion", help="Let limits allow for areas being unlike.")
    ] = True,
    dispersion: Annotated[
        float, typer.Option(metavar="PHI", min=1.0, help="Variance of a count over time, in times its mean.")
    ] = 1.0,
    tolerance: Annotated[float | None, typer.Option(help="How large a gap to the peer still is parity.")] = None,
    top: Annotated[int, typer.Option(min=1, help="Of how many first places to give the chance.")] = 5,
    group: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Comparison groups: CSV, or a body.toml. Keeps its members.")
    ] = None,
    group_key: Annotated[str, typer.Option(metavar="KEY", help="Which group of the file.")] = "",
    on: Annotated[Any, day_option("The day on which the group is taken; today if left out.", "--on")] = None,
    level: Annotated[
        str | None, typer.Option(metavar="|".join(LEVELS), help="What the areas are, if no column says so.")
    ] = None,
    at_least: Annotated[int | None, typer.Option(min=1, help="How many of the group must have figures.")] = None,
    mean: Annotated[str, typer.Option(metavar="|".join(MEANS), help="How the mean of a group is made.")] = "weighted",
    last: Annotated[int, typer.Option(min=1, metavar="N", help="Of periods: the last N, added up.")] = 1,
    seed: Annotated[int, typer.Option(help="The seed of the chances: same figures, same seed, same result.")] = 0,
    json: Annotated[bool, typer.Option("--json", help='Print JSON ("format": 1).')] = False,
    out: Annotated[Path | None, typer.Option(help="Write to a file: .csv, .parquet or .json.")] = None,
) -> None:
    """Set areas beside one another, and say what their figures can and cannot separate.

    Gives each area its value with an interval, the limits of a funnel for its size, its place with the places that are
    open to it (alone, and jointly with all others), and its gap to a peer. Without --funnel, --ranks or --peer it gives
    funnel and ranks. Areas whose definitions differ are refused.
    """
    check_choice("--kind", kind or KINDS[0], KINDS)
    check_choice("--direction", direction, DIRECTIONS)
    check_choice("--order", order or ORDERS[0], ORDERS)
    check_choice("--level", level or LEVELS[0], LEVELS)
    check_choice("--mean", mean, MEANS)
    if denominator_year not in ("", "none") and not (denominator_year.isdigit() and len(denominator_year) == 4):
        raise typer.BadParameter(
            f'"{denominator_year}" is not a year. Write it as 2017, or none.', param_hint="--denominator-year"
        )
    if out is not None:
        from eyre.body.tables import check_ending

        check_ending(out)
    with progress("Comparing areas"):
        better = _better(direction, by, order, measure)
        kind, known = (kind, None) if residents is None else _residents(residents, kind, denominator_year)
        read = _read(source, kind, last, known)
        figures = _figures(read, kind, measure, per, denominator_year if known is None else "", dispersion)
        result = Result(figures, area, read.period, notes=list(read.notes))
        if group is not None:
            _keep_group(result, read, group, group_key, on or today(), level, at_least, mean)
        result.notes.extend(_definition_notes(read, result.figures.areas))
        if area:
            result.figures.at(area)
        wants_all = not (funnel or ranks or peer)
        if (funnel or wants_all) and not (wants_all and figures.kind is None):
            result.add_funnel(target, over_dispersion)
        if ranks or wants_all:
            result.add_ranks(better, top, seed)
        if peer:
            result.add_peer(peer, tolerance, read)
    for note in result.notes:
        warn(note)
    hand_over(result.columns(), result.readable, out=out, as_json=json, about=result.about())


# --- reading -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Read:
    """A table with the periods that are compared added up."""

    table: AreaTable
    rows: tuple[int, ...]  # of the table: areas with every figure
    events: Any
    base: Any
    period: str
    notes: tuple[str, ...]


def _better(direction: str, by: str, order: str | None, measure: str) -> Better:
    from eyre.comparison import Better, check_may_say_best
    from eyre.core import Direction

    better = Better(Direction(direction), by)
    if order == "highest":
        return Better()
    if order == "best" or better.direction is not Direction.NEITHER:
        check_may_say_best(measure, better)
    return better


def _residents(source: Path, kind: str | None, year: str) -> tuple[str, Residents]:
    """The residents of a body's areas; they make a rate of every count."""
    from eyre.core import Refused
    from eyre.readers.residents import read_residents

    if kind not in (None, "rate"):
        raise Refused(f"Residents are the base of a rate, and --kind {kind} was asked. Leave one of the two out.")
    return "rate", read_residents(*read_bytes(source), year=int(year) if year.isdigit() else None)


def _read(source: Path, kind: str | None, last: int, residents: Residents | None = None) -> Read:
    import numpy as np

    from eyre.core import Refused
    from eyre.readers.area_table import read_area_table

    table = read_area_table(
        *read_bytes(source), is_proportion=kind == "proportion", residents=residents.of_row if residents else None
    )
    if last > 1 and (not table.periods or last > len(table.periods)):
        have = f"{len(table.periods)} periods" if table.periods else "no column period"
        raise Refused(f"The last {last} periods were asked for; {source.name} has {have}.")
    if last > 1 and table.is_estimate:
        raise Refused("Estimates of several periods cannot be added up. Give counts, or leave --last out.")
    events, base = table.events[:, -last:], table.base[:, -last:]
    whole = np.asarray(~(np.isnan(events) | np.isnan(base)).any(axis=1))
    short = [area for area, has in zip(table.areas, whole, strict=True) if not has]
    periods = [str(period) for period in table.periods[-last:]]
    period = " to ".join(dict.fromkeys([periods[0], periods[-1]])) if periods else ""
    notes = [f"Left out, without every figure of {period}: {', '.join(short)}."] if short else []
    rows = tuple(np.flatnonzero(whole).tolist())
    if table.gaps:
        notes.append(f"Periods are missing between {'; '.join(table.gaps)}: no slope is given across them.")
    total = base[whole].sum(axis=1)
    if residents is not None:
        found = residents.over([table.areas[at] for at in rows], table.periods[-last:])
        total, notes = np.array(found.residents, dtype=float), [*notes, *found.notes]
        years = dict(zip(rows, found.years, strict=True))
        facts = [
            {**own, "denominator_kind": "residents"} | ({"denominator_year": years[at]} if at in years else {})
            for at, own in enumerate(table.facts)
        ]
        table = replace(table, facts=tuple(facts))
    return Read(table, rows, events[whole].sum(axis=1), total, period, tuple(notes))


def _figures(read: Read, kind: str | None, measure: str, per: float | None, year: str, dispersion: float) -> Figures:
    from eyre.comparison import FunnelKind
    from eyre.comparison.report import Figures

    kind = _kind(read.table, kind)
    facts = [read.table.facts[at] for at in read.rows]
    years = sorted({own["denominator_year"] for own in facts if "denominator_year" in own})
    kinds = sorted({own["denominator_kind"] for own in facts if "denominator_kind" in own})
    return Figures(
        tuple(read.table.areas[at] for at in read.rows),
        read.events,
        read.base,
        None if kind == "estimate" else FunnelKind(kind),
        measure,
        per or PER[kind],
        " and ".join(kinds),
        year or " and ".join(years),
        dispersion,
    )


def _kind(table: AreaTable, kind: str | None) -> str:
    from eyre.core import Refused

    if table.is_estimate or kind == "estimate":
        if not table.is_estimate or kind not in (None, "estimate"):
            raise Refused(f"{' and '.join(table.columns)} were found and --kind {kind} was asked: they do not fit.")
        return "estimate"
    if kind is None and table.columns[1] == "expected":
        return "ratio"
    if kind is None:
        raise Refused(
            "A numerator and a denominator can be a proportion (k of n) or a rate (events over people), and their "
            "limits differ. Say --kind proportion or --kind rate."
        )
    return kind


def _definition_notes(read: Read, areas: Sequence[str]) -> list[str]:
    """What is to be said of unlike definitions; raises Refused where they cannot be set beside one another."""
    from eyre.comparison import Definition, check_comparable

    defined = []
    for area in areas:
        own = read.table.facts[read.table.areas.index(area)]
        types = tuple(
            part.strip() for part in own.get("outcome_types", "").replace(";", ",").split(",") if part.strip()
        )
        year = own.get("denominator_year", "")
        definition = Definition(
            own.get("recording_rule", ""), types, own.get("denominator_kind", ""), int(year) if year.isdigit() else None
        )
        defined.append((area, definition))
    return [str(doubt) for doubt in check_comparable(defined)]


def _keep_group(
    result: Result, read: Read, source: Path, key: str, on: date, level: str | None, at_least: int | None, mean: str
) -> None:
    """Keep the members of a group, and the area itself; say who reported."""
    from eyre.comparison import Level, MeanKind, check_level, reported
    from eyre.comparison.report import mean_of_group, say_group

    group = _group(source, key, on, result.area, level or _level_of(read, result.area))
    if result.area and level:
        check_level(result.area, Level(level), group)
    for at in read.rows:
        own = read.table.facts[at].get("level", level or "")
        if own and read.table.areas[at] in {*group.members, result.area}:
            check_level(read.table.areas[at], Level(own), group)
    if not level and not any("level" in own for own in read.table.facts):
        result.notes.append(f"The file does not say what its areas are: taken for {group.level.many}, as the group is.")
    who = reported(group, result.figures.areas, at_least)
    members = result.figures.take(who.have)
    mean_found = mean_of_group(members, MeanKind(mean))
    result.figures = replace(result.figures.take((*who.have, result.area)), among=group.says())
    mean_value = members.per * float(mean_found.value)
    result.sentences.append(say_group(result.figures, who, mean_found, result.area))
    result.said |= {
        "group": group.says(), "group_level": str(group.level), "group_made_up": group.made_up, "group_on": str(on),
        "group_have": list(who.have), "group_missing": list(who.missing), "group_mean": mean_value,
        "group_mean_is": mean_found.kind.says(),
    }  # fmt: skip


def _level_of(read: Read, area: str) -> str | None:
    own = read.table.facts[read.table.areas.index(area)] if area in read.table.areas else {}
    return own.get("level")


def _group(source: Path, key: str, on: date, area: str, level: str | None) -> Group:
    """The group that was named, the area's own, or the only one; as it was on a day."""
    from eyre.comparison import Group, Level, group_of
    from eyre.core import NotFound
    from eyre.readers.group_file import read_groups

    groups = [
        Group(g.key, g.name, Level(g.level), g.members, g.of, g.from_date, g.to_date, g.made_up, g.source)
        for g in read_groups(*read_bytes(source))
    ]
    if not key and area and level:
        return group_of(groups, area, Level(level), on)
    found = [each for each in groups if key in ("", each.key) and each.is_in_force(on)]
    if len(found) == 1:
        return found[0]
    names = ", ".join(sorted({each.key for each in groups}))
    what = f"several groups in force on {on}" if found else f"no group {key or ''} in force on {on}".replace("  ", " ")
    raise NotFound(f"{source.name} has {what}. Groups: {names}. Name one with --group-key, or a day with --on.")


# --- what is gathered ----------------------------------------------------------------------------------------------


@dataclass
class Result:
    """The figures, what was made of them, and the sentences that go with it."""

    figures: Figures
    area: str
    period: str
    notes: list[str] = field(default_factory=list)
    sentences: list[str] = field(default_factory=list)
    said: dict[str, Any] = field(default_factory=dict)
    funnel: Funnel | None = None
    standings: Standings | None = None
    peer: str = ""
    gaps: tuple[Parity | None, ...] = ()
    closing: dict[str, Closing | str] = field(default_factory=dict)

    def add_funnel(self, target: float | None, with_dispersion: bool) -> None:
        from eyre.comparison.report import funnel_of, say_funnel

        self.funnel = found = funnel_of(self.figures, target, with_dispersion=with_dispersion)
        self.sentences.append(say_funnel(self.figures, found, is_target=target is not None))
        own = found.dispersion
        self.said |= {
            "level": self.figures.per * float(found.target), "phi": float(own.phi) if own else None,
            "tau_squared": float(own.tau_squared) if own else None,
        }  # fmt: skip

    def add_ranks(self, better: Better, top: int, seed: int) -> None:
        from eyre.comparison import RECORDING, is_disputed
        from eyre.comparison.report import standings

        self.standings = standings(self.figures, better, top=top, seed=seed)
        if self.area:
            self.sentences.append(f"{self.area}: {self.standings.says(self.figures.at(self.area))}.")
        self.sentences.append(f"{better.says()}{f' {RECORDING}' if is_disputed(self.figures.measure) else ''}")
        self.said |= {"direction": str(better.direction), "stated_by": better.stated_by, "seed": seed}

    def add_peer(self, peer: str, tolerance: float | None, read: Read) -> None:
        from eyre.comparison.report import gaps_to_peer, say_gap

        value = _as_number(peer) if peer not in self.figures.areas else None
        self.peer = peer
        self.gaps = gaps_to_peer(self.figures, peer if value is None else value, tolerance)
        self.closing = _closings(self.figures, peer, value, read)
        for own, gap in zip(self.figures.areas, self.gaps, strict=True):
            if gap is not None and own == self.area:
                self.sentences.append(say_gap(self.figures, own, peer, gap))
                if own in self.closing:
                    since = f"Over the last {min(SLOPE_PERIODS, len(read.table.periods))} periods the gap is"
                    self.sentences.append(f"{since} {_say_closing(self.closing[own], read)}.")

    def columns(self) -> dict[str, list[Any]]:
        """A column a figure, a row an area, in the order of the file."""
        figures, level = self.figures, self.figures.levels()
        names = ("estimate", "standard_error") if figures.kind is None else ("numerator", "denominator")
        columns: dict[str, Any] = {"area": list(figures.areas)}
        columns |= {"period": [self.period] * len(figures.areas)} if self.period else {}
        columns |= {names[0]: figures.events, names[1]: figures.base, "value": level.estimate}
        columns |= {"interval_lower": level.lower, "interval_upper": level.upper}
        columns |= self._funnel_columns() | self._rank_columns() | self._peer_columns()
        return {name: getattr(own, "tolist", lambda own=own: own)() for name, own in columns.items()}

    def _funnel_columns(self) -> dict[str, Any]:
        if self.funnel is None:
            return {}
        per, found = self.figures.per, self.funnel
        limits = {
            f"funnel_{side}_{1000 * limit.confidence:g}".removesuffix("0"): per * getattr(limit, side)
            for limit in found.limits
            for side in ("lower", "upper")
        }
        return {**limits, "z": found.z, "funnel": _sides(found)}

    def _rank_columns(self) -> dict[str, Any]:
        if self.standings is None:
            return {}
        own = self.standings
        return {
            "place": own.alone.place, "best": own.alone.best, "worst": own.alone.worst, "joint_best": own.together.best,
            "joint_worst": own.together.worst, "expected_place": own.chances.expected,
            f"chance_top_{own.top}": own.chances.top(own.top),
            "in_words": [own.says(at) for at in range(len(self.figures.areas))],
        }  # fmt: skip

    def _peer_columns(self) -> dict[str, Any]:
        if not self.gaps:
            return {}
        parts = {
            "gap": [None if gap is None else float(gap.gap.estimate) for gap in self.gaps],
            "gap_lower": [None if gap is None else float(gap.gap.lower) for gap in self.gaps],
            "gap_upper": [None if gap is None else float(gap.gap.upper) for gap in self.gaps],
            "parity": ["" if gap is None or gap.verdict is None else str(gap.verdict) for gap in self.gaps],
        }
        if not self.closing:
            return parts
        found = [self.closing.get(area) for area in self.figures.areas]
        whole = [None if own is None or isinstance(own, str) else own.periods for own in found]
        return {
            **parts,
            "closes_in_periods": [None if own is None else own[0] for own in whole],
            "closing": ["" if own is None else own if isinstance(own, str) else own.says() for own in found],
        }

    def about(self) -> dict[str, Any]:
        figures = self.figures
        return {
            "kind": str(figures.kind) if figures.kind else "estimate", "measure": figures.measure, "per": figures.per,
            "unit": figures.unit.strip(), "period": self.period, "area": self.area, "peer": self.peer, **self.said,
            "sentences": self.sentences, "notes": self.notes,
        }  # fmt: skip

    def readable(self) -> str:
        """The sentences, then a line an area, the first place first."""
        head = ", ".join(part for part in (self.figures.measure or "Areas compared", self.period) if part)
        headings, lines = _that_fit(self._headings(), [self._line(at) for at in self._order()])
        return "\n\n".join(
            [
                paint(wrapped(f"{head} ({len(self.figures.areas)} areas)"), "bold"),
                *(wrapped(sentence, "") for sentence in self.sentences),
                table(headings, lines),
                wrapped(self._footnote(), ""),
            ]
        )

    def _order(self) -> Sequence[int]:
        import numpy as np

        value = self.figures.levels().estimate
        key = self.standings.alone.place if self.standings else -value
        return [int(at) for at in np.argsort(key, kind="stable")]

    def _headings(self) -> list[Column]:
        return [column for column, has in self._possible() if has]

    def _possible(self) -> list[tuple[Column, bool]]:
        has_funnel, has_ranks, has_gaps = self.funnel is not None, self.standings is not None, bool(self.gaps)
        top = self.standings.top if self.standings else 0
        return [
            (Column("area"), True),
            (Column("value", is_number=True), True),
            (Column("interval", is_number=True), True),
            (Column("limits", is_number=True), has_funnel),
            (Column("funnel"), has_funnel),
            (Column("place", is_number=True), has_ranks),
            (Column("open alone", is_number=True), has_ranks),
            (Column("open jointly", is_number=True), has_ranks),
            (Column(f"first {top}", is_number=True), has_ranks),
            (Column("gap", is_number=True), has_gaps),
            (Column("interval of gap", is_number=True), has_gaps),
            (Column("closing"), bool(self.closing)),
        ]

    def _line(self, at: int) -> list[str]:
        from eyre.comparison import short_chance

        level, area = self.figures.levels(), self.figures.areas[at]
        line = [area, _short(level.estimate[at]), f"{_short(level.lower[at])}–{_short(level.upper[at])}"]
        if self.funnel is not None:
            limit = self.funnel.limits[0]
            lower, upper = (_short(self.figures.per * float(side[at])) for side in (limit.lower, limit.upper))
            line += [f"{lower}–{upper}", _sides(self.funnel)[at]]
        if self.standings is not None:
            alone, together = self.standings.alone, self.standings.together
            line += [str(alone.place[at]), *(f"{own.best[at]}–{own.worst[at]}" for own in (alone, together))]
            line.append(short_chance(float(self.standings.chances.top(self.standings.top)[at])))
        if self.gaps:
            gap = self.gaps[at]
            line += (
                ["", ""]
                if gap is None
                else [_short(gap.gap.estimate), f"{_short(gap.gap.lower)} to {_short(gap.gap.upper)}"]
            )
        if self.closing:
            own = self.closing.get(area, "")
            line.append(own if isinstance(own, str) else own.says().partition(":")[0])
        return line

    def _footnote(self) -> str:
        unit = " percent" if self.figures.unit == "%" else self.figures.unit
        notes = [f"Values are{unit}. Intervals and limits: 95 %." if unit else "Intervals and limits: 95 %."]
        if self.standings is not None:
            notes.append(
                "Open alone: the places one area, chosen beforehand, may hold (95 %). Open jointly: all these ranges "
                "hold together (95 %), for claims about several areas. "
                f"First {self.standings.top}: the chance of being there."
            )
        if self.figures.kind is not None and self.figures.dispersion == 1:
            notes.append("Counts are taken to vary as chance of counting makes them; --dispersion widens that.")
        return " ".join(notes)


def _that_fit(columns: list[Column], lines: list[list[str]]) -> tuple[list[Column], list[list[str]]]:
    """The columns that stand side by side in the terminal: of too many, those are left out that a pipe has as well."""
    from eyre_cli.terminal import BETWEEN, width

    for heading in ("limits", "interval", "open jointly"):
        words = [max(max(map(len, column.heading.split())), *(len(line[at]) for line in lines))
                 for at, column in enumerate(columns)]  # fmt: skip
        if sum(words) + len(BETWEEN) * (len(words) - 1) <= width():
            break
        kept = [at for at, column in enumerate(columns) if column.heading != heading]
        columns, lines = [columns[at] for at in kept], [[line[at] for at in kept] for line in lines]
    return columns, lines


def _sides(found: Funnel) -> list[str]:
    from eyre.comparison.funnel import ALARM

    near, far = found.side(), found.side(ALARM)
    words = {-1: "below", 0: "within", 1: "above"}
    return [
        f"{words[int(wide)]} 99.8 %" if wide else f"{words[int(own)]} 95 %" if own else "within"
        for own, wide in zip(near, far, strict=True)
    ]


def _as_number(text: str) -> float:
    from eyre.core import NotFound

    try:
        return float(text)
    except ValueError:
        raise NotFound(f'"{text}" is neither one of the areas compared nor a number.') from None


def _closings(figures: Figures, peer: str, value: float | None, read: Read) -> dict[str, Closing | str]:
    """For each area whether its gap closes; {} where the table has no periods."""
    import numpy as np

    from eyre.comparison import closing
    from eyre.core import TooFewPoints

    if len(read.table.periods) < 2 or read.table.gaps:
        return {}
    with np.errstate(invalid="ignore", divide="ignore"):
        series = read.table.events if figures.kind is None else figures.per * read.table.events / read.table.base
    series = series[:, -SLOPE_PERIODS:]
    row = {area: at for at, area in enumerate(read.table.areas)}
    other = series[row[peer]] if value is None else np.asarray(value)
    found: dict[str, Closing | str] = {}
    for area in figures.areas:
        if area != peer:
            try:
                found[area] = closing(series[row[area]], other)
            except TooFewPoints:
                found[area] = "too short to say"
    return found


def _say_closing(found: Closing | str, read: Read) -> str:
    period = type(read.table.periods[-1]).__name__.lower() if read.table.periods else "period"
    return found if isinstance(found, str) else found.says(period if period in ("month", "quarter") else "period")


def _short(value: Any) -> str:
    from eyre.comparison.report import say_figure

    return "" if value != value else say_figure(float(value))
