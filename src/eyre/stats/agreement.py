"""How far two people who read the same cases say the same."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from eyre.core import Refused


def agreement(first: Sequence[str], second: Sequence[str]) -> tuple[float, float | None]:
    """Return the share of cases on which two people agree, and Cohen's kappa: agreement beyond what chance gives.

    first, second: what each said of the same cases, in one order. Kappa is None where both said one and the same
    thing of every case: chance alone then gives full agreement, and there is nothing beyond it.
    Raises Refused for no case, and where the two have not the same number.
    Source: J. Cohen, Educational and Psychological Measurement 20 (1960) 37.
    """
    if not first or len(first) != len(second):
        raise Refused(
            f"Agreement needs the same cases, one or more, from both people; found {len(first)} and {len(second)}."
        )
    one, other = np.asarray(first, dtype=object), np.asarray(second, dtype=object)
    said = sorted({*first, *second})
    observed = float((one == other).mean())
    by_chance = sum(float((one == word).mean() * (other == word).mean()) for word in said)
    return observed, None if len(said) == 1 else (observed - by_chance) / (1 - by_chance)
