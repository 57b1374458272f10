"""police.uk files to figures. Numbers of real files were counted from them with grep and awk."""

import gzip
import zipfile

import pytest

from eyre.core import AreaTree, BadInput, Facet, Month
from eyre.readers.crime_types import KEYS, TYPES
from eyre.readers.reading import Tally
from street_files import REAL, doubts, figures, force, street_file, street_row, total

OCTOBER = REAL / "2025-10-west-mercia-street.csv.gz"
FEBRUARY = REAL / "2019-02-west-mercia-street.csv.gz"
WARWICKSHIRE = REAL / "2025-10-warwickshire-street.csv.gz"
NORTHERN_IRELAND = REAL / "2025-10-northern-ireland-street.csv.gz"
WEST_MERCIA = force("west-mercia")


def test_the_areas_of_a_force_add_up_to_its_records(read):
    reading = read(OCTOBER, FEBRUARY, areas=WEST_MERCIA)
    assert total(reading) == 8463 + 9253 == reading.rows_read
    assert reading.counts["no_location"] == 158 + 39


def test_anti_social_behaviour_has_no_id_and_all_of_it_is_counted(read):
    # 1,445 rows without Crime ID; 205 rows of the file look exactly like another
    asb = figures(read(OCTOBER, areas=WEST_MERCIA), "anti_social_behaviour")
    assert sum(asb.values()) == 1445


def test_a_district_is_the_lsoa_name_less_its_number(read):
    assert figures(read(OCTOBER, areas=WEST_MERCIA), "burglary")["bromsgrove", "2025-10"] == 48
    assert figures(read(FEBRUARY, areas=WEST_MERCIA), "drugs")["malvern-hills", "2019-02"] == 4


def test_rows_without_place_and_rows_outside_are_counted_apart(read):
    reading = read(OCTOBER, areas=WEST_MERCIA)
    assert reading.tallies == (
        Tally(of="west-mercia", period="2025-10", rows=8463, placed=8463 - 158 - 34, no_location=158, outside=34),
    )
    kinds = [KEYS[name] for name in TYPES]
    apart = [
        sum(figures(reading, kind)[area, "2025-10"] for kind in kinds)
        for area in ("west-mercia:no-location", "west-mercia:outside")
    ]
    assert apart == [158, 34]


def test_an_id_that_occurs_twice_is_counted_twice_and_said(read):
    reading = read(FEBRUARY, areas=WEST_MERCIA)
    assert "West Mercia Police: 1 row repeats the Crime ID of another row; all were counted." in doubts(reading)
    assert any("2 rows repeat the Crime ID" in doubt for doubt in doubts(read(OCTOBER, areas=WEST_MERCIA)))


def test_a_type_without_rows_in_an_area_is_a_real_zero(read, tmp_path):
    reading = read(street_file(tmp_path / "a.csv", street_row()), areas=force("west-mercia", "Redditch", "Wychavon"))
    assert figures(reading, "robbery") == {
        ("redditch", "2025-01"): 0,
        ("wychavon", "2025-01"): 0,
        ("west-mercia:no-location", "2025-01"): 0,
        ("west-mercia:outside", "2025-01"): 0,
    }
    assert reading.covers.covers("robbery", Facet(), "wychavon", Month(2025, 1))
    assert not reading.covers.covers("robbery", Facet(), "wychavon", Month(2025, 2))


def test_a_force_known_as_a_whole_gets_one_figure(read):
    reading = read(NORTHERN_IRELAND, areas=force("northern-ireland", whole=True))
    assert figures(reading, "anti_social_behaviour") == {("northern-ireland", "2025-10"): 800}
    assert reading.counts["placed"] == 800


def test_a_force_of_its_own_without_any_lsoa_has_all_rows_without_place(read):
    reading = read(NORTHERN_IRELAND, areas=force("northern-ireland", "Belfast"))
    assert reading.counts == {
        "files": 1, "rows": 800, "placed": 0, "no_location": 800, "outside": 0, "left_out": 0,
    }  # fmt: skip


def test_a_force_not_seen_before_is_read_with_the_areas_of_the_gazetteer(read):
    reading = read(WARWICKSHIRE)
    assert {area for area, _ in figures(reading, "drugs")} == {
        "north-warwickshire", "nuneaton-and-bedworth", "rugby", "stratford-on-avon", "warwick",
        "warwickshire:no-location", "warwickshire:outside",
    }  # fmt: skip
    assert total(reading) == 4364


