import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from eyre.core import Area, AreaKind, AreaTree, BadInput
from street_files import doubts, figures

LONDON = AreaTree(
    (
        Area(key="metropolitan", name="Metropolitan Police", kind=AreaKind.FORCE),
        Area(key="camden", name="Camden", kind=AreaKind.LOCAL_POLICING_AREA, part_of="metropolitan"),
        Area(key="airports", name="Airports", kind=AreaKind.LOCAL_POLICING_AREA, part_of="metropolitan",
             aliases=("London Heathrow and London City Airports",)),
        Area(key="metropolitan:no-location", name="No place", kind=AreaKind.NOT_PLACED, part_of="metropolitan"),
    )
)  # fmt: skip
HEADER = "month,force,area_code,area_name,major_type,crime_type,count"
ROWS = (
    "2020-03,metropolitan,E09000007,Camden,BURGLARY,DOMESTIC BURGLARY,70",
    "2020-03,metropolitan,E09000007,Camden,BURGLARY,BURGLARY - BUSINESS,30",
    "2020-03,metropolitan,,Unknown,BURGLARY,DOMESTIC BURGLARY,9",
    "2020-03,metropolitan,,London Heathrow and London City Airports,BURGLARY,DOMESTIC BURGLARY,1",
)


def written(tmp_path, *lines):
    file = tmp_path / "panel.csv"
    file.write_text("\n".join([*lines, ""]), "utf-8")
    return file


def test_minor_types_are_added_up_to_offence_groups_by_area(read, tmp_path):
    reading = read(written(tmp_path, HEADER, *ROWS), areas=LONDON)
    assert figures(reading, "burglary") == {
        ("camden", "2020-03"): 100,
        ("metropolitan:no-location", "2020-03"): 9,
        ("airports", "2020-03"): 1,
    }
    assert reading.publisher == "Metropolitan Police Service (London Datastore)"


def test_a_table_of_several_publications_needs_one_to_be_chosen(read, tmp_path):
    rows = [f"{row},{vintage}" for vintage in ("2022-02", "2024-02") for row in ROWS[:1]]
    rows[1] = rows[1].replace(",70,", ",68,")
    file = written(tmp_path, f"{HEADER},vintage", *rows)
    with pytest.raises(BadInput, match=r"holds the publications 2022-02, 2024-02. Say which: --vintage 2024-02"):
        read(file, areas=LONDON)
    assert figures(read(file, areas=LONDON, vintage="2022-02"), "burglary")["camden", "2020-03"] == 70
    assert figures(read(file, areas=LONDON, vintage="2024-02"), "burglary")["camden", "2020-03"] == 68
    with pytest.raises(BadInput, match="Say which"):
        read(file, areas=LONDON, vintage="2023-01")


def test_the_wide_layout_as_it_is_published_is_read(read, tmp_path):
    file = written(
        tmp_path,
        "MajorText,MinorText,LookUp_BoroughName,202003,202004",
        "BURGLARY,DOMESTIC BURGLARY,Camden,70,60",
        "BURGLARY,BURGLARY - BUSINESS,Camden,30,",
    )
    with pytest.raises(BadInput, match=r'row 3: count "" is not a number'):
        read(file, areas=LONDON)
    file.write_text(file.read_text().replace("30,", "30,5"))
    assert figures(read(file, areas=LONDON), "burglary") == {("camden", "2020-03"): 100, ("camden", "2020-04"): 65}


def test_an_older_offence_group_is_counted_under_its_new_name_and_said(read, tmp_path):
    row = ROWS[0].replace("BURGLARY,DOMESTIC BURGLARY", "Historical Fraud and Forgery,Historical Fraud and Forgery")
    reading = read(written(tmp_path, HEADER, row), areas=LONDON)
    assert figures(reading, "fraud_and_forgery") == {("camden", "2020-03"): 70}
    assert any("counted as fraud_and_forgery" in doubt for doubt in doubts(reading))


def test_an_area_the_body_does_not_know_is_said_once(read, tmp_path):
    rows = [row.replace("Camden", "Camdon") for row in ROWS[:2]]
    with pytest.raises(BadInput) as refused:
        read(written(tmp_path, HEADER, *rows), areas=LONDON)
    assert [str(fault) for fault in refused.value.faults] == [
        'panel.csv, row 2: area "Camdon" of metropolitan is not known. Did the body mean "camden"?'
    ]


def test_a_panel_of_police_uk_types_has_the_types_for_measures(read, tmp_path):
    table = pa.table(
        {
            "month": ["2025-01", "2025-01"],
            "force": ["west-midlands"] * 2,
            "area_name": ["Dudley", "(no location)"],
            "crime_type": ["Bicycle theft"] * 2,
            "count": [4, 1],
        }
    )
    pq.write_table(table, tmp_path / "a.parquet")
    assert figures(read(tmp_path / "a.parquet"), "bicycle_theft") == {
        ("dudley", "2025-01"): 4,
        ("west-midlands:no-location", "2025-01"): 1,
    }


def test_a_count_or_month_that_is_none_is_said_with_its_row(read, tmp_path):
    rows = [ROWS[0].replace(",70", ",seventy"), ROWS[1].replace("2020-03", "2020-3"), ROWS[0].replace(",70", ",-7")]
    with pytest.raises(BadInput) as refused:
        read(written(tmp_path, HEADER, *rows), areas=LONDON)
    assert [fault.where for fault in refused.value.faults] == [f"panel.csv, row {row}" for row in (2, 3, 4)]
