"""A promise in words, for one audience: who gave it, its test, course, finding, luck, power and distance.

Every number stands on its base. What a finding looked at is a sum over a window, which the public may only see where
the counts of the whole pack allow it (`pack.counts`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

import numpy as np

from eyre.body.commitment_test import (
    Aggregate,
    ChangeTest,
    Comparison,
    LevelTest,
    ParityTest,
    RankTest,
    RelativeChangeTest,
    ReversalTest,
    SeriesTest,
    Test,
    WithinTest,
)
from eyre.body.folder import BodyFolder
from eyre.commitments.answers import OFF, SURE, Course, Finding, Part, Verdict, say_worth
from eyre.commitments.distance import Distance
from eyre.commitments.evaluate import drawn_part, is_of_cases, series_tests, windows_of
from eyre.commitments.promises import Promise, Trial
from eyre.commitments.say import say_test, say_window
from eyre.commitments.settlement import Settled, Waiting
from eyre.commitments.testability import BLIND, LOOSE
from eyre.commitments.views import Views
from eyre.core import BadInput, Day, MeasureKind, Period, Series, SeriesKey, period_between
from eyre.disclosure import (
    DEFAULT_RULE,
    SUPPRESSED,
    Audience,
    Base,
    Column,
    Form,
    Periods,
    Released,
    SmallNumberRule,
    Suppressed,
    Table,
    release,
)
from eyre.measures import Measure
from eyre.minutes.standing import post_name
from eyre.pack.counts import PackCounts, Printed
from eyre.pack.document import Number, Quotation, Text
from eyre.pack.figures import FORMS
from eyre.pack.text import Name, Ref, Words
from eyre.tracker.commitments import CommitmentStanding, TrialStanding

RECORD = "the record of this body"
BLIND_SAYS = "It cannot be shown with these figures: most who improve so much would not pass."
LOOSE_SAYS = "Passing shows little: luck alone may pass it."
PROJECTED = "Eyre's projection, if nothing changes"


@dataclass(frozen=True)
class PromiseWords:
    """Says promises to an audience.

    on: the day of the record; as_of: figures as received by then. counts: decides for the public which sums are hidden;
    without it only what is small itself, or is made of what is, stays out.
    """

    folder: BodyFolder
    views: Views
    on: date
    as_of: date
    audience: Audience
    counts: PackCounts | None = None
    anchors: Mapping[str, str] = field(default_factory=dict)  # where the document tells a promise in full

    # --- who and when ---

    def post(self, key: str) -> str:
        return post_name(self.folder, key, self.on)

    def held_by(self, keys: Iterable[str], on: date) -> Text:
        """Posts with who held them on a day, where that is on record; the public is told the posts."""
        posts = {post.key: post for post in self.folder.body.posts}
        said = []
        for key in keys:
            holder = posts[key].holder(on) if key in posts else None
            person = holder.person if holder and self.audience is not Audience.PUBLIC else ""
            said.append(f"{self.post(key)} ({person})" if person else self.post(key))
        return Text(Name(", ".join(said)))

    def ref(self, promise: Promise) -> Ref:
        return Ref(str(promise.reference), self.anchors.get(str(promise.reference), ""))

    def quotation(self, promise: Promise) -> Quotation:
        """The words as said, of which kind, by whom and when."""
        by = ", ".join(map(self.post, promise.commitment.given_by)) or "giver not stated"
        kind = promise.commitment.kind.value
        return Quotation(promise.commitment.words, f"{by} ({kind})", promise.meeting.date, self.ref(promise))

    def due(self, promise: Promise) -> Text:
        """The first date in its words, and the one that holds now where that is another."""
        now = promise.due
        moved = Text("; now ", now.date) if now.date and now.date != now.first.date else Text()
        return Text(Name(now.first.label), moved)

    # --- the test ---

    @cached_property
    def names(self) -> Mapping[str, str]:
        areas = self.folder.areas
        groups = {group.key: group.name for group in self.folder.body.comparison_groups}
        return {**groups, **{key: areas.name(key, self.on) for key in areas.keys}}

    def area(self, key: SeriesKey) -> str:
        facet = f" ({key.facet.label})" if key.facet else ""
        return f"{self.names.get(key.area, key.area)}{facet}"

    def test(self, trial: Trial) -> Text:
        said = Name(say_test(trial.test, self.views.measures, self.names))
        return Text(Name(f"{trial.label}: "), said) if trial.label else Text(said)

    def worth(self, each: TrialStanding) -> Text:
        """Luck and power with the day they are of; or why there are none."""
        found = each.luck_and_power
        if found is None:
            return Text("Luck and power cannot be said: ", Name(self._named(_lower(each.no_luck), each.trial)))
        when = Text(" Fixed on ", found.computed_on, ", when the test was agreed.")
        if not each.is_fixed:
            usual = "" if each.trial.matters else ", for an improvement that usually matters"
            when = Text(
                " Not written down when the test was agreed; worked out on what was known on ", found.computed_on,
                f"{usual}.",
            )  # fmt: skip
        luck, power, _ = say_worth(found)
        blind = Text(" ", Words(BLIND_SAYS, strong=True)) if found.power < BLIND else Text()
        loose = Text(" ", Words(LOOSE_SAYS, strong=True)) if found.luck > LOOSE else Text()
        return self.marked(Text(Name(luck), " ", Name(power), when, blind, loose), each.trial.test, found.computed_on)

    def _named(self, reason: str, trial: Trial) -> str:
        """A reason with every series called by its name."""
        try:
            keys = self.views.keys([trial.test], trial.agreed_on)
        except BadInput:
            return reason
        for key in sorted(keys, key=lambda key: -len(str(key))):
            measure = self.views.measures.get(key.measure)
            reason = reason.replace(str(key), f"{measure.name if measure else key.measure}, {self.area(key)}")
        return reason

    # --- course ---

    def course(self, each: TrialStanding) -> Text:
        """Off course, on course or uncertain; or why that cannot be said, and from when the test can be read."""
        assert isinstance(each.settled, Waiting)
        waits = Name(self._named(" ".join(each.settled.why), each.trial))
        if not is_drawn(each.trial):
            return Text(waits)
        if each.course is None:
            return Text("No course: ", Name(self._named(_lower(each.no_course), each.trial)), " ", waits)
        return Text(self.say_course(each.course, each.trial.test, self.as_of), " ", waits)

    def say_course(self, course: Course, test: Test, as_of: date) -> Text:
        base = Base(_span(test), PROJECTED, as_of, note=f"{course.draws:,} draws", made_up=self.mark(test, as_of))

        def percent(value: float) -> Number:
            return Number(value, "", base, Form.PERCENT_WHOLE)

        if course.is_off:
            return Text("Off course: if nothing changes, under ", percent(100 * OFF), ".")
        if course.is_on:
            return Text("On course: if nothing changes, over ", percent(100 * SURE), ".")
        return Text("Uncertain: if nothing changes, ", percent(course.percent), ".")

    # --- finding ---

    def settled(self, each: TrialStanding) -> Iterator[Text]:
        """The finding of a test, what it rests on, and what a later load would make of it."""
        found = each.settled
        assert isinstance(found, Settled)
        verdict = Words(_first_upper(found.finding.verdict.says()), strong=True)
        yield self.marked(Text(verdict, ", settled on ", found.on, "."), each.trial.test, found.on)
        if found.known_when_agreed:
            yield Text("Its figures were there before the test was agreed, so it promised nothing.")
        yield from self.parts(found.finding, each.trial, found.on)
        if found.now is not None:
            now = Text(Words("Would now read", strong=True), ": ", found.now.verdict.says(), ".")
            yield self.marked(now, each.trial.test, self.as_of)
            yield from self.parts(found.now, each.trial, self.as_of)

    def parts(self, finding: Finding, trial: Trial, on: date) -> Iterator[Text]:
        """The one part of a finding in a sentence; of several, how many show what, for a table has the rest."""
        if len(finding.parts) == 1:
            yield self.part(finding.parts[0], trial, on)
        elif finding.parts:
            verdicts = [part.verdict for part in finding.parts]
            base = self._base_of_all(finding, trial, on)
            counts = [
                Text(Number(verdicts.count(verdict), "", base, Form.TALLY), " ", verdict.says())
                for verdict in Verdict if verdict in verdicts
            ]  # fmt: skip
            total = Number(len(verdicts), "", base, Form.TALLY)
            parts: list[Text] = [Text("Of ", total, " areas and elements, ")]
            for place, count in enumerate(counts):
                parts.append(Text("; " if place else "", count))
            yield Text(*parts, ".")
        for seen, verdict in finding.apart:
            said = say_test(seen, self.views.measures, self.names)
            yield Text("Apart from figures: ", Name(_lower(said)), " ", _first_upper(verdict.says()), ".")

    def part(self, part: Part, trial: Trial, on: date) -> Text:
        where = Name(self.area(part.key))
        if part.note:
            few = self.audience is Audience.PUBLIC
            note = Text(" Results of few cases are not shown.") if few else Text(" ", Name(part.note))
            return Text(where, ": ", part.published.says(), ".", note)
        numbers = self.numbers(part.test, part.key, part.numbers, trial, on)
        behind = self._behind(part, trial, on)
        said = Text(
            where, ": as published, ", part.published.says(), Text(": ", numbers) if numbers else "", ".", behind
        )
        return self.marked(said, part.test, on)

    def _behind(self, part: Part, trial: Trial, on: date) -> Text:
        """Of the level behind the figures, and how sure it is."""
        if part.underlying is None or part.confidence is None or self.hides(part.test, part.key, trial, on):
            return Text()
        base = self.base(part.test, part.key, windows_of(part.test)[-1], trial, on)
        percent = 100 * part.confidence
        about = "under " if percent < 1 else "over " if percent > 99 else ""
        sure = Number(min(max(round(percent), 1), 99), "", base, Form.PERCENT_WHOLE)
        return Text(" The level behind: ", part.underlying.says(), ", confidence ", about, sure, ".")

    def distance(self, found: Distance, trial: Trial) -> Text:
        """How far off it is on the newest figures; nothing is found by it."""
        met = "it would be met" if found.would_pass else "it would not be met"
        numbers = self.numbers(found.test, found.key, found.numbers, trial, self.as_of)
        detail = Text(": ", numbers) if numbers else Text()
        said = Text(Name(self.area(found.key)), ", on the newest figures: ", met, detail, ".")
        return self.marked(said, found.test, self.as_of)

    # --- numbers ---

    def numbers(
        self, test: SeriesTest, key: SeriesKey, numbers: Mapping[str, float], trial: Trial, on: date
    ) -> Text | None:
        """What a test looked at, in words; None where it has no numbers, or the audience may not see them."""
        if not numbers or not all(np.isfinite(list(numbers.values()))) or self.hides(test, key, trial, on):
            return None
        measure, window = self.views.measures[test.measure], windows_of(test)[-1]
        base, last = self.base(test, key, window, trial, on), Name(say_window(window))
        form, unit = self._form(test, measure), "" if measure.unit == "%" else measure.unit
        gap = Form.CHANGE_POINTS if measure.kind is MeasureKind.PROPORTION else Form.CHANGE
        match test:
            case LevelTest():
                asked = "at least" if test.op is Comparison.AT_LEAST else "at most"
                return Text(
                    Number(numbers["reached"], unit, base, form), " in ", last, ", where ", asked, " ",
                    Number(numbers["asked"], "", base, _as_asked(form, numbers["asked"])), " was asked",
                )  # fmt: skip
            case ChangeTest():
                before = self.base(test, key, test.before, trial, on)
                change = Form.CHANGE_PERCENT if test.percent else gap
                return Text(
                    Number(numbers["after"], unit, base, form), " in ", last, " against ",
                    Number(numbers["before"], "", before, form), " in ", Name(say_window(test.before)),
                    ", ",
                    Number(numbers["change"], "", base, change),
                )  # fmt: skip
            case RelativeChangeTest():
                change = Form.CHANGE_PERCENT if test.percent else gap
                return Text(
                    "a change of ", Number(numbers["change"], "", base, change), ", and of ",
                    Number(numbers["change_of_peers"], "", base, change), " in what it is compared with",
                )  # fmt: skip
            case ParityTest():
                return Text(
                    Number(numbers["own"], unit, base, form), " against ", Number(numbers["other"], "", base, form),
                    ", a gap of ", Number(numbers["gap"], "", base, gap),
                )  # fmt: skip
            case RankTest():
                place = Number(round(numbers["place"]), "", base, Form.ORDINAL)
                return Text(place, " of ", Number(round(numbers["of"]), "", base, Form.TALLY))
            case ReversalTest():
                before_after = (numbers["slope_before"], numbers["slope_after"])
                slopes = [Number(value, "", base, Form.DECIMAL_TWO) for value in before_after]
                return Text("a slope of ", slopes[0], " a period before, and of ", slopes[1], " from then on")
            case WithinTest():
                inside, of = (Number(round(numbers[name]), "", base, Form.TALLY) for name in ("inside", "of"))
                low, high = (Number(numbers[name], "", base, Form.DECIMAL) for name in ("lower", "upper"))
                return Text(inside, " of the last ", of, " inside the limits, ", low, " to ", high)
        return None

    def table(self, finding: Finding, trial: Trial, on: date, title: str) -> Released:
        """A finding of several areas or facets, a row each, with the numbers this audience may see."""
        names = list(dict.fromkeys(name for part in finding.parts for name in part.numbers))
        forms = {name: self._form_of(name, finding.parts) for name in names}
        columns = [Column("where", "Where"), Column("n", "n", Form.COUNT)]
        columns += [Column(name, _HEADINGS.get(name, name), forms[name], exempt=SHOWN) for name in names]
        columns += [
            Column("published", "As published"), Column("underlying", "The level behind"),
            Column("confidence", "Confidence", Form.PERCENT_WHOLE, exempt=SHOWN),
        ]  # fmt: skip
        rows: list[list[object]] = []
        for part in finding.parts:
            hidden = self.hides(part.test, part.key, trial, on)
            n = self.n_of(part.test, part.key, windows_of(part.test)[-1], trial, on)
            numbers = [n, *(_finite(part.numbers.get(name)) for name in names)]
            said = part.underlying.says() if part.underlying and not hidden else ""
            sure = _unless(hidden, None if part.confidence is None else round(100 * part.confidence))
            shown = [_unless(hidden, number) for number in numbers]
            rows.append([self.area(part.key), *shown, part.published.says(), said, sure])
        kept = [at for at in range(len(columns)) if at == 0 or any(row[at] not in (None, "") for row in rows)]
        columns, rows = [columns[at] for at in kept], [[row[at] for at in kept] for row in rows]
        base = self._base_of_all(finding, trial, on)
        return release(Table(title, columns, rows, base), self.audience)

    def base(self, test: SeriesTest, key: SeriesKey, window: Period, trial: Trial, on: date) -> Base:
        return replace(self.base_of(test, window, on), n=self.n_of(test, key, window, trial, on))

    def base_of(self, test: SeriesTest, periods: Periods, on: date) -> Base:
        """The base of figures of a test's measure, as known on a day."""
        measure = self.views.measures[test.measure]
        definition = f"{measure.name}, definition {measure.version}"
        return Base(periods, self._source(test), on, definition=definition, made_up=self.mark(test, on))

    def mark(self, test: Test | SeriesTest, on: date) -> str:
        """The mark of figures that were made up, where a test is read on any; else nothing."""
        made_up = self.views.made_up(on, test)  # type: ignore[arg-type]
        return made_up.mark if made_up else ""

    def mark_of(self, standing: CommitmentStanding) -> str:
        """The same of all tests of a promise together, on the newest figures."""
        inside = [test for each in standing.trials for test in series_tests(each.trial.test) if not is_of_cases(test)]
        keys = dict.fromkeys(test.measure for test in inside)
        made_up = self.folder.figures(self.as_of).made_up(*keys) if keys else None
        return made_up.mark if made_up else ""

    def marked(self, said: Text, test: Test | SeriesTest, on: date) -> Text:
        """Words about a test with the mark of made-up figures before them, where it is read on any."""
        mark = self.mark(test, on)
        return Text(Words(f"{mark}: ", strong=True), said) if mark else said

    def _base_of_all(self, finding: Finding, trial: Trial, on: date) -> Base:
        """The base of all parts of a finding together."""
        source = self._source(finding.parts[0].test)
        return Base(_span(trial.test), source, on, made_up=self.mark(trial.test, on))

    def n_of(self, test: SeriesTest, key: SeriesKey, window: Period, trial: Trial, on: date) -> int | None:
        """How many answers or cases a share over a window rests on; None for counts."""
        if self.views.measures[test.measure].kind is MeasureKind.COUNT or is_of_cases(test):
            return None
        series = self.series(test, key, trial, on)
        if series is None:
            return None
        inside = [at for at, period in enumerate(series.periods) if window.contains(period)]
        n = series.denominator[inside]
        return None if not inside or np.isnan(n).any() else round(float(n.sum()))

    def series(self, test: SeriesTest, key: SeriesKey, trial: Trial, on: date) -> Series | None:
        """The figures of a test as they were known on a day."""
        try:
            return self.views.known(on, [test], trial.agreed_on).series.get(key)  # type: ignore[list-item]
        except BadInput:
            return None

    def _source(self, test: SeriesTest) -> str:
        measure = self.views.measures.get(test.measure)
        return (measure.source if measure else "") or "source not stated"

    def _form(self, test: SeriesTest, measure: Measure) -> Form:
        is_mean = getattr(test, "aggregate", None) is Aggregate.MEAN
        return Form.DECIMAL if measure.kind is MeasureKind.COUNT and is_mean else FORMS[measure.kind]

    def _form_of(self, name: str, parts: Sequence[Part]) -> Form:
        if name in ("place", "of", "inside"):
            return Form.TALLY
        test = next(part.test for part in parts if name in part.numbers)
        measure = self.views.measures.get(test.measure)
        if name in ("low", "high"):
            return Form.PERCENT_WHOLE
        if name in ("slope_before", "slope_after"):
            return Form.DECIMAL_TWO
        if name in ("change", "change_of_peers", "gap"):
            percent = getattr(test, "percent", False)
            points = measure is not None and measure.kind is MeasureKind.PROPORTION
            return Form.CHANGE_PERCENT if percent else Form.CHANGE_POINTS if points else Form.CHANGE
        return self._form(test, measure) if measure else Form.DECIMAL

    # --- what is hidden ---

    def hides(self, test: SeriesTest, key: SeriesKey, trial: Trial, on: date) -> bool:
        """Whether this audience may not see what a test looked at: something in it is small or would give one away."""
        if self.audience not in DEFAULT_RULE.audiences:
            return False
        if is_of_cases(test):
            return True
        return any(map(self.is_hidden, self.printed(test, key, trial, on)))

    def is_hidden(self, printed: Printed) -> bool:
        """Whether a count is small for this audience, or would give a small one away."""
        if self.audience not in DEFAULT_RULE.audiences:
            return False
        too_few = printed.part == "denominator" and DEFAULT_RULE.is_too_few(printed.value)
        told = self.counts is not None and self.counts.is_hidden_run(printed)
        return DEFAULT_RULE.hides(printed.value) or too_few or told

    @property
    def rule(self) -> SmallNumberRule:
        return DEFAULT_RULE if self.counts is None else self.counts.rule

    def printed(self, test: SeriesTest, key: SeriesKey, trial: Trial, on: date) -> Iterator[Printed]:
        """The counts behind what a test looked at: of each window, and of each period in it."""
        series = self.series(test, key, trial, on)
        if series is None or is_of_cases(test):
            return
        measure = self.views.measures[test.measure]
        for window in windows_of(test):
            periods = tuple(period for period in series.periods if window.contains(period))
            yield from printed_counts(measure, series, periods)
            for period in periods:
                yield from printed_counts(measure, series, (period,))


