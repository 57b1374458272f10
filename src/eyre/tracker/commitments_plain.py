"""Promises as plain values: the stable interface of `eyre commitments --json` and its CSV.

The schema is docs/reference/commitments.schema.json.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from eyre.body.commitment_test import Test
from eyre.body.meeting import LuckAndPower
from eyre.commitments.answers import Finding, Part
from eyre.commitments.distance import Distance
from eyre.commitments.promises import Promise
from eyre.commitments.say import say_test
from eyre.commitments.settlement import Settled, Waiting
from eyre.commitments.standing import Count, Stands, count, counts_by
from eyre.core import SeriesKey
from eyre.core.codec import plain
from eyre.tracker.commitments import CommitmentsAsOf, CommitmentStanding, Replaced, TrialStanding

Plain = dict[str, Any]


def commitments_plain(asked: CommitmentsAsOf, standings: Sequence[CommitmentStanding]) -> Plain:
    """Everything that is said of some promises; numbers are not rounded, what is missing is null.

    How a body stands is said of all its promises, and not of some that were picked.
    """
    where = [(each.promise, each.stands) for each in standings]
    return {
        "as_of": asked.as_of.isoformat(),
        "seed": asked.seed,
        "commitments": [standing_plain(each, asked) for each in standings],
        "standing": None if len(standings) < len(asked.promises) else counts_plain(asked.folder.body.key, where),
    }


def counts_plain(body: str, where: Sequence[tuple[Promise, Stands]]) -> Plain:
    """How promises stand, of the body, by matter and by area: counts, never a score, and none of a post."""
    return {
        "body": _count(count(body, where)),
        "matters": [_count(each) for each in counts_by(lambda promise: [promise.item.matter or "none"], where)],
        "areas": [_count(each) for each in counts_by(lambda promise: promise.commitment.areas, where)],
    }


def standing_plain(standing: CommitmentStanding, asked: CommitmentsAsOf) -> Plain:
    promise = standing.promise
    commitment, due, decided = promise.commitment, promise.due, promise.decided_by
    return {
        "reference": str(promise.reference),
        "words": commitment.words,
        "kind": commitment.kind.value,
        "given_on": promise.meeting.date.isoformat(),
        "given_by": list(commitment.given_by),
        "relayed_by": list(commitment.relayed_by),
        "relied_on_by": list(commitment.relied_on_by),
        "held_by": asked.holders(promise),
        "matter": promise.item.matter,
        "measures": list(commitment.measures),
        "areas": list(commitment.areas),
        "evidence": commitment.evidence.value if commitment.evidence else None,
        "first_due": {"words": due.first.words, "date": _day(due.first.date)},
        "due": _day(due.date),
        "redated": [
            {"on": event.at.isoformat(), "to": _day(event.sets_date), "by": event.by, "reason": event.words}
            for event in promise.redates
        ],
        "missed": [{"on": e.at.isoformat(), "by": e.by, "words": e.words} for e in promise.misses],
        "to_the_chair": promise.goes_to_the_chair,
        "action": str(commitment.carried_by) if commitment.carried_by else None,
        "became": promise.became.value,
        "stands": standing.stands.value,
        "off_course": standing.is_off_course,
        "untested_because": promise.untested_because or None,
        "illustrative": promise.illustrative or None,
        "tests": [trial_plain(each, promise, asked) for each in standing.trials],
        "replaced": [_replaced(each, asked) for each in standing.replaced],
        "doubts": [{"kind": doubt.kind.value, "says": doubt.says, "do": doubt.do} for doubt in standing.doubts],
        "decision": None
        if decided is None or promise.decision is None
        else {
            "decision": promise.decision.value,
            "by": decided.by,
            "on": decided.at.isoformat(),
            "reason": decided.words,
        },
    }


def trial_plain(each: TrialStanding, promise: Promise, asked: CommitmentsAsOf) -> Plain:
    trial, settled = each.trial, each.settled
    return {
        "label": trial.label,
        "says": say_test(trial.test, asked.views.measures, asked.area_names),
        "test": _test(trial.test),
        "due": _day(trial.due),
        "agreed_by": trial.agreed_by,
        "agreed_on": trial.agreed_on.isoformat(),
        "reading": trial.reading,
        "luck_and_power": _worth(each.luck_and_power, each.is_fixed),
        "no_luck_because": each.no_luck or None,
        "course": None
        if each.course is None
        else {
            "share": each.course.share,
            "draws": each.course.draws,
            "looks": each.course.looks,
            "says": each.course.says(),
        },
        "no_course_because": each.no_course or None,
        "waiting": _waiting(settled) if isinstance(settled, Waiting) else None,
        "finding": _settled(settled) if isinstance(settled, Settled) else None,
        "distances": [_distance(one) for one in each.distances],
        "incomplete": list(each.incomplete),
        "made_up": made_up.says() if (made_up := asked.made_up(trial)) else None,
    }


def _replaced(each: Replaced, asked: CommitmentsAsOf) -> Plain:
    return {
        "label": each.trial.label,
        "says": say_test(each.trial.test, asked.views.measures, asked.area_names),
        "test": _test(each.trial.test),
        "agreed_by": each.trial.agreed_by,
        "agreed_on": each.trial.agreed_on.isoformat(),
        "replaced_on": each.on.isoformat(),
        "counts": each.counts,
        "finding": _settled(each.settled) if isinstance(each.settled, Settled) else None,
    }


def _test(test: Test) -> Any:
    return _with_words(plain(test))


def _with_words(value: Any) -> Any:
    """Days as they are written: JSON has none."""
    if isinstance(value, dict):
        return {name: _with_words(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_with_words(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def _worth(worth: LuckAndPower | None, is_fixed: bool) -> Plain | None:
    if worth is None:
        return None
    return {
        "luck": worth.luck,
        "power": worth.power,
        "improvement": str(worth.improvement),
        "computed_on": worth.computed_on.isoformat(),
        "version": worth.version,
        "written_down": is_fixed,
    }


def _waiting(waiting: Waiting) -> Plain:
    return {
        "data_date": _day(waiting.data_date),
        "why": list(waiting.why),
        "late": waiting.is_late,
        "fallen": _fallen(waiting.fallen),
    }


def _settled(settled: Settled) -> Plain:
    return {
        "on": settled.on.isoformat(),
        "loads": list(settled.loads),
        "known_when_agreed": settled.known_when_agreed,
        **_finding(settled.finding),
        "would_now_read": None if settled.now is None else _finding(settled.now),
        "cannot_now_be_read": list(settled.not_now),
        "fallen": _fallen(settled.fallen),
    }


def _fallen(fallen: Settled | None) -> Plain | None:
    if fallen is None:
        return None
    return {"on": fallen.on.isoformat(), "loads": list(fallen.loads), **_finding(fallen.finding)}


def _finding(finding: Finding) -> Plain:
    return {
        "verdict": finding.verdict.value,
        "parts": [_part(part) for part in finding.parts],
        "apart": [{"test": _test(test), "verdict": verdict.value} for test, verdict in finding.apart],
    }


def _part(part: Part) -> Plain:
    return {
        **_key(part.key),
        "verdict": part.verdict.value,
        "published": part.published.value,
        "underlying": part.underlying.value if part.underlying else None,
        "confidence": part.confidence,
        "numbers": dict(part.numbers),
        "note": part.note or None,
    }


def _distance(distance: Distance) -> Plain:
    return {
        **_key(distance.key),
        "window": str(distance.window),
        "numbers": dict(distance.numbers),
        "would_pass": distance.would_pass,
    }


def _key(key: SeriesKey) -> Mapping[str, str]:
    return {"measure": key.measure, "area": key.area, "facet": str(key.facet)}


def _count(found: Count) -> Plain:
    return {name: getattr(found, name) for name in Count.__dataclass_fields__} | {"settled": found.settled}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


# --- one row a test ------------------------------------------------------------------------------------------------

COLUMNS = (
    "reference", "words", "kind", "given_on", "given_by", "matter", "due", "became", "stands", "label", "test",
    "agreed_on", "luck", "power", "improvement", "course", "data_date", "settled_on", "verdict", "would_now_read",
    "doubts",
)  # fmt: skip


def commitments_columns(said: Plain) -> dict[str, list[Any]]:
    """A table with one row a test, and one a promise that has none; from what `commitments_plain` says."""
    rows = [_row(each, test) for each in said["commitments"] for test in each["tests"] or [None]]
    return {name: [row[name] for row in rows] for name in COLUMNS}


def _row(each: Plain, test: Plain | None) -> Plain:
    row: Plain = dict.fromkeys(COLUMNS) | {name: each[name] for name in COLUMNS if name in each}
    row["given_by"] = "; ".join(each["given_by"])
    row["doubts"] = "; ".join(doubt["kind"] for doubt in each["doubts"])
    if test is None:
        return row
    worth, found, waiting = test["luck_and_power"] or {}, test["finding"] or {}, test["waiting"] or {}
    row |= {"label": test["label"], "test": test["says"], "agreed_on": test["agreed_on"]}
    row |= {name: worth.get(name) for name in ("luck", "power", "improvement")}
    row["course"] = test["course"]["share"] if test["course"] else None
    row |= {"data_date": waiting.get("data_date"), "settled_on": found.get("on"), "verdict": found.get("verdict")}
    row["would_now_read"] = found["would_now_read"]["verdict"] if found.get("would_now_read") else None
    return row
