"""commitments/<home>-<label>.toml: the tests agreed for a promise after its words were minuted.

Minutes are never edited, and a test is often agreed weeks later. Each agreement stays; the newest one of its label on
or before a day is the test that stood on that day.
"""

from __future__ import annotations

from datetime import date

from eyre.body.commitment_test import Improvement, Test
from eyre.body.meeting import LuckAndPower
from eyre.core import Reference
from eyre.core.codec import record
from eyre.cycle.due import Due


@record
class AgreedTest:
    """One test as it was agreed on a day, with what it was worth then.

    label: of the checkpoint it is for; empty for the promise itself. due: the day of a checkpoint. reading: the key of
    the reading it was offered by. matters: how large an improvement was agreed to matter. reason: why it takes the
    place of an earlier one.
    """

    label: str = ""
    due: Due | None = None
    test: Test
    agreed_by: str
    agreed_on: date
    reading: str = ""
    matters: Improvement | None = None
    luck_and_power: LuckAndPower | None = None
    reason: str = ""


@record
class AgreedTests:
    """What was agreed for one promise. illustrative: who says so, where nobody of the body did."""

    reference: Reference
    illustrative: str = ""
    agreed: tuple[AgreedTest, ...]
