"""What every engine must make of small street files. The plain engine is the judge; the others must say the same."""

import pytest

from eyre.engines import ENGINES, OUTCOMES, STREET, CannotCount, RowCount, engine_named

HEADER = ",".join(STREET.columns)
FORCE = "West Mercia Police"


def row(crime_id="", month="2025-01", lsoa="Redditch 009D", kind="Drugs", outcome="", falls=FORCE, reported=FORCE):
    return f"{crime_id},{month},{reported},{falls},-1.9,52.3,On or near A,E01,{lsoa},{kind},{outcome},"


def counted(rows, *, month="2025-01", district="Redditch", what="Drugs", outcome="", falls=FORCE, reported=FORCE):
    return RowCount(0, month, reported, falls, district, what, outcome, rows)


ASB = "Anti-social behaviour"
SPEC = {
    "rows that look alike are separate records": ([row(kind=ASB)] * 3, [counted(3, what=ASB)]),
    "small areas of one district are one": ([row(lsoa="Redditch 009D"), row(lsoa="Redditch 010A")], [counted(2)]),
    "a row without LSOA has no district": ([row(lsoa="")], [counted(1, district="")]),
    "a quoted name keeps its comma": (
        [row(lsoa='"Bournemouth, Christchurch and Poole 037F"')],
        [counted(1, district="Bournemouth, Christchurch and Poole")],
    ),
    "a name without a small area's number is kept whole": ([row(lsoa="Redditch")], [counted(1)]),
    "a number of another shape is part of the name": (
        [row(lsoa="Redditch 12"), row(lsoa="Redditch 009d")],
        [counted(1, district="Redditch 009d"), counted(1, district="Redditch 12")],
    ),
    "outcomes are told apart": (
        [row("a", outcome="Local resolution"), row("b")],
        [counted(1), counted(1, outcome="Local resolution")],
    ),
    "who reported it is told apart": (
        [row(), row(reported="BTP")],
        [counted(1, reported="BTP"), counted(1)],
    ),
    "an empty line is no row": ([row(), "", row()], [counted(2)]),
    "empty cells beyond the last are let pass": ([row() + ",", row() + ",,,"], [counted(2)]),
    "spaces are kept as they are": ([row(kind=" Drugs")], [counted(1, what=" Drugs")]),
    "a file of no rows counts nothing": ([], []),
}


@pytest.fixture(params=sorted(ENGINES))
def engine(request):
    return engine_named(request.param)


def written(folder, lines, end="\n", header=HEADER):
    path = folder / "street.csv"
    path.write_bytes(end.join([header, *lines, ""]).encode())
    return path


@pytest.mark.parametrize("case", sorted(SPEC))
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_an_engine_counts_what_the_rows_say(engine, tmp_path, case, end):
    lines, expected = SPEC[case]
    assert engine.count_street_rows([written(tmp_path, lines, end)]) == expected


@pytest.mark.parametrize(
    "line",
    [row() + ",,x", "a,2025-01", row().replace("Redditch 009D", '"Redditch 009D'), row().replace("Drugs", '"Drugs"x')],
)
def test_an_engine_refuses_a_row_that_is_none(engine, tmp_path, line):
    with pytest.raises(CannotCount, match=r"[Ll]ine"):
        engine.count_street_rows([written(tmp_path, [row(), line])])


def test_an_engine_tells_files_apart(engine, tmp_path):
    for name in "ab":
        (tmp_path / name).mkdir()
    files = [written(tmp_path / "b", [row()]), written(tmp_path / "a", [row(), row()])]
    assert engine.count_street_rows(files) == [counted(1), counted(2)._replace(file=1)]


def test_an_engine_counts_ids_that_are_not_new_and_leaves_rows_without(engine, tmp_path):
    # a, a, a: two more than one; b: none; the empty IDs of anti-social behaviour are not IDs
    lines = [row("a"), row("a"), row("a", falls="Kent Police"), row("a"), row("b"), row(), row()]
    file = written(tmp_path, lines)
    assert engine.surplus_ids([file]) == {"Kent Police": 0, FORCE: 2}


def test_an_engine_reads_outcome_files_by_their_own_columns(engine, tmp_path):
    line = f"a,2025-01,{FORCE},{FORCE},,,,E01,Redditch 009D,Local resolution"
    file = written(tmp_path, [line], header=",".join(OUTCOMES.columns))
    assert engine.count_street_rows([file], OUTCOMES) == [counted(1, what="Local resolution")]


def test_an_engine_counts_nothing_in_no_files(engine):
    assert engine.count_street_rows([]) == []
    assert engine.surplus_ids([]) == {}