def test_the_layout_of_a_download_is_read_from_zip_and_folder_alike(read, tmp_path):
    archive = REAL / "download.zip"
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(tmp_path / "download")
    assert read(archive).table == read(tmp_path / "download").table
    assert {source.name for source in read(archive).sources} == {
        "download.zip/2019-02/2019-02-warwickshire-street.csv",
        "download.zip/2025-02/2025-02-warwickshire-street.csv",
    }


def test_the_same_content_is_counted_once_however_it_is_packed(read, tmp_path):
    plain = tmp_path / "2025-10-warwickshire-street.csv"
    plain.write_bytes(gzip.decompress(WARWICKSHIRE.read_bytes()))
    reading = read(WARWICKSHIRE, plain)
    assert total(reading) == 4364
    assert f"{plain.name}: has the same content as {plain.name}; it was counted once." in doubts(reading)


def test_two_files_with_other_rows_for_one_force_and_month_are_refused(read, tmp_path):
    one = street_file(tmp_path / "2025-01-west-mercia-street.csv", street_row())
    other = street_file(tmp_path / "again.csv", street_row(), street_row())
    with pytest.raises(BadInput, match=r"again.csv: holds west-mercia 2025-01, and so does 2025-01-west-mercia"):
        read(one, other)


def test_falls_within_is_believed_before_the_name_and_before_who_reported_it(read, tmp_path):
    row = street_row(Falls_within="Warwickshire Police", LSOA_name="Rugby 001A")
    reading = read(street_file(tmp_path / "2025-01-west-mercia-street.csv", row))
    assert figures(reading, "drugs")["rugby", "2025-01"] == 1
    assert doubts(reading)[:2] == [
        "2025-01-west-mercia-street.csv: is named west-mercia 2025-01 and holds warwickshire 2025-01. "
        "The rows were believed.",
        'Warwickshire Police: 1 row was reported by West Mercia Police; "Falls within" was believed.',
    ]


def test_a_month_inside_is_believed_before_the_name(read, tmp_path):
    reading = read(street_file(tmp_path / "2025-02-west-mercia-street.csv", street_row()))
    assert figures(reading, "drugs")["redditch", "2025-01"] == 1
    assert "is named west-mercia 2025-02 and holds west-mercia 2025-01" in doubts(reading)[0]


def test_stray_rows_are_counted_but_complete_nothing(read, tmp_path):
    stray = street_row(Month="2024-12")
    reading = read(street_file(tmp_path / "2025-01-west-mercia-street.csv", *[street_row()] * 40, stray))
    assert total(reading) == 41
    assert figures(reading, "drugs")["redditch", "2024-12"] == 1
    assert ("redditch", "2024-12") not in figures(reading, "robbery")
    assert not reading.covers.covers("robbery", Facet(), "redditch", Month(2024, 12))
    assert (
        "1 row is of west-mercia 2024-12; it was counted there. No file here is about that month" in doubts(reading)[0]
    )


def test_a_file_of_many_forces_and_months_is_read_whole(read, tmp_path):
    rows = [street_row()] * 40 + [
        street_row(Month="2025-02"),
        street_row(Falls_within="Kent Police", LSOA_name="Swale 001A"),
    ]
    reading = read(street_file(tmp_path / "everything.csv", *rows))
    assert figures(reading, "robbery")["swale", "2025-01"] == 0, "about every force and month it holds"
    assert ("redditch", "2025-02") in figures(reading, "robbery")


def test_rows_of_an_old_district_are_counted_in_what_it_became_part_of(read, tmp_path):
    rows = [
        street_row(Falls_within="Northamptonshire Police", LSOA_name=f"{name} 001A", Month="2018-10")
        for name in ("Northampton", "Daventry", "Corby")
    ]
    reading = read(street_file(tmp_path / "a.csv", *rows))
    drugs = figures(reading, "drugs")
    assert (drugs["west-northamptonshire", "2018-10"], drugs["north-northamptonshire", "2018-10"]) == (2, 1)
    assert any(
        "1 row names the old district Corby; it was counted in north-northamptonshire." in d for d in doubts(reading)
    )


def test_rows_of_an_old_district_stay_in_it_where_the_body_knows_it(read, tmp_path):
    row = street_row(Falls_within="Northamptonshire Police", LSOA_name="Northampton 001A")
    reading = read(street_file(tmp_path / "a.csv", row), areas=force("northamptonshire", "Northampton"))
    assert figures(reading, "drugs")["northampton", "2025-01"] == 1


