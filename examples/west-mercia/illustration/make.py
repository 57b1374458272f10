"""Make the made-up satisfaction figures of this folder: the same seed, the same bytes. Needs Python and nothing else.

    python make.py

Nobody answered any of these questions. README.md beside this file says what is made up, why, and after which pattern.
"""

import csv
from collections.abc import Iterator
from pathlib import Path
from random import Random  # noqa: TID251 - needs nothing installed, and its numbers are the same in every version

SEED = 20171219
FIRST, LAST_CHANGE, LAST = (2016, 1), (2017, 11), (2018, 6)  # nothing changes after November 2017: luck alone is left
AREAS = {  # points above or below the force, fewest and most answers a month
    "telford": (-5, 8, 14),
    "north-worcestershire": (0, 13, 20),
    "south-worcestershire": (2, 16, 25),
    "herefordshire-lpa": (3, 8, 13),
    "shropshire-lpa": (0, 12, 19),
}
ELEMENTS = {"first_contact": 92, "actions_taken": 82, "follow_up": 76, "treatment": 93, "whole_experience": 85}
FALL = 3  # points that every element loses from January to November 2017
HATE_CRIME = (88, 70, 4, 9)  # share at first and from November 2017 on, fewest and most answers a month
BURGLARY_ANSWERS = 40
BURGLARY_EARLIER = (96, 99)  # of 120: every three months to August 2017 lie between 80 % and 82.5 %
BURGLARY_AS_QUOTED = {(2017, 9): 35, (2017, 10): 35, (2017, 11): 38}  # 87.5, 87.5 and 95 %; pooled 108 of 120, 90 %
BURGLARY_LATER = 90
LOADS = (((2016, 1), (2017, 8)), ((2017, 9), (2017, 11)), ((2017, 12), (2017, 12)), ((2018, 1), (2018, 3)),
         ((2018, 4), (2018, 4)), ((2018, 5), (2018, 6)))  # fmt: skip

Month = tuple[int, int]
Row = tuple[str, str, str, str, int, int]


def months(first: Month, last: Month) -> list[Month]:
    """Every month from the first to the last."""
    return [(at // 12, at % 12 + 1) for at in range(first[0] * 12 + first[1] - 1, last[0] * 12 + last[1])]


def satisfied(random: Random, n: int, percent: float) -> int:
    return sum(random.random() < percent / 100 for _ in range(n))


def so_far(month: Month, first: Month, last: Month) -> float:
    """How much of a steady change has come about: 0 before the first month, 1 from the last on."""
    at, start, end = (year * 12 + number for year, number in (month, first, last))
    return min(max((at - start) / (end - start), 0.0), 1.0)


def row(measure: str, element: str, area: str, month: Month, k: int, n: int) -> Row:
    return (measure, f"element={element}" if element else "", area, f"{month[0]}-{month[1]:02d}", k, n)


def overall(random: Random, month: Month) -> Iterator[Row]:
    """All crime: each element in each area, and the force as their sum."""
    answers = {area: random.randint(fewest, most) for area, (_, fewest, most) in AREAS.items()}
    fallen = FALL * so_far(month, (2017, 1), LAST_CHANGE)
    for element, level in ELEMENTS.items():
        got = {area: satisfied(random, n, level + AREAS[area][0] - fallen) for area, n in answers.items()}
        counts = {**got, "west-mercia": sum(got.values())}
        for area, k in counts.items():
            n = answers.get(area, sum(answers.values()))
            yield row("victim_satisfaction", element, area, month, k, n)
            if element == "whole_experience":  # the overall question is also the figure without an element
                yield row("victim_satisfaction", "", area, month, k, n)


def one_question(measure: str, month: Month, k: int, n: int) -> Iterator[Row]:
    """The overall question of the force, under its element and without one."""
    for element in ("", "whole_experience"):
        yield row(measure, element, "west-mercia", month, k, n)


def hate_crime(random: Random, month: Month) -> Iterator[Row]:
    before, after, fewest, most = HATE_CRIME
    n = random.randint(fewest, most)
    level = before + (after - before) * so_far(month, FIRST, LAST_CHANGE)
    yield from one_question("hate_crime_victim_satisfaction", month, satisfied(random, n, level), n)


def burglary(random: Random) -> Iterator[Row]:
    """As the meeting quoted it: three bases that agree with one another."""
    seen: list[int] = []
    low, high = BURGLARY_EARLIER
    for month in months(FIRST, LAST):
        if month in BURGLARY_AS_QUOTED:
            k = BURGLARY_AS_QUOTED[month]
        elif month > LAST_CHANGE:
            k = satisfied(random, BURGLARY_ANSWERS, BURGLARY_LATER)
        else:
            k = random.randint(31, 34)
            while len(seen) > 1 and not low <= seen[-2] + seen[-1] + k <= high:
                k = random.randint(31, 34)
        seen.append(k)
        yield from one_question("burglary_victim_satisfaction", month, k, BURGLARY_ANSWERS)


def every_row() -> list[Row]:
    random = Random(SEED)
    rows = list(burglary(random))
    for month in months(FIRST, LAST):
        rows += [*overall(random, month), *hate_crime(random, month)]
    return sorted(rows)


def write(home: Path) -> None:
    """One file a load, named by its months."""
    rows = every_row()
    for first, last in LOADS:
        names = [f"{year}-{number:02d}" for year, number in (first, last)]
        path = home / f"satisfaction-{'--'.join(dict.fromkeys(names))}.csv"
        with path.open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out, lineterminator="\n")
            writer.writerow(["measure", "facet", "area", "period", "numerator", "denominator", "value", "note"])
            for each in rows:
                if names[0] <= each[3] <= names[1]:
                    writer.writerow([*each, f"{100 * each[4] / each[5]:.4f}", "MADE UP FOR ILLUSTRATION"])


if __name__ == "__main__":
    write(Path(__file__).parent)
