"""Dip samples: how many to draw, which, what was read of them, and what that proves."""

from eyre.sampling.checklist import Checklist, Reading, Result, read_checklist
from eyre.sampling.draw import (
    Allocation,
    Drawn,
    DrawRecord,
    StratumDrawn,
    draw,
    draw_again,
    draw_given,
    say_stratum,
)
from eyre.sampling.evaluate import (
    CLAIM,
    Difference,
    Evaluation,
    compare,
    evaluate,
    say_belief,
    say_hand_picked,
    weighted_share,
)
from eyre.sampling.frame import Frame, read_frame
from eyre.sampling.plan import (
    SHOWN_RATES,
    Plan,
    chance_accepted,
    say_misses,
    say_size,
    size_to_exclude,
    two_point_plan,
)
from eyre.sampling.report import Found, SampleReport, report
from eyre.sampling.reviewers import Agreement, Disagreement, agreements, settle
from eyre.sampling.sheet import Sheet, sheet
from eyre.sampling.standards import Element, ScopeRule, Standard, check_standard, version_in_force
from eyre.sampling.times import Moment

__all__ = [
    "Agreement",
    "Allocation",
    "CLAIM",
    "Checklist",
    "Difference",
    "Disagreement",
    "DrawRecord",
    "Drawn",
    "Element",
    "Evaluation",
    "Found",
    "Frame",
    "Moment",
    "Plan",
    "Reading",
    "Result",
    "SHOWN_RATES",
    "SampleReport",
    "ScopeRule",
    "Sheet",
    "Standard",
    "StratumDrawn",
    "agreements",
    "chance_accepted",
    "check_standard",
    "compare",
    "draw",
    "draw_again",
    "draw_given",
    "evaluate",
    "read_checklist",
    "read_frame",
    "report",
    "say_belief",
    "say_hand_picked",
    "say_misses",
    "say_size",
    "say_stratum",
    "settle",
    "sheet",
    "size_to_exclude",
    "two_point_plan",
    "version_in_force",
    "weighted_share",
]