def test_many_rows_of_districts_that_nobody_knows_are_said(read, tmp_path):
    # 2 % is the line: 1 of 40 is 2.5 %
    rows = [street_row()] * 39 + [street_row(LSOA_name="Nowhere 001A")]
    assert any(
        "1 of 40 rows are of districts that are not known (Nowhere)" in d
        for d in doubts(read(street_file(tmp_path / "a.csv", *rows)))
    )
    more = street_file(tmp_path / "b.csv", *rows, *[street_row()] * 10)
    assert not any("not known" in doubt for doubt in doubts(read(more))), "1 of 50 is 2 %, and not above it"


def test_a_district_of_the_force_that_the_body_lacks_is_said(read):
    known = force("west-mercia", "Redditch")
    assert any("rows are of Wychavon, which the body's areas lack" in d for d in doubts(read(OCTOBER, areas=known)))


def test_a_force_the_body_does_not_know_is_left_out_and_said(read):
    reading = read(OCTOBER, WARWICKSHIRE, areas=WEST_MERCIA)
    assert reading.counts["left_out"] == 4364
    assert total(reading) == 8463
    assert any('its 4,364 rows were left out. Add an area with key = "warwickshire"' in d for d in doubts(reading))


def test_files_of_forces_that_the_body_does_not_know_are_refused(read):
    with pytest.raises(BadInput, match="knows none of these forces: Warwickshire Police"):
        read(WARWICKSHIRE, areas=WEST_MERCIA)


def test_last_outcomes_are_kept_with_a_warning_about_young_months(read):
    reading = read(OCTOBER, areas=WEST_MERCIA)
    burglary = {
        Facet.parse(row["facet"]).get("outcome"): 0.0
        for row in reading.table.to_pylist()
        if row["measure"] == "last_outcome" and "crime_type=burglary" in row["facet"]
    }
    for row in reading.table.to_pylist():
        facet = Facet.parse(row["facet"])
        if row["measure"] == "last_outcome" and facet.get("crime_type") == "burglary":
            burglary[facet.get("outcome")] += row["value"]
    assert burglary == {
        "action_to_be_taken_by_another_organisation": 1,
        "awaiting_court_outcome": 5,
        "court_result_unavailable": 7,
        "investigation_complete_no_suspect_identified": 244,
        "status_update_unavailable": 36,
        "unable_to_prosecute_suspect": 98,
    }
    assert any("outcomes are as at the download" in doubt for doubt in doubts(reading))


def test_outcomes_can_be_left_aside(read):
    reading = read(OCTOBER, areas=WEST_MERCIA, outcomes=False)
    assert "last_outcome" not in set(reading.table["measure"].to_pylist())


def test_a_month_with_far_fewer_records_is_flagged_and_not_changed(read, tmp_path):
    sizes = {"2025-01": 200, "2025-02": 210, "2025-03": 60, "2025-04": 190, "2025-05": 205}
    rows = [street_row(Month=month) for month, size in sizes.items() for _ in range(size)]
    reading = read(street_file(tmp_path / "a.csv", *rows), areas=force("west-mercia", "Redditch"))
    assert figures(reading, "drugs")["redditch", "2025-03"] == 60
    assert [d for d in doubts(reading) if "incomplete" in d] == [
        "2025-03: looks incomplete in redditch (60 records, usually 200)."
    ]


def test_an_older_name_of_a_type_is_counted_under_its_new_one_and_said(read, tmp_path):
    reading = read(street_file(tmp_path / "a.csv", street_row(Crime_type="Violent crime", Month="2012-01")))
    assert figures(reading, "violence_and_sexual_offences")["redditch", "2012-01"] == 1
    assert figures(reading, "bicycle_theft") == {}, "in 2012 it was part of other theft: no zero is known"
    assert any("Violent crime: 1 row was of this older crime type" in doubt for doubt in doubts(reading))


def test_every_fault_of_every_file_is_said_with_its_row(read, tmp_path):
    one = street_file(tmp_path / "one.csv", street_row(), street_row(Month="2025-13"), street_row(Crime_type="Drug"))
    two = street_file(
        tmp_path / "two.csv", street_row(Falls_within=""), street_row(Crime_type="Public disorder and weapons")
    )
    with pytest.raises(BadInput) as refused:
        read(one, two)
    said = [str(fault) for fault in refused.value.faults]
    assert [fault.partition(":")[0] for fault in said] == [
        "one.csv, row 3",
        "one.csv, row 4",
        "two.csv, row 2",
        "two.csv, row 3",
    ]
    assert 'Month "2025-13" is not a month. Write it as YYYY-MM.' in said[0]
    assert "Types: Anti-social behaviour, Bicycle theft" in said[1]
    assert "was split in May 2013" in said[3]


