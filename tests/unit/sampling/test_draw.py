"""The frame and the draw: seeded, stratified, to be drawn again by anyone; references only."""

import hashlib

import pytest

from eyre.core import BadInput, Refused
from eyre.sampling import Allocation, draw, draw_again, draw_given, read_frame, sheet
from eyre.sampling.draw import equal, key, proportional


def frame(north=40, south=15, telford=5, **more):
    areas = ["north"] * north + ["south"] * south + ["telford"] * telford
    columns = {"Reference": [f"22/{at}" for at in range(len(areas))], "Area": areas, **more}
    return read_frame(sheet("frame.csv", columns),
                      ["area"])  # fmt: skip


def test_the_draw_can_be_checked_with_nothing_but_sha256():
    names = [f"case-{at}" for at in range(50)]
    drawn = draw(read_frame(sheet("f.csv", {"reference": names})), 10, seed=2017)
    by_hand = sorted(names, key=lambda name: hashlib.sha256(f"2017:{name}".encode()).hexdigest())[:10]
    assert list(drawn.references) == by_hand


def test_the_draw_of_the_manual_is_as_it_says():
    # docs/explanation/sampling.md: the keys of case 1 to case 6 begin d302, 2040, 058b, 63b5, 8f27, ed6c
    names = [f"case {at}" for at in range(1, 7)]
    assert draw(read_frame(sheet("f.csv", {"reference": names})), 2, seed=2017).references == ("case 3", "case 2")
    assert key(2017, "case 3").startswith("058b368f")


def test_strata_get_their_share_and_the_record_says_so():
    record = draw(frame(), 20, seed=1).record
    # 20 x 40/60 = 13.3, 20 x 15/60 = 5, 20 x 5/60 = 1.7: 13, 5, 1 and the odd one to the largest remainder
    assert [(one.stratum, one.size, one.drawn) for one in record.strata] == [
        (("north",), 40, 13), (("south",), 15, 5), (("telford",), 5, 2),
    ]  # fmt: skip
    assert (record.seed, record.frame_size, record.asked, len(record.frame_sha256)) == (1, 60, 20, 64)


def test_an_equal_share_takes_all_of_a_small_stratum_and_spreads_the_rest():
    record = draw(frame(), 20, seed=1, allocation=Allocation.EQUAL).record
    assert [one.drawn for one in record.strata] == [8, 7, 5]
    assert equal({("a",): 9, ("b",): 9}, 5) == {("a",): 2, ("b",): 3}
    assert proportional({("a",): 9, ("b",): 1}, 1) == {("a",): 1, ("b",): 0}


def test_a_person_may_say_how_many_of_each_stratum():
    drawn = draw_given(frame(), {("north",): 2, ("telford",): 5}, seed=1)
    assert sorted(stratum for (stratum,) in drawn.strata) == ["north"] * 2 + ["telford"] * 5
    assert drawn.record.not_drawn_from == (("south",),)


def test_strata_that_are_empty_or_too_small_are_all_named():
    with pytest.raises(BadInput) as bad:
        draw_given(frame(), {("west",): 2, ("telford",): 6}, seed=1)
    assert [fault.what for fault in bad.value.faults] == [
        'The stratum "west" has no case in the frame. There are: north, south, telford.',
        "6 cases were asked of telford, which has 5.",
    ]


def test_a_draw_is_drawn_again_from_the_same_frame_in_any_order():
    first = draw(frame(), 12, seed=7)
    turned = sheet("again.csv", {"area": ["telford"] * 5 + ["south"] * 15 + ["north"] * 40,
                                 "reference": [f"22/{at}" for at in reversed(range(60))]})  # fmt: skip
    assert draw_again(read_frame(turned, ["area"]), first.record) == first


def test_another_frame_is_not_drawn_from_again():
    record = draw(frame(), 12, seed=7).record
    with pytest.raises(Refused, match="it has 61 cases"):
        draw_again(frame(telford=6), record)


def test_a_case_that_is_added_displaces_at_most_one():
    names = [f"case-{at}" for at in range(200)]
    before = set(draw(read_frame(sheet("f.csv", {"reference": names})), 20, seed=3).references)
    for late in range(30):
        longer = read_frame(sheet("f.csv", {"reference": [*names, f"late-{late}"]}))
        assert len(before - set(draw(longer, 20, seed=3).references)) <= 1


@pytest.mark.parametrize(
    ("size", "says"), [(0, "1 or more"), (61, "61 cases were asked of a frame of 60"), (2.5, "whole")]
)
def test_a_size_that_cannot_be_is_refused(size, says):
    with pytest.raises(Refused, match=says):
        draw(frame(), size, seed=1)


def test_duplicates_and_blanks_are_refused_with_their_rows():
    with pytest.raises(BadInput) as bad:
        read_frame(sheet("f.csv", {"reference": ["a", "b", "a", ""], "area": ["n", "", "n", "s"]}), ["area"])
    assert sorted(map(str, bad.value.faults)) == [
        "f.csv, row 3: has nothing in the column area. Fill it in, or take the case out of the frame.",
        'f.csv, row 4: has the case "a" again, after row 2. Keep one.',
        "f.csv, row 5: has nothing in the column reference. Fill it in, or take the case out of the frame.",
    ]


def test_a_missing_column_is_named_with_those_that_are_there():
    with pytest.raises(BadInput, match=r'has no column "area"\. Its columns: reference, district.'):
        read_frame(sheet("f.csv", {"reference": ["a"], "district": ["n"]}), ["area"])
    with pytest.raises(BadInput, match="a header and no rows"):
        read_frame(sheet("f.csv", {"reference": []}))


def test_columns_that_point_at_a_person_are_refused_all_at_once_and_nothing_of_them_is_repeated():
    with pytest.raises(BadInput) as bad:
        read_frame(sheet("f.csv", {"reference": ["a", "b"], "VictimName": ["x", "y"], "remark": ["fine", "WR3 8SP"]}))
    assert [str(fault).split(". A sample")[0] for fault in bad.value.faults] == [
        'f.csv: the column "victimname" points at a person by its name',
        'f.csv, row 3: the column "remark" holds what looks like a postcode',
    ]


def test_a_reference_of_eleven_digits_may_be_drawn_and_a_telephone_number_beside_it_may_not():
    cases = ["07700900123", "07700900124"]
    assert len(read_frame(sheet("f.csv", {"reference": cases}))) == 2
    assert len(read_frame(sheet("f.csv", {"Crime No": cases}), reference="crime_no")) == 2
    with pytest.raises(BadInput, match='row 2: the column "remark" holds what looks like a telephone number'):
        read_frame(sheet("f.csv", {"reference": ["a", "b"], "remark": cases}))
