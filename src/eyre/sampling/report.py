"""A sample as a whole: what was asked for, what came, what it shows by element and area, how sure the reading is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from eyre.core import Fault, Refused, raise_if_any
from eyre.sampling.checklist import Applied, Checklist, Result, apply_standard, as_read
from eyre.sampling.draw import Allocation, Drawn, say_stratum
from eyre.sampling.evaluate import (
    CLAIM,
    HAND_PICKED,
    Difference,
    Evaluation,
    compare,
    evaluate,
    say_hand_picked,
    weighted_share,
)
from eyre.sampling.reviewers import Agreement, Disagreement, Settled, agreements, settle
from eyre.sampling.standards import Standard
from eyre.stats import CONFIDENCE, Interval

EVERYWHERE = ""  # all areas together


@dataclass(frozen=True, slots=True)
class Found:
    """What was found of one element in one area, or in all.

    disputed: cases on which reviewers differ and nobody settled it; they and cannot_tell count for neither side.
    shown: what that proves; None for a hand-picked review, and where no case was counted. weighted: for all areas
    together where strata were drawn out of proportion, the share of the frame.
    """

    element: str
    area: str
    met: int
    not_met: int
    does_not_apply: int
    cannot_tell: int
    disputed: int
    shown: Evaluation | None = None
    weighted: Interval | None = None
    says: str = ""

    @property
    def of(self) -> int:
        return self.met + self.not_met

    @property
    def unknown(self) -> int:
        return self.cannot_tell + self.disputed


@dataclass(frozen=True, slots=True)
class SampleReport:
    """Everything that may be said of a sample.

    asked, received, usable: cases. is_drawn: by seed from a frame; else it is a hand-picked review, which shows nothing
    beyond its cases.
    """

    asked: int
    received: int
    usable: int
    is_drawn: bool
    how: str
    standard: str
    found: tuple[Found, ...]
    differences: tuple[tuple[str, Difference], ...]
    agreements: tuple[Agreement, ...]
    disagreements: tuple[Disagreement, ...]
    notes: tuple[str, ...]

    @property
    def says_cases(self) -> str:
        return f"{self.asked} cases asked for, {self.received} received, {self.usable} usable."


def report(
    checklist: Checklist,
    *,
    standard: Standard | None = None,
    drawn: Drawn | None = None,
    confidence: float = CONFIDENCE,
    claim: float = CLAIM,
    difference: float = 0.1,
) -> SampleReport:
    """Evaluate a checklist by a standard, or by the elements it names.

    drawn: the draw it came from; without one it is a hand-picked review. difference: between areas, a share, for which
    the needed size is said. Raises BadInput for cases that were not drawn, Refused where nothing can be counted.
    """
    if drawn:
        _check_were_drawn(checklist, drawn)
    applied = apply_standard(checklist, standard) if standard else as_read(checklist)
    if not applied.readings:
        raise Refused(" ".join(("Nothing was read that could be counted.", *applied.notes)))
    settled, disputed = settle(applied.readings)
    sums = _Sums(_areas(checklist, drawn), applied, settled, drawn, confidence, claim)
    found = tuple(sums.found())
    asked = drawn.references if drawn else checklist.cases
    notes = [*applied.notes, *_missing_notes(checklist, asked), *_area_notes(found, drawn)]
    return SampleReport(
        len(asked),
        len(checklist.received()),
        len(checklist.usable()),
        drawn is not None,
        drawn.record.says if drawn else f"A {HAND_PICKED}: no seed is on record, so it shows nothing beyond its cases.",
        standard.name if standard else "",
        found,
        tuple(_differences(found, difference, confidence)) if drawn else (),
        agreements(applied.readings),
        disputed,
        tuple(notes),
    )


def _areas(checklist: Checklist, drawn: Drawn | None) -> Mapping[str, str]:
    """The area of each case, from the draw where it was by area, else as the checklist says.

    Raises BadInput where the two differ.
    """
    if drawn is None or drawn.record.by != ("area",):
        return checklist.areas
    of = {name: area for name, (area,) in zip(drawn.references, drawn.strata, strict=True)}
    first = {one.reference: one.row for one in reversed(checklist.readings)}
    what = 'puts the case {} under area "{}", and it was drawn from "{}". Look up which is right.'
    raise_if_any(
        [
            Fault(f"{checklist.where}, row {first[case]}", what.format(case, said, of[case]))
            for case, said in checklist.areas.items()
            if said and said != of[case]
        ]
    )
    return of


def _check_were_drawn(checklist: Checklist, drawn: Drawn) -> None:
    ours = set(drawn.references)
    rows = {one.reference: one.row for one in reversed(checklist.readings) if one.reference not in ours}
    what = 'the case "{}" was not drawn. A case that was added by hand is no part of the sample: take it out.'
    raise_if_any(
        [
            Fault(f"{checklist.where}, row {row}", what.format(case))
            for case, row in sorted(rows.items(), key=lambda x: x[1])
        ]
    )


@dataclass(frozen=True, slots=True)
class _Sums:
    """The counts of a sample, by element and area."""

    areas: Mapping[str, str]
    applied: Applied
    settled: Sequence[Settled]
    drawn: Drawn | None
    confidence: float
    claim: float

    def found(self) -> Iterable[Found]:
        for element in self.applied.elements:
            own = [one for one in self.settled if one.element == element]
            if not own:
                continue
            yield self._one(element, EVERYWHERE, own)
            by_area = {
                area: [one for one in own if self._area(one) == area] for area in sorted({*map(self._area, own)})
            }
            if len(by_area) > 1:
                yield from (self._one(element, area, cases) for area, cases in by_area.items())

    def _area(self, one: Settled) -> str:
        return self.areas[one.reference] or "not stated"

    def _one(self, element: str, area: str, cases: Sequence[Settled]) -> Found:
        counts = Counter(one.result for one in cases)
        met, not_met = counts[Result.MET], counts[Result.NOT_MET]
        numbers = (met, not_met, counts[Result.DOES_NOT_APPLY], counts[Result.CANNOT_TELL], counts[None])
        if not met + not_met:
            return Found(element, area, *numbers, says="No case could be counted: this proves nothing.")
        if self.drawn is None:
            says = f"{met} of {met + not_met} in a {HAND_PICKED}: of these cases and of no others."
            if area == EVERYWHERE:
                says = say_hand_picked(met, met + not_met, confidence=self.confidence, claim=self.claim)
            return Found(element, area, *numbers, says=_with_unknown(says, numbers))
        population = self._population(area, cases, counts)
        shown = evaluate(met, met + not_met, population=population, confidence=self.confidence, claim=self.claim)
        weighted = self._weighted(cases) if area == EVERYWHERE else None
        says = shown.says if weighted is None else f"{met} of {shown.of}. {say_weighted(weighted)}"
        return Found(element, area, *numbers, shown=shown, weighted=weighted, says=_with_unknown(says, numbers))

    def _population(self, area: str, cases: Sequence[Settled], counts: Mapping[Result | None, int]) -> int | None:
        """How many cases of the frame the counted ones stand for; None where to how many it applies is not known."""
        record = self.drawn.record if self.drawn else None
        if record is None or counts[Result.DOES_NOT_APPLY] or self.applied.left_out:
            return None
        if area == EVERYWHERE:
            return None if self._weights_of(cases) else record.frame_size
        sizes = {one.stratum: one.size for one in record.strata}
        return sizes.get((area,)) if record.by == ("area",) else None

    def _weighted(self, cases: Sequence[Settled]) -> Interval | None:
        weights = self._weights_of(cases)
        if not weights:
            return None
        counted = [one for one in cases if one.result in (Result.MET, Result.NOT_MET)]
        own = [weights[one.reference] for one in counted]
        return weighted_share([one.result is Result.MET for one in counted], own, confidence=self.confidence)

    def _weights_of(self, cases: Sequence[Settled]) -> Mapping[str, float]:
        """How many cases of the frame each one stands for; nothing where all stand for about as many.

        A draw in proportion needs no weights: what differs there is rounding.
        """
        if self.drawn is None or self.drawn.record.allocation is Allocation.PROPORTIONAL:
            return {}
        by_stratum = {one.stratum: one.weight for one in self.drawn.record.strata}
        of = {name: by_stratum[own] for name, own in zip(self.drawn.references, self.drawn.strata, strict=True)}
        weights = {one.reference: of[one.reference] for one in cases}
        return weights if len(set(weights.values())) > 1 else {}


def say_weighted(share: Interval) -> str:
    low, high = (f"{100 * float(part):.0f}%" for part in (share.lower, share.upper))
    return (
        f"Strata were not drawn in proportion: weighted to the frame {100 * float(share.estimate):.0f}% met it, "
        f"{low} to {high} (two-sided {100 * share.confidence:g}%, Wilson at the effective size)."
    )


def _with_unknown(says: str, numbers: tuple[int, int, int, int, int]) -> str:
    met, not_met, _, cannot_tell, disputed = numbers
    unknown = cannot_tell + disputed
    if not unknown:
        return says
    parts = [f"{cannot_tell} could not be told"] * bool(cannot_tell)
    parts += [f"{disputed} {'is' if disputed == 1 else 'are'} disputed"] * bool(disputed)
    return f"{says} {' and '.join(parts)}: were none of them met, it would be {met} of {met + not_met + unknown}."


def _missing_notes(checklist: Checklist, asked: Sequence[str]) -> Iterable[str]:
    received = set(checklist.received())
    missing = [case for case in asked if case not in received]
    if missing:
        yield f"Asked for and not received: {', '.join(missing)}. If those went worse, the true rate is lower."
    useless = [case for case in checklist.received() if case not in set(checklist.usable())]
    if useless:
        yield f"Received and not usable: {', '.join(useless)}."


def _area_notes(found: Sequence[Found], drawn: Drawn | None) -> Iterable[str]:
    if drawn and drawn.record.not_drawn_from:
        names = "; ".join(map(say_stratum, drawn.record.not_drawn_from))
        yield f"No case was drawn from {names}: of those the sample says nothing."
    areas = len({one.area for one in found if one.area != EVERYWHERE})
    if drawn and areas > 2:
        pairs = areas * (areas - 1) // 2
        yield f"{areas} areas make {pairs} pairs an element: where all are alike, 1 pair in 20 differs at 95% by luck."


def _differences(found: Sequence[Found], stated: float, confidence: float) -> Iterable[tuple[str, Difference]]:
    for element in dict.fromkeys(one.element for one in found):
        areas = [one for one in found if one.element == element and one.area != EVERYWHERE and one.of]
        for one, other in combinations(areas, 2):
            pair = (one.area, one.met, one.of), (other.area, other.met, other.of)
            yield element, compare(*pair, stated=stated, confidence=confidence)