def printed_counts(measure: Measure, series: Series, periods: tuple[Period, ...]) -> Iterator[Printed]:
    """The counts over some periods that a number made from a series tells: itself, or k and n behind it."""
    at = [place for place, period in enumerate(series.periods) if period in set(periods)]
    for part in ("",) if measure.kind is MeasureKind.COUNT else ("numerator", "denominator"):
        values = getattr(series, part or "value")[at]
        if at and not np.isnan(values).any():
            yield Printed(measure, series.key, periods, part, float(values.sum()))


SHOWN = "left out with the counts it rests on"
_HEADINGS = {
    "reached": "Reached", "asked": "Asked", "before": "Before", "after": "After", "change": "Change",
    "change_of_peers": "Change of the others", "own": "Own", "other": "Other", "gap": "Gap", "place": "Place",
    "of": "Of", "slope_before": "Slope before", "slope_after": "Slope after", "inside": "Inside",
    "lower": "Lower limit", "upper": "Upper limit", "low": "At least", "high": "At most",
}  # fmt: skip


def record_base(on: date) -> Base:
    """The base of a count of the body's own records."""
    return Base(Day(on), RECORD, on)


def is_drawn(trial: Trial) -> bool:
    """Whether anything in a test is read off figures over time: else it has no course, luck or power."""
    return drawn_part(trial.test) is not None


