"""`eyre drivers`: which areas and types account for a change, as a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from eyre_cli.asked import check_choice, day_option, today
from eyre_cli.output import hand_over, read_bytes, warn_of_made_up
from eyre_cli.terminal import Column, number, paint, progress, table, warn, wrapped

if TYPE_CHECKING:
    from eyre.body.folder import BodyFolder
    from eyre.core import Period
    from eyre.drivers import Contributions, Counts, DriverNote
    from eyre.stats import Interval

PARTS = ("area", "type", "both")
TOP = 10  # parts on a terminal
PER_RESIDENTS, PER_CASES = 1000.0, 100.0
PART, OTHERS, NOWHERE, TOTAL = "part", "other parts", "in no part", "total"


def command(
    source: Annotated[
        Path,
        typer.Argument(
            metavar="FILE|FOLDER",
            help="A table (area, type, month or period, count, and base for rates), CSV or Parquet, - for stdin; "
            "or a body folder.",
        ),
    ],
    from_period: Annotated[
        str, typer.Option("--from", metavar="PERIOD", help="The earlier period: 2018-10, 2017/18, 2018-10..2018-12.")
    ],
    to_period: Annotated[str, typer.Option("--to", metavar="PERIOD", help="The later period, of the same length.")],
    by: Annotated[
        str | None, typer.Option(metavar="|".join(PARTS), help="What the parts are; both where there are both.")
    ] = None,
    where: Annotated[
        list[str] | None,
        typer.Option(metavar="COLUMN=WORD", help="Of a file: only these rows; may be given again."),
    ] = None,
    measure: Annotated[
        list[str] | None,
        typer.Option(help="Of a folder: the measure; several are taken as types that do not overlap."),
    ] = None,
    area: Annotated[
        str | None, typer.Option(help="Of a folder: the whole whose parts are wanted; the force if left out.")
    ] = None,
    cases: Annotated[
        bool,
        typer.Option("--cases", help="The base counts the cases that the counts are among (k of n), not residents."),
    ] = False,
    per: Annotated[float | None, typer.Option(help="Of how many a rate speaks; 1,000, and 100 with --cases.")] = None,
    absent_is_nought: Annotated[
        bool, typer.Option("--absent-is-nought", help="Of a file: a row left out is a count of 0, not missing.")
    ] = False,
    top: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Only the N largest parts; the others as one.")
    ] = None,
    dispersion: Annotated[
        float | None,
        typer.Option(
            min=1, help="How much wider than Poisson counts spread; estimated from two years or more, else 1."
        ),
    ] = None,
    draws: Annotated[int, typer.Option(min=100, max=100_000, help="How often the counts are drawn again.")] = 4000,
    seed: Annotated[int, typer.Option(help="The seed of the draws: same figures, same seed, same result.")] = 0,
    as_of: Annotated[
        Any, day_option("Of a folder: figures received by this day; today if left out.", "--as-of")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help='Print JSON ("format": 1).')] = False,
    out: Annotated[Path | None, typer.Option(help="Write to a file: .csv, .parquet or .json.")] = None,
) -> None:
    """Say which areas and types account for a change between two periods.

    Gives each part its signed contribution with an interval, the largest first; together with what lies in no part they
    add up to the change of the whole. Percent of the change is not given where gains and losses cancel. With a base it
    takes the change of the rate apart into mix and rate. Of a body folder it shows beside each part what people said:
    the timeline, and findings of analysis. Where a change lies is arithmetic; why it came about is not.
    """
    from eyre.core import parse_period

    if out is not None:
        from eyre.body.tables import check_ending

        check_ending(out)
    check_choice("--by", by or PARTS[0], PARTS)
    asked = Asked(parse_period(from_period), parse_period(to_period), top, per, cases, dispersion, draws, seed)
    with progress("Taking the change apart"):
        given = (
            _of_folder(source, measure or (), area, as_of or today(), asked)
            if source.is_dir()
            else _of_file(source, where or (), absent_is_nought)
        )
        result = Result(asked, given, by or _usual(given.counts))
    for words in (*given.doubts, *result.doubts()):
        warn(words)
    hand_over(result.columns(), result.readable, out=out, as_json=json, about=result.about())


# --- what was asked and given --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Asked:
    """What the command line says."""

    then: Period
    now: Period
    top: int | None
    per: float | None
    cases: bool
    dispersion: float | None
    draws: int
    seed: int


@dataclass(frozen=True)
class Given:
    """The counts, and what a folder knows beyond them.

    wholes: the whole of each type then and now, where it was published apart. lies_in: the areas an area lies in.
    names: of areas and types, for people.
    """

    counts: Counts
    wholes: tuple[float, float] | None = None
    notes: tuple[DriverNote, ...] = ()
    lies_in: dict[str, tuple[str, ...]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    whole_name: str = "All"
    doubts: tuple[str, ...] = ()


def _usual(counts: Counts) -> str:
    if len(counts.types) < 2:
        return "area"
    return "type" if len(counts.areas) < 2 else "both"


def _of_file(source: Path, where: Sequence[str], absent_is_nought: bool) -> Given:
    from eyre.drivers import Counts
    from eyre.readers.count_table import read_count_table

    pairs = [text.partition("=") for text in where]
    for text, (name, sign, word) in zip(where, pairs, strict=True):
        if not (name and sign and word):
            raise typer.BadParameter(
                f'"{text}" is not COLUMN=WORD, for instance force=west-mercia.', param_hint="--where"
            )
    keep = {name.strip(): word.strip() for name, _, word in pairs}
    found = read_count_table(*read_bytes(source), keep=keep, absent_is_nought=absent_is_nought)
    return Given(Counts(found.areas, found.types, found.periods, found.count, found.base))


def _of_folder(folder: Path, measures: Sequence[str], area: str | None, as_of: date, asked: Asked) -> Given:
    import numpy as np

    from eyre.body.folder import read_folder
    from eyre.core import SeriesKey
    from eyre.drivers import Counts

    body = read_folder(folder)
    figures, whole = body.figures(as_of), area or body.body.force
    keys = _measures(body, measures, as_of)
    warn_of_made_up(figures, keys)
    parts = [each.key for each in body.areas.children(body.areas.get(whole).key, asked.now.end)]
    panels = [figures.panel(key, [whole, *parts], structure=asked.now.end) for key in keys]
    periods = sorted({period for panel in panels for period in panel.periods})
    cube = np.full((len(keys), 1 + len(parts), len(periods), 3), np.nan)
    for at, (key, panel) in enumerate(zip(keys, panels, strict=True)):
        columns = [periods.index(period) for period in panel.periods]
        for row, part in enumerate([whole, *parts]):
            if SeriesKey(key, part) in panel:
                own = panel.series(SeriesKey(key, part))
                cube[at, row, columns] = np.stack([own.value, own.numerator, own.denominator], axis=-1)
    return _given(body, keys, whole, parts, tuple(periods), cube, as_of, asked, Counts)


def _measures(body: BodyFolder, asked: Sequence[str], as_of: date) -> list[str]:
    """The measures that are asked for, each of one kind; Refused says what there is to choose from."""
    from eyre.core import Refused

    there = [m for m in body.measures if m.key in body.figures(as_of).measure_keys and m.kind.adds_up]
    if not asked:
        raise Refused(
            "Say what is to be taken apart: --measure KEY; several are taken as types. "
            f"Counts there are: {', '.join(m.key for m in there) or 'none'}."
        )
    chosen = [body.measures[key] for key in dict.fromkeys(asked)]
    if len(chosen) > 1 and not all(m.kind.adds_up for m in chosen):
        raise Refused("Several measures are added up, so each must be a count. Ask a proportion or rate by itself.")
    return [m.key for m in chosen]


def _given(
    body: BodyFolder, keys: Sequence[str], whole: str, parts: Sequence[str], periods: tuple[Period, ...], cube: Any,
    as_of: date, asked: Asked, counts_of: type[Counts],
) -> Given:  # fmt: skip
    """cube: shape (measures, 1 + areas, periods, value-numerator-denominator); the whole is the first area."""
    import numpy as np

    from eyre.core import Refused
    from eyre.tracker.said import driver_notes

    is_count = body.measures[keys[0]].kind.adds_up
    count, base = (cube[..., 0], None) if is_count else (cube[..., 1], cube[..., 2])
    if base is not None and np.isnan(base).all():
        raise Refused(f"{keys[0]} has no numerators and denominators here, so its change cannot be taken apart.")
    shown = [row for row in range(len(parts)) if not np.isnan(count[:, 1 + row]).all()]
    areas = [parts[row] for row in shown]
    if not areas:
        raise Refused(f"{whole} has no areas with figures for {', '.join(keys)}. Areas are in body.toml.")
    rows = [1 + row for row in shown]
    table_of = counts_of(
        tuple(areas), tuple(keys), periods, np.moveaxis(count[:, rows], 0, 1),
        None if base is None else np.moveaxis(base[:, rows], 0, 1),
    )  # fmt: skip
    wholes = _wholes(table_of, count[:, 0], asked) if is_count else None
    names = {key: body.measures[key].name for key in keys} | {key: body.areas.name(key) for key in areas}
    lies_in = {key: (key, *body.areas.ancestors(key, asked.now.end)) for key in areas}
    return Given(
        table_of, wholes, tuple(driver_notes(body, as_of)), lies_in, names, body.areas.name(whole),
        tuple(_incomplete(body, keys, (whole, *areas), periods, as_of, asked)),
    )  # fmt: skip


def _wholes(counts: Counts, whole: Any, asked: Asked) -> tuple[float, float] | None:
    """The whole of all types then and now; None where a figure of it is missing. whole: (measures, periods)."""
    import numpy as np

    then, now = (float(whole[:, counts.within(period)].sum()) for period in (asked.then, asked.now))
    return None if np.isnan([then, now]).any() else (then, now)


def _incomplete(
    body: BodyFolder, keys: Sequence[str], areas: Sequence[str], periods: Sequence[Period], as_of: date, asked: Asked
) -> Iterator[str]:
    """A warning for each compared month of an area that is short of records: its fall may be a hole in the supply."""
    from eyre.tracker.runs import Completeness

    completeness = Completeness(body.figures(as_of), body.areas, ())
    window = [p for p in periods if asked.then.contains(p) or asked.now.contains(p)]
    for area in areas:
        short = [
            p
            for p, is_short in zip(window, completeness.of(body.measures[keys[0]], area, window), strict=True)
            if is_short
        ]
        if short:
            months = ", ".join(map(str, short))
            are = "is" if len(short) == 1 else "are"
            yield f"{body.areas.name(area)}: {months} {are} not all there. Its change is not to be relied on."


# --- the result ----------------------------------------------------------------------------------------------------


@dataclass
class Result:
    """The change taken apart: a row a part, then the others, what lies in no part, and the total."""

    asked: Asked
    given: Given
    by: str
    rows: list[dict[str, Any]] = field(default_factory=list)
    net: str = ""
    sentences: list[str] = field(default_factory=list)
    why_no_share: str = ""

    def __post_init__(self) -> None:
        from eyre.drivers import By, side_by_side

        self.pair = side_by_side(
            self.given.counts, self.asked.then, self.asked.now, By(self.by), cases=self.asked.cases
        )
        self.phi = self.asked.dispersion or self.pair.dispersion or 1.0
        if self.pair.base_then is None:
            self._count_rows()
        else:
            self._rate_rows()

    # --- counts ---

    def _count_rows(self) -> None:
        import numpy as np

        from eyre.drivers import contribution_intervals, contributions, net_sentence, part_sentence, why_no_share

        pair = self.pair
        wholes = (
            {} if self.given.wholes is None else dict(zip(("whole_then", "whole_now"), self.given.wholes, strict=True))
        )
        found = contributions(pair.then, pair.now, **wholes)
        order, rest = self._split(found)
        grouped = contributions(
            *(np.append(amounts[order], amounts[rest].sum()) for amounts in (found.then, found.now)),
            whole_then=found.whole_then, whole_now=found.whole_now,
        )  # fmt: skip
        between = contribution_intervals(grouped, seed=self.asked.seed, dispersion=self.phi, draws=self.asked.draws)
        self.why_no_share = why_no_share(found, between)
        for at, part in enumerate(order):
            self._count_row(PART, grouped, at, between, *pair.labels[part])
        if len(rest):
            self._count_row(OTHERS, grouped, len(order), between, count=len(rest))
        outside = (found.whole_then - found.then.sum(), found.whole_now - found.now.sum())
        self._row(NOWHERE, then=float(outside[0]), now=float(outside[1]), change=float(found.remainder),
                  percent=self._share(float(found.remainder), float(found.net)))  # fmt: skip
        self._row(TOTAL, then=float(found.whole_then), now=float(found.whole_now), change=float(found.net),
                  lower=float(between.net.lower), upper=float(between.net.upper),
                  percent=self._share(float(found.net), float(found.net)))  # fmt: skip
        self.net = net_sentence(grouped, between)
        said = not self.why_no_share
        self.sentences = [
            part_sentence(self._label(*pair.labels[part]), grouped, at, between, share=said)
            for at, part in enumerate(order[:3])
        ]

    def _split(self, found: Contributions) -> tuple[Any, Any]:
        """The parts that stand by themselves, in order, and the others."""
        order = found.order
        most = self.asked.top or len(order)
        return order[:most], order[most:]

    def _count_row(
        self, kind: str, grouped: Any, at: int, between: Any, area: str = "", type_: str = "", count: int = 0
    ) -> None:
        change = float(grouped.change[at])
        self._row(
            kind, area, type_,
            then=float(grouped.then[at]), now=float(grouped.now[at]), change=change,
            lower=float(between.parts.lower[at]), upper=float(between.parts.upper[at]),
            percent=self._share(change, float(grouped.net)), parts=count or 1,
        )  # fmt: skip

    def _share(self, change: float, net: float) -> float | None:
        return None if self.why_no_share else 100 * change / net + 0.0

    # --- rates ---

    @property
    def per(self) -> float:
        return self.asked.per or (PER_CASES if self.asked.cases else PER_RESIDENTS)

    def _rate_rows(self) -> None:
        import numpy as np

        from eyre.drivers import mix_and_rate_intervals

        pair, asked = self.pair, self.asked
        assert pair.base_then is not None
        assert pair.base_now is not None
        per = self.per
        between = mix_and_rate_intervals(
            pair.base_then, pair.then, pair.base_now, pair.now, seed=asked.seed, per=per, dispersion=self.phi,
            are_cases=asked.cases, draws=asked.draws,
        )  # fmt: skip
        both = between.mix.estimate + between.rate.estimate
        order = np.argsort(-np.abs(both), kind="stable")
        most = asked.top or len(order)
        for part in order[:most]:
            self._rate_row(PART, per, [part], between.mix, between.rate, pair.labels[part], interval=part)
        if len(order) > most:
            self._rate_row(OTHERS, per, order[most:], between.mix, between.rate)
        self._rate_row(TOTAL, per, order, between.all_mix, between.all_rate, interval=())
        total = self.rows[-1]
        self.net = (
            f"The rate went from {number(total['rate_then'], 2)} to {number(total['rate_now'], 2)} per {per:,.0f}: "
            f"{_signed(total['rate_effect'])} because rates changed (95 % interval {_signed(total['rate_lower'])} to "
            f"{_signed(total['rate_upper'])}), {_signed(total['mix'])} because the mix did."
        )

    def _rate_row(
        self, kind: str, per: float, parts: Any, mix: Interval, rate: Interval, label: tuple[str, str] = ("", ""),
        interval: Any = None,
    ) -> None:  # fmt: skip
        """parts: which are added up. interval: which one of the intervals is theirs, () where it is the only one."""
        pair = self.pair
        assert pair.base_then is not None
        assert pair.base_now is not None
        then, now, base_then, base_now = (
            float(own[parts].sum()) for own in (pair.then, pair.now, pair.base_then, pair.base_now)
        )
        effects: dict[str, Any] = {
            "mix": float(mix.estimate[parts].sum()) if mix.estimate.ndim else float(mix.estimate)
        }
        effects["rate_effect"] = float(rate.estimate[parts].sum()) if rate.estimate.ndim else float(rate.estimate)
        limits: dict[str, Any] = {} if interval is None else {
            "mix_lower": float(mix.lower[interval]), "mix_upper": float(mix.upper[interval]),
            "rate_lower": float(rate.lower[interval]), "rate_upper": float(rate.upper[interval]),
        }  # fmt: skip
        self._row(
            kind, label[0], label[1], then=then, now=now, base_then=base_then, base_now=base_now,
            rate_then=per * then / base_then, rate_now=per * now / base_now,
            change=effects["mix"] + effects["rate_effect"], **effects, **limits, parts=len(parts),
        )  # fmt: skip

    # --- rows ---

    def _row(self, kind: str, area: str = "", type_: str = "", **figures: Any) -> None:
        notes = "; ".join(note.line for note in self._notes(area, type_)) if kind == PART else ""
        self.rows.append({"kind": kind, "area": area, "type": type_, **figures, "notes": notes})

    def _notes(self, area: str, type_: str) -> Sequence[DriverNote]:
        from eyre.drivers import notes_beside

        kind = type_ or (self.given.counts.types[0] if len(self.given.counts.types) == 1 else "")
        inside = self.given.lies_in.get(area, (area,)) if area else ()
        return notes_beside(self.given.notes, self.asked.then, self.asked.now, areas=inside, kind=kind)

    def _label(self, area: str, type_: str) -> str:
        return ", ".join(self.given.names.get(key, key) for key in (type_, area) if key) or self.given.whole_name

    def columns(self) -> dict[str, list[Any]]:
        names = RATE_NAMES if self.pair.base_then is not None else COUNT_NAMES
        return {name: [row.get(name) for row in self.rows] for name in names}

    def about(self) -> dict[str, Any]:
        return {
            "from": str(self.asked.then), "to": str(self.asked.now), "by": self.by, "summary": self.net,
            "percent_refused": self.why_no_share, "dispersion": self.phi, "draws": self.asked.draws,
            "seed": self.asked.seed, "confidence": 0.95,
            "left_out": [{"area": area, "type": kind} for area, kind in self.pair.left_out],
        }  # fmt: skip

    def doubts(self) -> Iterator[str]:
        from eyre.drivers import is_same_season

        if self.pair.left_out:
            named = ", ".join(self._label(*each) for each in self.pair.left_out[:3])
            more = len(self.pair.left_out) - 3
            some = f" and {more} more" if more > 0 else ""
            yield f"Left out, because a figure is missing in one of the periods: {named}{some}."
        if not is_same_season(self.asked.then, self.asked.now):
            yield "The periods begin in different months of the year: a part of the change is season."
        if self.asked.dispersion is None and self.pair.dispersion is None:
            yield (
                "Intervals take the counts as Poisson, for there are under two years of months to tell how widely they "
                "spread. For recorded crime that is usually too narrow: give --dispersion."
            )

    # --- for people ---

    def readable(self) -> str:
        is_rate = self.pair.base_then is not None
        shown = self._shown()
        lines = [_rate_line(row, label) if is_rate else _count_line(row, label) for row, label in shown]
        head = f"{self.asked.then.label} to {self.asked.now.label}. {self.net}"
        parts = [paint(wrapped(head), "bold"), *(wrapped(text) for text in self.sentences)]
        text = "\n".join(parts) + f"\n\n{table(RATE_COLUMNS if is_rate else COUNT_COLUMNS, lines)}"
        return "\n\n".join(filter(None, [text, wrapped(self._foot()), self._said(shown)]))

    def _shown(self) -> list[tuple[dict[str, Any], str]]:
        """The first parts, the others as one row, and what closes the table; each with what it is called."""
        parts = [row for row in self.rows if row["kind"] == PART]
        ends = [row for row in self.rows if row["kind"] != PART]
        if self.asked.top is None and len(parts) > TOP:
            ends.insert(0, _together(parts[TOP:], self.per))
            parts = parts[:TOP]
        return [
            (row, self._label(row["area"], row["type"]) if row["kind"] == PART else _closing(row))
            for row in (*parts, *ends)
        ]

    def _foot(self) -> str:
        spread = (
            f"Counts are taken to spread {number(self.phi)} times as wide as chance of counting."
            if self.phi > 1
            else ""
        )
        return " ".join(filter(None, (self.why_no_share, spread, "Where a change lies, not why.")))

    def _said(self, shown: Sequence[tuple[dict[str, Any], str]]) -> str:
        """Each note once, with the parts it stands beside."""
        beside: dict[str, list[str]] = {}
        for row, label in shown:
            for note in self._notes(row["area"], row["type"]) if row["kind"] == PART else ():
                beside.setdefault(note.line, []).append(label)
        every = sum(row["kind"] == PART for row, _ in shown)
        lines = [
            wrapped(f"- {'Every part' if len(labels) == every else '; '.join(labels)}: {line}")
            for line, labels in beside.items()
        ]
        return "\n".join(["What people said of it:", *lines]) if lines else ""


COUNT_NAMES = ("kind", "area", "type", "parts", "then", "now", "change", "lower", "upper", "percent", "notes")
RATE_NAMES = (
    "kind", "area", "type", "parts", "then", "now", "base_then", "base_now", "rate_then", "rate_now", "change",
    "mix", "mix_lower", "mix_upper", "rate_effect", "rate_lower", "rate_upper", "notes",
)  # fmt: skip
COUNT_COLUMNS = (
    Column("part"),
    Column("then", is_number=True),
    Column("now", is_number=True),
    Column("change", is_number=True),
    Column("95 in 100", is_number=True),
    Column("% of net", is_number=True),
)
RATE_COLUMNS = (
    Column("part"),
    Column("rate then", is_number=True),
    Column("rate now", is_number=True),
    Column("adds", is_number=True),
    Column("by rate", is_number=True),
    Column("95 in 100", is_number=True),
    Column("by mix", is_number=True),
)


def _together(rows: Sequence[dict[str, Any]], per: float) -> dict[str, Any]:
    """Several rows as one, without an interval: those of its parts do not add up."""
    names = ("parts", "then", "now", "change", "percent", "mix", "rate_effect", "base_then", "base_now")
    summed: dict[str, Any] = {name: sum(row[name] for row in rows) for name in names if rows[0].get(name) is not None}
    if "base_then" in summed:
        summed["rate_then"] = per * summed["then"] / summed["base_then"]
        summed["rate_now"] = per * summed["now"] / summed["base_now"]
    return {"kind": OTHERS, "area": "", "type": "", **summed, "notes": ""}


def _closing(row: dict[str, Any]) -> str:
    return f"{row['parts']} other parts" if row["kind"] == OTHERS else row["kind"]


def _count_line(row: dict[str, Any], label: str) -> list[str]:
    between = "" if row.get("lower") is None else f"{_signed(row['lower'], 0)} to {_signed(row['upper'], 0)}"
    percent = row.get("percent")
    return [
        label,
        number(row["then"]),
        number(row["now"]),
        _signed(row["change"], 0),
        between,
        "" if percent is None else f"{percent:.0f}".replace("-", MINUS),
    ]


def _rate_line(row: dict[str, Any], label: str) -> list[str]:
    between = "" if row.get("rate_lower") is None else f"{_signed(row['rate_lower'])} to {_signed(row['rate_upper'])}"
    rates = (number(row[name], 2) for name in ("rate_then", "rate_now"))
    return [label, *rates, _signed(row["change"]), _signed(row["rate_effect"]), between, _signed(row["mix"])]


MINUS = "\N{MINUS SIGN}"


def _signed(value: float, digits: int = 2) -> str:
    text = f"{abs(value):,.{digits}f}"
    if not text.strip("0.,"):
        return "0"
    return f"{MINUS if value < 0 else '+'}{text}"
