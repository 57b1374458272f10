"""Promises noticed in the restated findings of December 2017: how many of them, and how many sentences beside them."""

from pathlib import Path

from eyre.body.folder import read_folder
from eyre.cycle.noticed import notice

# Which finding tells which of the 21. The other two, 9 and 21, are actions already.
TOLD_BY = {
    "F1": 1, "F2": 1, "F8": 1, "F16": 1, "F17": 1, "F19": 3, "F22": 1, "F24": 1, "F25": 1, "F26": 1, "F27": 1,
    "F30": 1, "F31": 1, "F32": 1, "F33": 1, "F34": 2,
}  # fmt: skip
LEAST_FOUND, MOST_FALSE = 18, 6


def test_most_promises_of_the_restated_record_are_noticed_with_few_false_alarms():
    meeting = read_folder(Path(__file__).resolve().parents[3] / "examples" / "west-mercia").meetings[0]
    findings = {f.reference.label: notice(f.words) for item in meeting.items for f in item.findings}
    assert sum(TOLD_BY.values()) == 19
    found = sum(promises for label, promises in TOLD_BY.items() if findings[label])
    false = sum(max(0, len(noticed) - TOLD_BY.get(label, 0)) for label, noticed in findings.items())
    assert found >= LEAST_FOUND
    assert false <= MOST_FALSE
