"""The projections a body specified: made to be issued, and once issued scored when their figures come."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from eyre import __version__
from eyre.body.files import sha256_of
from eyre.body.folder import BodyFolder
from eyre.body.issued import read_issued
from eyre.body.loads import Manifest, load_path
from eyre.body.registers import InputHash, IssuedProjection, IssuedRange, ProjectionSpecification
from eyre.core import EyreError, FinancialYear, MeasureKind, Month, Refused, SeriesKey, TooFewPoints, say_date
from eyre.measures import Measure
from eyre.projection import Basis, Projection, Range
from eyre.projection.issued import LEVELS, Scored, Summary, Told, score, summary, tally_of
from eyre.tracker.build import AsKnown, Request
from eyre.tracker.published import Publications, Published

# --- making --------------------------------------------------------------------------------------------------------


def to_issue(
    folder: BodyFolder, specification: ProjectionSpecification, *, as_of: date, issued_on: date, seed: int
) -> IssuedProjection:
    """The projection of a specification on the figures received by a day, as it will be kept.

    It tells so many months ahead of the last figure as the specification asks for, and the outturn of every financial
    year that these end or begin in and that they complete. Raises Refused where it cannot be made.
    """
    measure = folder.measures[specification.measure]
    key = SeriesKey(specification.measure, specification.area, specification.facet)
    last = _last_known(folder, measure, key, as_of)
    until = last.shift(specification.horizon_months)
    model, why_not = AsKnown(folder, Request(as_of, seed=seed)).project(
        measure, [key.area], facet=key.facet, until=until
    )
    if model is None or key not in model.keys:
        raise Refused(f"{specification.key}: cannot be projected. {why_not or 'There is no such series.'}")
    months = tuple(_issued_months(model, key, measure, specification.horizon_months))
    return IssuedProjection(
        specification=specification.key,
        measure=measure.key,
        area=key.area,
        facet=key.facet,
        definition=measure.version,
        horizon_months=specification.horizon_months,
        as_of=as_of,
        issued_on=issued_on,
        known_to=months[0].period.shift(-1),  # type: ignore[attr-defined]
        eyre_version=__version__,
        seed=seed,
        loads=_loads(folder, as_of),
        levels=LEVELS,
        months=months,
        outturns=tuple(_outturns(model, key, months)),
    )


def _last_known(folder: BodyFolder, measure: Measure, key: SeriesKey, as_of: date) -> Month:
    panel = folder.figures(as_of).panel(key.measure, [key.area], facets=[key.facet])
    if not len(panel) or not isinstance(panel.periods[-1], Month):
        raise Refused(f"{key}: no monthly figures had been received by {say_date(as_of)}.")
    last = panel.series(key).trimmed().periods[-1]
    assert isinstance(last, Month)
    return last


def _issued_months(model: Projection, key: SeriesKey, measure: Measure, horizon: int) -> Iterator[IssuedRange]:
    is_drawn = model.basis(key)[0] is Basis.PROJECTION
    draws = model.paths(key).values if is_drawn else None
    whole = measure.kind is MeasureKind.COUNT
    for at, (told, naive) in enumerate(zip(model.months(key)[:horizon], model.naive_months(key), strict=False)):
        tally = tally_of(draws[:, at], whole) if draws is not None else ()
        yield _issued_range(told, naive, tally)


def _outturns(model: Projection, key: SeriesKey, months: Sequence[IssuedRange]) -> Iterator[IssuedRange]:
    """Financial years that end within the months told."""
    years = dict.fromkeys(FinancialYear.of(told.period.start) for told in months)
    for year in years:
        if year.end <= months[-1].period.end:
            try:
                yield _issued_range(model.total(key, year), model.naive_total(key, year))
            except EyreError:  # its first months are not known: it has no outturn
                continue


def _issued_range(told: Range, naive: Range, tally: tuple[int, ...] = ()) -> IssuedRange:
    return IssuedRange(
        period=told.period,
        basis=told.basis.value,
        mean=told.mean,
        quantiles=told.quantiles,
        naive=naive.quantiles,
        tally=tally,
        seen=told.seen,
        reason=told.reason,
    )


def _loads(folder: BodyFolder, as_of: date) -> tuple[InputHash, ...]:
    known = sorted(Manifest(folder.loads).known(as_of), key=lambda entry: entry.id)
    paths = [load_path(folder.path, entry) for entry in known]
    return tuple(InputHash(name=path.name, sha256=sha256_of(path)) for path in paths)


# --- scoring -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ScoredRange:
    """One range that was told, with its figure as first published and its score.

    scored, now: None where no figure has come; scored too where it had come before the projection was issued. now: the
    score if it were counted by the figure as it reads now.
    """

    told: IssuedRange
    published: Published | None
    scored: Scored | None
    now: Scored | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class IssuedRecord:
    """One issued projection and what has become of it. summary: of its months; None while none has a figure."""

    issued: IssuedProjection
    measure: Measure
    area_name: str
    months: tuple[ScoredRange, ...]
    outturns: tuple[ScoredRange, ...]
    summary: Summary | None
    summary_now: Summary | None
    is_counted: bool = True

    @property
    def name(self) -> str:
        facet = f" ({self.issued.facet.label})" if self.issued.facet else ""
        return f"{self.measure.name}{facet}, {self.area_name}"

    @property
    def revision(self) -> str:
        """What later revisions of the figures would change, in words; "" where nothing."""
        before, after = self.summary, self.summary_now
        revised = [each for each in self.months if each.scored and each.published and each.published.is_revised]
        if not revised or before is None or after is None:
            return ""
        were = "figure was" if len(revised) == 1 else "figures were"
        return (
            f"{len(revised)} {were} revised since: by the figures as they read now the mean error score would be "
            f"{after.wis:,.1f} and not {before.wis:,.1f}."
        )


@dataclass(frozen=True, slots=True)
class TrackRecord:
    """All projections issued by a day, scored; specifications whose review is overdue, and those never issued."""

    as_of: date
    records: tuple[IssuedRecord, ...]
    overdue: tuple[ProjectionSpecification, ...]
    never_issued: tuple[ProjectionSpecification, ...]


def score_issued(folder: BodyFolder, as_of: date) -> TrackRecord:
    """Score every projection issued by a day against the figures received by then, as they were first published.

    Of several of one specification and day of knowing the first that was issued counts; the others are shown.
    """
    publications = Publications(folder, as_of)
    issued = [each for each in read_issued(folder) if each.issued_on <= as_of and each.measure in folder.measures]
    counted: set[tuple[str, date]] = set()
    records = []
    for each in issued:
        is_first = (each.specification, each.as_of) not in counted
        counted.add((each.specification, each.as_of))
        records.append(_record(folder, each, publications, is_first))
    known = {each.specification for each in issued}
    specified = folder.projections.projections
    return TrackRecord(
        as_of,
        tuple(records),
        tuple(each for each in specified if each.review is not None and each.review < as_of),
        tuple(each for each in specified if each.key not in known),
    )


def _record(folder: BodyFolder, issued: IssuedProjection, publications: Publications, is_first: bool) -> IssuedRecord:
    months, outturns = (
        tuple(_scored(issued, told, publications) for told in part) for part in (issued.months, issued.outturns)
    )
    name = folder.areas.name(issued.area, issued.known_to.end) if issued.area in folder.areas else issued.area
    return IssuedRecord(
        issued,
        folder.measures[issued.measure],
        name,
        months,
        outturns,
        _summary([each.scored for each in months]),
        _summary([each.now for each in months if each.scored]),
        is_first,
    )


def _scored(issued: IssuedProjection, told: IssuedRange, publications: Publications) -> ScoredRange:
    key = SeriesKey(issued.measure, issued.area, issued.facet)
    try:
        came = publications.first(key, told.period)
    except TooFewPoints as few:
        return ScoredRange(told, None, None, None, str(few))
    if came is None:
        return ScoredRange(told, None, None, None, "no whole figure has come yet")
    if came.received_on <= issued.issued_on:
        return ScoredRange(told, came, None, None, "its figure had come when it was issued: no test of it")
    range_ = Told(issued.levels, told.quantiles, told.naive, told.tally)
    now = None if came.now is None else score(range_, came.now)
    return ScoredRange(told, came, score(range_, came.value), now)


def _summary(scores: Sequence[Scored | None]) -> Summary | None:
    there = [each for each in scores if each is not None]
    return summary(there) if there else None


__all__ = ["IssuedRecord", "ScoredRange", "TrackRecord", "score_issued", "to_issue"]
