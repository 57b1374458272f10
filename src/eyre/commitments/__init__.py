"""A promise as a function of a path: what a test means, and its four answers: course, finding, luck and power."""

from eyre.body.commitment_test import Improvement
from eyre.commitments.answers import (
    Chance,
    Course,
    Finding,
    Luck,
    Part,
    Power,
    Verdict,
    course,
    finding,
    luck,
    luck_and_power,
    power,
)
from eyre.commitments.evaluate import passes
from eyre.commitments.faults import check, faults
from eyre.commitments.figures import AreaPaths, Figures, Recorded, published
from eyre.commitments.frozen import DRAWS, Known, frozen
from eyre.commitments.read import read_test
from eyre.commitments.testability import DoubtKind, Setting, Untestable, doubts_about

__all__ = [
    "DRAWS",
    "AreaPaths",
    "DoubtKind",
    "Chance",
    "Course",
    "Figures",
    "Finding",
    "Improvement",
    "Known",
    "Luck",
    "Part",
    "Power",
    "Recorded",
    "Setting",
    "Untestable",
    "doubts_about",
    "Verdict",
    "check",
    "course",
    "faults",
    "finding",
    "frozen",
    "luck",
    "luck_and_power",
    "passes",
    "power",
    "published",
    "read_test",
]
