"""How well promises are noticed in notes whose promises somebody has marked: recall and false alarms.

    python tools/measure_noticing.py NOTES.txt TRUTH.json

TRUTH.json: {"commitments": [{"id": …, "line": …}, …]}, lines counted from 1. A promise is found when a sentence of its
line is offered; of the sentences offered on a line, as many as it has promises are right, and the others false alarms.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

from eyre.cycle.noticed import notice


def main(notes: Path, truth: Path) -> None:
    lines = notes.read_text("utf-8").split("\n")
    promised = Counter(each["line"] for each in json.loads(truth.read_text("utf-8"))["commitments"])
    offered = {number: notice(line) for number, line in enumerate(lines, 1)}
    found = sum(count for line, count in promised.items() if offered.get(line))
    told = sum(map(len, offered.values()))
    false = {line: max(0, len(each) - promised[line]) for line, each in offered.items()}
    print(f"promises {sum(promised.values())}, found {found}")
    print(f"sentences offered {told}, false alarms {sum(false.values())}")
    for line in sorted(promised.keys() | {line for line, count in false.items() if count}):
        for each in offered.get(line, ()):
            mark = "  " if line in promised else "? "
            print(f"{mark}{line:4} {each.phrase:20} {each.words(lines[line - 1]).strip()}")
        if not offered.get(line):
            print(f"- {line:4} nothing was noticed")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
