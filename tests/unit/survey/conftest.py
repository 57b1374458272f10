"""Small surveys to ask things of."""

import pytest

from eyre.core import Month
from eyre.survey import Group, SurveyRow, survey_of

FIRST = Month(2017, 1)


@pytest.fixture
def rows():
    """Rows of counts, month by month from January 2017; None is a month left out. Keys: element/area/crime type."""

    def of(**groups):
        return [
            SurveyRow(
                FIRST.shift(at), float(k_of_n[0]), float(k_of_n[1]), group_of(name), where=f"{name}, row {at + 2}"
            )
            for name, months in groups.items()
            for at, k_of_n in enumerate(months)
            if k_of_n is not None
        ]

    return of


@pytest.fixture
def survey(rows):
    return lambda **groups: survey_of(rows(**groups))


@pytest.fixture
def answers():
    """A survey of single answers: (month from 0, satisfied, weight, cluster, area)."""

    def of(given, **options):
        rows = [
            SurveyRow(FIRST.shift(at), float(yes), 1.0, Group("", area), weight=weight, cluster=cluster)
            for at, yes, weight, cluster, area in given
        ]
        return survey_of(rows, are_answers=True, **options)

    return of


def group_of(name):
    """whole_experience__telford__burglary; an area alone is of no element."""
    parts = name.split("__")
    return Group(area=parts[0]) if len(parts) == 1 else Group(*parts)
