"""The section that looks back: what was issued, what was tried again, what people lodged."""

from datetime import date

import numpy as np
import pytest

from eyre.body.folder import read_folder
from eyre.body.issued import keep
from eyre.body.registers import Prediction, ProjectionSpecification, ProjectionSpecifications
from eyre.core import Month
from eyre.disclosure import Audience
from eyre.pack.document import Paragraph, naked_numbers, tables_of
from eyre.tracker.issued import to_issue
from eyre.writers.html import to_html
from small_body import load, small_body, steady

LODGED = {date(2022, 12, 20): 1, date(2023, 3, 20): 4}
YEAR = ProjectionSpecification(
    key="year", measure="burglary", area="anyshire", horizon_months=12, owner="chief", review=date(2023, 12, 1)
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A force known to September 2022, whose figures to November 2023 came in January 2024; 90 predicted, 100 came."""
    predictions = [
        Prediction(
            who="chief", lodged_on=on, measure="burglary", area="anyshire", period=Month(2023, first + at), value=90.0,
            low=80.0, high=95.0,
        )
        for on, first in LODGED.items()
        for at in range(3)
    ]  # fmt: skip
    known = steady(100, 30)
    folder = small_body(
        tmp_path_factory.mktemp("pack") / "body", {"burglary": {"anyshire": known}}, received=date(2022, 11, 10),
        predictions=tuple(predictions), projections=ProjectionSpecifications(projections=(YEAR,)),
    )  # fmt: skip
    keep(folder.path, to_issue(folder, YEAR, as_of=date(2022, 12, 1), issued_on=date(2022, 12, 1), seed=0))
    later = np.array([100.0, 104, 96, 101, 103, 99, 102, 98, 100, 105, 97, 100, 102, 99])
    load(folder.path, {"burglary": {"anyshire": later}}, first=Month(2022, 10), received=date(2024, 1, 10))
    return read_folder(folder.path)


def sections(document):
    return {section.anchor: section for section in document.sections}


def words(section):
    return " ".join(block.text.plain for block in section.blocks if isinstance(block, Paragraph))


@pytest.fixture(scope="module")
def document(folder, make_pack):
    return make_pack(folder).document()


def test_what_was_issued_stands_beside_what_came(document):
    section = sections(document)["how-good-issued"]
    assert "issued on 1 December 2022 on figures known to September 2022" in words(section)
    assert "Of 12 months with a figure" in words(section)
    (table,) = [t for s, t in tables_of(document) if s.anchor == "how-good-issued"]
    assert table.column("came")[:3] == (100, 104, 96)


def test_an_overdue_review_is_listed(document):
    assert "Specifications whose review is overdue:" in words(sections(document)["how-good-issued"])


def test_the_sentence_of_the_meeting_is_there_with_its_numbers(document):
    # results 101, 103, 99, 102, 98, 100 of January to June 2023, 90 predicted: mean error 10.5
    section = sections(document)["how-good-predictions"]
    assert "predictions were below the result in 6 of 6, by 10.5 offences on average" in words(section)


def test_no_digit_of_it_stands_without_a_base(document):
    assert naked_numbers(document) == []
    assert "How good have our projections been here?" in to_html(document)


def test_what_a_post_lodged_is_not_for_the_public(folder, make_pack):
    public = sections(make_pack(folder, audience=Audience.PUBLIC).document())
    assert "how-good-issued" in public
    assert "how-good-predictions" not in public


def test_a_body_that_foretold_nothing_says_so(pack_of):
    plain = sections(pack_of({"burglary": {"anyshire": steady(100)}}).document())
    for anchor in ("how-good-issued", "how-good-predictions"):
        assert plain[anchor].blocks
