"""Small figures behind published reference values; where they come from: data/published/README.md."""

import csv
from pathlib import Path

import numpy as np

DATA = Path(__file__).parent / "data" / "published"
DISTRICTS = 757  # of which apiclus1 has 15
SCHOOL_WEIGHT = 33.847  # as the data have it


def apiclus1():
    """The cluster sample: API of 2000, whether a school has no English language learners, and its district.

    The index of each school is not kept, but two schools of each district carry all of its spread, so every sum and
    sum of squares, and with them every mean, standard error and design effect, is that of the data.
    """
    index, no_learners, district = [], [], []
    for row in _rows("apiclus1_districts.csv"):
        schools, total, squares = (int(row[key]) for key in ("schools", "sum_api00", "sum_of_squares_api00"))
        mean = total / schools
        own = np.full(schools, mean)
        if schools > 1:
            own[:2] += np.array([1, -1]) * np.sqrt((squares - schools * mean**2) / 2)
        index.append(own)
        no_learners.append(np.arange(schools) < int(row["ell_is_0"]))
        district.append(np.full(schools, int(row["district"])))
    return np.concatenate(index), np.concatenate(no_learners).astype(float), np.concatenate(district)


def medpar():
    """Days of stay observed and expected at each of 54 hospitals."""
    rows = _rows("medpar_providers.csv")
    return tuple(np.array([float(row[key]) for row in rows]) for key in ("observed", "expected"))


def _rows(name):
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
