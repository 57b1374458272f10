"""The tracker as plain values: the stable interface of `eyre tracker --json` and its CSV.

The schema is docs/reference/tracker.md.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from eyre.core import Period
from eyre.stats import Interval
from eyre.tracker.row import Comparison, GroupPosition, Outturn, PeerGap, Tracker, TrackerRow, YearAgo

FORMAT = 1
Plain = dict[str, Any]


def tracker_plain(tracker: Tracker) -> Plain:
    """Everything in the tracker; numbers are not rounded, what is missing is null."""
    return {
        "format": FORMAT,
        "as_of": tracker.as_of.isoformat(),
        "since": tracker.since.isoformat() if tracker.since else None,
        "rows": [row_plain(row) for row in tracker.rows],
        "without_figures": [
            {"measure": m.key, "name": m.name, "note": m.missing_note} for m in tracker.without_figures
        ],
        "warnings": list(tracker.warnings),
    }


def row_plain(row: TrackerRow) -> Plain:
    latest, chart = row.latest, row.chart
    at = row.shown.periods.index(latest.period) if latest else None
    return {
        "measure": row.key.measure,
        "facet": str(row.key.facet),
        "area": row.key.area,
        "name": row.measure.name,
        "area_name": row.area_name,
        "unit": row.measure.unit,
        "direction": row.measure.direction.value,
        "source": row.measure.source,
        "definition_version": row.measure.version,
        "attention": row.attention.name.lower(),
        "reason": row.reason,
        "latest": None
        if latest is None
        else {
            "period": str(latest.period),
            "value": latest.value,
            "numerator": latest.numerator,
            "denominator": latest.denominator,
            "interval": _interval(latest.interval),
            "interval_how": latest.how,
        },
        "expected": None
        if chart is None or at is None
        else {
            "centre": _number(chart.centre[at]),
            "lower_limit": _number(chart.shown_lower[at]),
            "upper_limit": _number(chart.shown_upper[at]),
            "trial": bool(chart.trial),
        },
        "variation": None if chart is None or at is None else chart.type_at(at).word,
        "rule_set": chart.rule_set if chart else None,
        "assurance": chart.assurance_type().word if chart else None,
        "target": row.target.value if row.target else None,
        "rolling": None
        if row.rolling is None
        else {
            "from": str(row.rolling.periods[0]),
            "to": str(row.rolling.periods[1]),
            "value": row.rolling.value,
            "n": row.rolling.n,
            "interval": _interval(row.rolling.interval),
        },
        "year_ago": _year_ago(row.year_ago),
        "outturn": _outturn(row.outturn),
        "comparison": _comparison(row.comparison, row.key.area),
        "peers": [_peer(gap, row.key.area) for gap in row.peers],
        "group": _group(row.group, row.key.area) if isinstance(row.group, GroupPosition) else None,
        "group_note": row.group.says if isinstance(row.group, GroupPosition) else row.group,
        "slope": None
        if row.slope is None
        else {
            "at": str(row.slope.at),
            "why": row.slope.why,
            "months_before": row.slope.months[0],
            "months_after": row.slope.months[1],
            "before": _interval(row.slope.before),
            "after": _interval(row.slope.after),
            "change": _interval(row.slope.change),
        },
        "contributions": [
            {"area": c.part, "then": c.then, "now": c.now, "change": c.change, "interval": _interval(c.interval)}
            for c in row.contributions
        ],
        "commitments": [
            {"reference": str(c.reference), "label": c.label, "words": c.words, "says": c.says} for c in row.commitments
        ],
        "incomplete": [str(period) for period in row.incomplete_periods],
        "warnings": list(row.warnings),
        "loads": list(row.loads),
        "made_up": row.made_up.says() if row.made_up else "",
    }


COLUMNS = (
    "attention", "measure", "facet", "area", "period", "value", "n", "unit", "lower_limit", "centre", "upper_limit",
    "variation", "target", "assurance", "outturn_period", "outturn", "outturn_q10", "outturn_q90", "outturn_q025",
    "outturn_q975", "outturn_naive", "year_ago_change", "year_ago_lower", "year_ago_upper", "place_best", "place_worst",
    "place_of", "incomplete", "reason", "source", "as_of", "value_lower", "value_upper", "interval_how", "group",
    "group_place", "group_best", "group_worst", "group_of", "group_note", "commitments", "made_up",
)  # fmt: skip


def tracker_columns(tracker: Tracker) -> dict[str, list[Any]]:
    """The tracker as a flat table, one row a series, for CSV and Parquet."""
    rows = [_flat(tracker, row_plain(row)) for row in tracker.rows]
    return {name: [row[name] for row in rows] for name in COLUMNS}


_AS_THEY_ARE = ("attention", "measure", "facet", "area", "unit", "variation", "target", "assurance")


def _flat(tracker: Tracker, row: Plain) -> Plain:
    latest, expected, outturn = row["latest"] or {}, row["expected"] or {}, row["outturn"] or {}
    ago, place = row["year_ago"] or {}, row["comparison"] or {}
    change = ago.get("change") or {}
    quantiles = outturn.get("quantiles") or {}
    interval, group = latest.get("interval") or {}, row["group"] or {}
    return {
        **{name: row[name] for name in _AS_THEY_ARE},
        "period": latest.get("period"), "value": latest.get("value"), "n": latest.get("denominator"),
        **{name: expected.get(name) for name in ("lower_limit", "centre", "upper_limit")},
        "outturn_period": outturn.get("period"), "outturn": quantiles.get("q50"),
        **{f"outturn_{name}": quantiles.get(name) for name in ("q10", "q90", "q025", "q975")},
        "outturn_naive": outturn.get("naive"),
        "year_ago_change": change.get("estimate"), "year_ago_lower": change.get("lower"),
        "year_ago_upper": change.get("upper"), "place_best": place.get("best"), "place_worst": place.get("worst"),
        "place_of": place.get("of"), "incomplete": " ".join(row["incomplete"]), "reason": row["reason"],
        "source": row["source"], "as_of": tracker.as_of.isoformat(),
        "value_lower": interval.get("lower"), "value_upper": interval.get("upper"),
        "interval_how": latest.get("interval_how", ""), "group": group.get("name", ""),
        **{f"group_{name}": group.get(name) for name in ("place", "best", "worst", "of")},
        "group_note": row["group_note"],
        "commitments": "; ".join(f"{c['reference']}: {c['says']}" for c in row["commitments"]),
        "made_up": row["made_up"],
    }  # fmt: skip


def _number(value: Any) -> float | None:
    return None if value is None or np.isnan(value) else float(value)


def _interval(interval: Interval | None) -> Plain | None:
    if interval is None:
        return None
    parts = {"estimate": interval.estimate, "lower": interval.lower, "upper": interval.upper}
    return {**{name: _finite(value) for name, value in parts.items()}, "confidence": interval.confidence}


def _finite(value: Any) -> float | None:
    return float(value) if np.isfinite(value) else None


def _span(periods: tuple[Period, Period]) -> Plain:
    return {"from": str(periods[0]), "to": str(periods[1])}


def _year_ago(ago: YearAgo | None) -> Plain | None:
    if ago is None:
        return None
    return {
        "now": {**_span(ago.now), "value": ago.value_now},
        "then": {**_span(ago.then), "value": ago.value_then},
        "change": _interval(ago.change),
        "beyond_chance": ago.is_beyond_chance,
        "method": ago.method,
        "left_out": [str(period) for period in ago.left_out],
    }


def _outturn(outturn: Outturn | None) -> Plain | None:
    if outturn is None:
        return None
    names = ("q025", "q10", "q25", "q50", "q75", "q90", "q975")
    return {
        "period": str(outturn.window),
        "mean": outturn.projected.mean,
        "quantiles": dict(zip(names, outturn.projected.quantiles, strict=True)),
        "basis": outturn.projected.basis.value,
        "reason": outturn.projected.reason,
        "months_seen": outturn.projected.seen,
        "months_filled": [str(month) for month in outturn.projected.filled],
        "naive": outturn.naive.median,
        "year_before": outturn.year_before,
        "target": outturn.target.value if outturn.target else None,
        "track_record": outturn.track_record,
    }


def _comparison(comparison: Comparison | None, area: str) -> Plain | None:
    if comparison is None or (mine := comparison.of(area)) is None:
        return None
    return {
        **_span(comparison.periods),
        "without": [str(period) for period in comparison.without],
        "scale": comparison.scale,
        "value": mine.value,
        "interval": _interval(mine.interval),
        "place": mine.place.place,
        "best": mine.place.best,
        "worst": mine.place.worst,
        "of": mine.place.of,
        "left_out": list(comparison.left_out),
    }


def _peer(found: PeerGap, area: str) -> Plain:
    own, other = found.comparison.of(area), found.comparison.of(found.peer)
    assert own is not None
    assert other is not None
    close, gap = found.closing, found.parity
    return {
        "peer": found.peer,
        **_span(found.comparison.periods),
        "scale": found.comparison.scale,
        "value": own.value,
        "peer_value": other.value,
        "gap": _interval(gap.gap),
        "tolerance": gap.tolerance,
        "verdict": gap.verdict.value if gap.verdict else None,
        "closes_in": dict(zip(("periods", "soonest", "latest"), close.periods, strict=True))
        if close and close.periods
        else None,
    }


def _group(found: GroupPosition, area: str) -> Plain:
    group, mine = found.group, found.comparison.of(area)
    assert mine is not None
    return {
        "key": group.key,
        "name": group.says(),
        "level": group.level.value,
        "made_up": group.made_up,
        "on": found.on.isoformat(),
        "in_force_from": group.from_date.isoformat() if group.from_date else None,
        "in_force_to": group.to_date.isoformat() if group.to_date else None,
        **_span(found.comparison.periods),
        "without": [str(period) for period in found.comparison.without],
        "scale": found.comparison.scale,
        "value": mine.value,
        "interval": _interval(mine.interval),
        "order": found.order,
        "place": found.place,
        "best": found.alone[0],
        "worst": found.alone[1],
        "joint_best": found.together[0],
        "joint_worst": found.together[1],
        "of": found.of,
        "members": len(found.have) + len(found.missing),
        "reported": list(found.have),
        "missing": list(found.missing),
    }