def address(promise: Promise) -> str:
    """The address of a promise in a document, and the name of its page."""
    letters = "".join(c if c.isalnum() else "-" for c in f"{promise.reference.home}-{promise.reference.label}".lower())
    return f"promise-{letters}"


def _span(test: Test) -> Period:
    windows = [window for each in series_tests(test) for window in windows_of(each)]
    return period_between(min(w.start for w in windows), max(w.end for w in windows))


def _finite(value: float | None) -> float | None:
    return value if value is not None and np.isfinite(value) else None


def _unless(hidden: bool, number: float | None) -> float | Suppressed | None:
    return SUPPRESSED if hidden and number is not None else number


def _as_asked(form: Form, value: float) -> Form:
    """A line that was asked for is printed without decimals where it has none, and is nobody's count."""
    whole = Form.PERCENT_WHOLE if form is Form.PERCENT else Form.WHOLE
    return whole if float(value).is_integer() else Form.PERCENT if form is Form.PERCENT else Form.DECIMAL


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


def _first_upper(words: str) -> str:
    return words[:1].upper() + words[1:]


def printed_by(standings: Iterable[CommitmentStanding], words: PromiseWords) -> Iterator[Printed]:
    """Every count that findings and distances of some promises would print, to be looked at together."""
    for standing in standings:
        for each in standing.trials:
            if isinstance(each.settled, Settled):
                findings = [(each.settled.finding, each.settled.on), (each.settled.now, words.as_of)]
                for finding, on in findings:
                    for part in finding.parts if finding else ():
                        yield from words.printed(part.test, part.key, each.trial, on)
            for found in each.distances:
                yield from words.printed(found.test, found.key, each.trial, words.as_of)
