"""One kind of test a file; here the table from the record to what it means."""

from eyre.body.commitment_test import (
    ChangeTest,
    LevelTest,
    ParityTest,
    RankTest,
    RelativeChangeTest,
    ReversalTest,
    SeriesTest,
    SignalTest,
    WithinTest,
)
from eyre.commitments.kinds.change import CHANGE
from eyre.commitments.kinds.kind import SeriesKind
from eyre.commitments.kinds.level import LEVEL
from eyre.commitments.kinds.parity import PARITY
from eyre.commitments.kinds.rank import RANK
from eyre.commitments.kinds.relative_change import RELATIVE_CHANGE
from eyre.commitments.kinds.reversal import REVERSAL
from eyre.commitments.kinds.signal import SIGNAL
from eyre.commitments.kinds.within import WITHIN

SERIES_KINDS: dict[type[SeriesTest], SeriesKind] = {
    LevelTest: LEVEL,
    ChangeTest: CHANGE,
    RelativeChangeTest: RELATIVE_CHANGE,
    WithinTest: WITHIN,
    SignalTest: SIGNAL,
    ReversalTest: REVERSAL,
    RankTest: RANK,
    ParityTest: PARITY,
}

__all__ = ["SERIES_KINDS", "SeriesKind"]
