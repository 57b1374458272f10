"""Contributions in sentences a chair can read out."""

from __future__ import annotations

from eyre.drivers.chance import ContributionIntervals
from eyre.drivers.contributions import LEAST_NET, Contributions

MINUS = "\N{MINUS SIGN}"
WHY_NO_SHARE = (
    f"Shares of the net change are not given: gains and losses cancel (the net change is under {LEAST_NET:.0%} of all "
    "gains and losses together)."
)
WHY_NO_SHARE_BY_CHANCE = (
    "Shares of the net change are not given: its interval holds 0, so that there may be no change to share out."
)


def net_sentence(found: Contributions, intervals: ContributionIntervals | None = None) -> str:
    """The change of the whole, of one table: "A net rise of 150, 95 % interval 90 to 210, from 1,000 to 1,150"."""
    then, now, net = float(found.whole_then), float(found.whole_now), float(found.net)
    between = "" if intervals is None else f", {_interval(intervals, None)}"
    return f"{_a_net(net)}{between}, from {_count(then)} to {_count(now)}."


def part_sentence(
    name: str, found: Contributions, part: int, intervals: ContributionIntervals | None = None, *, share: bool = True
) -> str:
    """What one part accounts for: "X accounts for 120 more, 95 % interval 80 to 160, of a net rise of 150".

    found: of one table, shape (parts,). share: whether the share of the net change is said, where there is one.
    """
    change = float(found.change[part])
    between = "" if intervals is None else f", {_interval(intervals, part)},"
    percent = float(found.percent[part])
    said = "" if not share or percent != percent else f" ({_percent(percent)} of it)"
    return f"{name} accounts for {_more(change)}{between} of {_a_net(float(found.net)).lower()}{said}."


def why_no_share(found: Contributions, intervals: ContributionIntervals | None = None) -> str:
    """Why no shares of the net change are given for one table; nothing where they may be."""
    if bool(found.cancels):
        return WHY_NO_SHARE
    if intervals is not None and bool(intervals.net.holds(0)):
        return WHY_NO_SHARE_BY_CHANCE
    return ""


def _a_net(change: float) -> str:
    if change == 0:
        return "A net change of 0"
    return f"A net {'rise' if change > 0 else 'fall'} of {_count(abs(change))}"


def _more(change: float) -> str:
    if change == 0:
        return "no change"
    return f"{_count(abs(change))} {'more' if change > 0 else 'fewer'}"


def _interval(intervals: ContributionIntervals, part: int | None) -> str:
    """Of a part or of the net; in the direction of the sentence, with what lies the other way said."""
    own = intervals.net if part is None else intervals.parts
    low, mid, high = (float(v if part is None else v[part]) for v in (own.lower, own.estimate, own.upper))
    if mid < 0:
        low, high = -high, -low
    words = ("fewer", "more") if mid < 0 else ("more", "fewer")
    head = f"{100 * own.confidence:.0f} % interval "
    if low >= 0:
        return f"{head}{low:,.0f} to {high:,.0f}"
    return f"{head}{-low:,.0f} {words[1]} to {high:,.0f} {words[0]}"


def _percent(value: float) -> str:
    digits = f"{abs(value):.0f}"
    return f"{MINUS if value < 0 and digits != '0' else ''}{digits} %"


def _count(value: float) -> str:
    return f"{value:,.0f}" if float(value).is_integer() or abs(value) >= 1000 else f"{value:,.1f}"