def test_a_row_cut_short_is_said_with_its_row(read, tmp_path):
    file = street_file(tmp_path / "a.csv", street_row(), "abc,2025-01,West")
    with pytest.raises(BadInput, match=r"a.csv, row 3: has 3 columns, not 12"):
        read(file)


def test_many_faults_of_a_file_are_counted_and_not_all_said(read, tmp_path):
    file = street_file(tmp_path / "a.csv", *[street_row(Month="x")] * 60)
    with pytest.raises(BadInput) as refused:
        read(file)
    assert len(refused.value.faults) == 51
    assert str(refused.value.faults[-1]) == "a.csv: 10 more rows are wrong."


def test_a_missing_column_is_said_with_the_columns_that_are_wanted(read, tmp_path):
    file = street_file(tmp_path / "a.csv", street_row())
    file.write_text(file.read_text().replace("LSOA name,", ""))
    with pytest.raises(BadInput, match=r"the columns LSOA name are missing. Write them as: Crime ID, Month"):
        read(file)


def test_windows_text_is_read_and_said(read, tmp_path):
    file = street_file(tmp_path / "a.csv", street_row(Location="On or near Café Row", LSOA_name="Ynys Môn 001A"))
    file.write_bytes(file.read_text().encode("cp1252"))
    reading = read(file)
    assert total(reading) == 1
    assert "a.csv: is not UTF-8; it was read as Windows text (cp1252)." in doubts(reading)


@pytest.mark.parametrize("mark", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_is_no_part_of_the_first_column(read, tmp_path, mark):
    file = street_file(tmp_path / "a.csv", street_row())
    file.write_bytes(file.read_text().encode(mark))
    assert total(read(file)) == 1


def test_a_name_with_the_signs_of_a_pattern_is_one_file(read, tmp_path):
    street_file(tmp_path / "ab.csv", street_row())
    assert total(read(street_file(tmp_path / "a[b]*.csv", street_row()))) == 1


def test_outcome_files_are_left_aside_beside_street_files_and_read_by_themselves(read, tmp_path):
    columns = "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Outcome type"
    row = "a,2025-01,West Mercia Police,West Mercia Police,,,,E01,Redditch 009D,Local resolution"
    outcomes = tmp_path / "2025-01-west-mercia-outcomes.csv"
    outcomes.write_text("\n".join([columns, row, row, ""]))
    beside = read(street_file(tmp_path / "a.csv", street_row()), outcomes)
    assert f"{outcomes.name}: holds police uk outcomes, and was not read. Load it by itself to have it." in doubts(
        beside
    )
    alone = figures(read(outcomes), "outcomes_recorded", "outcome=local_resolution")
    assert alone["redditch", "2025-01"] == 2


def test_the_peer_areas_of_another_force_do_not_take_its_rows(read):
    both = AreaTree((*WEST_MERCIA.areas, *force("warwickshire", whole=True).areas))
    reading = read(OCTOBER, WARWICKSHIRE, areas=both)
    assert sum(figures(reading, KEYS[n])["warwickshire", "2025-10"] for n in TYPES) == 4364
    assert total(reading) == 8463 + 4364


@pytest.mark.parametrize("engine", ["memory", "duckdb"])
def test_every_engine_gives_the_same_figures(read, engine):
    assert read(OCTOBER, areas=WEST_MERCIA, engine=engine).table == read(OCTOBER, areas=WEST_MERCIA).table


def test_ids_that_most_rows_share_are_said_to_be_of_no_use(read, tmp_path):
    # Northern Ireland: 91,576 rows of 2025 share 8,383 IDs. Here 4 rows share one, so that 3 of 4 repeat it.
    rows = [street_row(Crime_ID="a", Falls_within="Police Service of Northern Ireland", LSOA_name="")] * 4
    reading = read(street_file(tmp_path / "a.csv", *rows))
    assert figures(reading, "drugs") == {("northern-ireland", "2025-01"): 4}
    assert any("3 of 4 rows repeat a Crime ID: the IDs are of no use; all were counted." in d for d in doubts(reading))
