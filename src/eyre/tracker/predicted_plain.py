"""The register of predictions as plain values: the stable interface of `eyre predictions --json` and its CSV."""

from __future__ import annotations

import math
from dataclasses import asdict, is_dataclass
from typing import Any

from eyre.projection import Range
from eyre.projection.predictions import Against
from eyre.stats import Interval, MeanError
from eyre.tracker.predicted import Entry, Record, Register

Plain = dict[str, Any]


def register_plain(register: Register) -> Plain:
    """Everything in the register; numbers are not rounded, what is missing is null."""
    return {
        "as_of": register.as_of.isoformat(),
        "predictions": [entry_plain(entry) for entry in register.entries],
        "records": [record_plain(record) for record in register.records],
    }


def register_columns(register: Register) -> dict[str, list[Any]]:
    """The register column by column, a row a prediction: what a CSV holds."""
    rows = [entry_plain(entry) for entry in register.entries]
    flat = [{name: value for name, value in row.items() if not isinstance(value, dict)} for row in rows]
    for row, own in zip(flat, rows, strict=True):
        row.update(
            {f"naive_{end}": own["naive"][end] for end in ENDS} | {f"eyre_{end}": own["eyre"][end] for end in ENDS}
        )
    return {name: [row[name] for row in flat] for name in (flat[0] if flat else ())}


ENDS = ("median", "low_80", "high_80")


def entry_plain(entry: Entry) -> Plain:
    said, came = entry.prediction, entry.published
    return {
        "row": entry.lodged.row,
        "who": said.who,
        "lodged_on": said.lodged_on.isoformat(),
        "measure": said.measure,
        "facet": str(said.facet),
        "area": said.area,
        "period": str(said.period),
        "unit": entry.measure.unit,
        "direction": entry.measure.direction.value,
        "state": entry.state.value,
        "changed": entry.lodged.changed,
        "value": said.value,
        "low": said.low,
        "high": said.high,
        "result": came.value if came else None,
        "result_received_on": came.received_on.isoformat() if came else None,
        "now_reads": came.now if came else None,
        "error": entry.error,
        "note": entry.note,
        "suggestion": entry.suggestion,
        "figures_known_to": str(entry.beside.known_to) if entry.beside.known_to else None,
        "why_nothing_beside": entry.beside.why_not,
        "naive": _ends(entry.beside.naive),
        "eyre": _ends(entry.beside.eyre),
    }


def _ends(told: Range | None) -> Plain:
    if told is None:
        return dict.fromkeys(ENDS)
    return dict(zip(ENDS, (told.median, *told.interval_80), strict=True))


def record_plain(record: Record) -> Plain:
    judged = record.judgement
    return {
        "measure": record.measure.key if record.measure else None,
        "facet": str(record.facet),
        "who": record.who,
        "unit": record.unit,
        "scale": judged.scale.value,
        "results": judged.n,
        "rounds": judged.rounds,
        "below": judged.below,
        "above": judged.above,
        "cautious": judged.cautious,
        "over_optimistic": judged.optimistic,
        "mean_error": judged.mean,
        "bias": _bias(judged.bias),
        "by_rounds": judged.by_rounds,
        "mean_absolute_error": judged.mean_absolute,
        "sign_test_p": judged.sign_p,
        "tracking_signal": judged.tracking,
        "line": _finite(judged.line),
        "hits": _finite(judged.hits),
        "against_naive": _against(judged.naive),
        "against_eyre": _against(judged.eyre),
        "lean": judged.lean.value,
        "why_too_few": judged.why_too_few,
        "correction": _finite(record.correction),
        "sentences": [*record.sentences, *([record.suggestion] if record.suggestion else [])],
    }


def _bias(bias: MeanError | None) -> Plain | None:
    if bias is None:
        return None
    interval: Interval = bias.interval
    ends = {"low": float(interval.lower), "high": float(interval.upper), "confidence": interval.confidence}
    return {"mean": bias.mean, **ends, "t": _number(bias.t), "p": bias.p, "n": bias.n}


def _against(against: Against | None) -> Plain | None:
    plain = _finite(against)
    return None if against is None or plain is None else {**plain, "relative": against.relative, "skill": against.skill}


def _finite(value: Any) -> Plain | None:
    """A small value as a mapping; what is no number is null, as JSON wants it."""
    if not is_dataclass(value) or isinstance(value, type):
        return None
    return {name: _number(part) if isinstance(part, float) else part for name, part in asdict(value).items()}


def _number(value: float) -> float | None:
    return value if math.isfinite(value) else None
