"""`eyre load`: figures in, what changed, and nothing of a faulty file."""

import csv
import json
import re

import pytest

KNOWN = ("--received", "2025-03-01", "--published", "2025-02-28")
LATER = ("--received", "2025-04-01", "--published", "unknown")


def files(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def row(out, measure):
    return next(line.split() for line in out.splitlines() if line.startswith(measure))


def test_a_load_says_what_was_read_what_to_look_at_and_what_is_new(eyre, body, street_file):
    elsewhere = "x,2025-01,Staffordshire Police,Staffordshire Police,,,No Location,,,Drugs,,"
    done = eyre("load", body, street_file(more=[elsewhere]), *KNOWN)
    assert done.code == 0
    assert "Read 1 file of data.police.uk (Home Office): 6 rows." in done.out
    assert re.search(r"5  placed in an area\n +1  without a place", done.out)
    assert "doubt  last_outcome: outcomes are as at the download." in done.out
    # 9 districts and the two areas for what lies in none of them
    assert row(done.out, "burglary") == ["burglary", "11"]
    assert re.search(r"Load [0-9a-f]{12}, received on 2025-03-01", done.out)


def test_the_same_figures_again_change_nothing(eyre, loaded, street_file):
    before = files(loaded)
    again = eyre("load", loaded, street_file(), *LATER)
    assert (again.code, again.out.splitlines()[-1]) == (0, "Nothing new: every figure was known already.")
    assert files(loaded) == before


def test_a_later_publication_is_a_revision_with_its_size(eyre, loaded, street_file):
    revised = eyre("load", loaded, street_file(rows=6), *LATER)
    # 5 burglaries became 6: one cell of 11, by 1, 20 %
    assert row(revised.out, "burglary") == ["burglary", "10", "1", "5", "6", "+20.0", "%", "1"]
    assert "Revised: burglary" in revised.out


def test_a_dry_run_compares_and_writes_nothing(eyre, loaded, street_file):
    before = files(loaded)
    tried = eyre("load", loaded, street_file(rows=6), *LATER, "--dry-run")
    assert tried.out.splitlines()[-1] == "Dry run: nothing was written."
    assert row(tried.out, "burglary")[2] == "1"
    assert files(loaded) == before


def test_a_faulty_file_loads_nothing_and_says_everything(eyre, body, street_file):
    bad = [
        "x,2025-13,Staffordshire Police,Staffordshire Police,,,,E01029000,Stafford 001A,Burglary,,",
        "x,2025-01,Staffordshire Police,Staffordshire Police,,,,E01029000,Stafford 001A,Witchcraft,,",
    ]
    before = files(body)
    refused = eyre("load", body, street_file(more=bad), *KNOWN)
    assert refused.code == 3
    assert "2025-13" in refused.err
    assert "Witchcraft" in refused.err
    assert "Traceback" not in refused.err
    assert files(body) == before


def test_a_measure_without_definition_is_a_fault_with_the_way_out(eyre, body, street_file):
    (body / "measures" / "burglary.toml").unlink()
    refused = eyre("load", body, street_file(), *KNOWN)
    assert refused.code == 3
    assert "burglary: no definition is here" in refused.err
    assert "--add-definitions" in refused.err
    done = eyre("load", body, street_file(), *KNOWN, "--add-definitions")
    assert (done.code, (body / "measures" / "burglary.toml").is_file()) == (0, True)
    assert "Copied the definition measures/burglary.toml." in done.out


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("--received", "2025-03-01"), 2, "--published unknown"),
        (("--published", "28.02.2025"), 2, '"28.02.2025" is not a date. Write it as YYYY-MM-DD'),
        (("--published", "unknown", "--engine", "abacus"), 2, "duckdb, memory"),
    ],
)
def test_a_wrong_command_line_says_what_to_write(eyre, body, street_file, arguments, code, says):
    refused = eyre("load", body, street_file(), *arguments)
    assert (refused.code, says in " ".join(refused.err.split())) == (code, True)


def test_a_file_that_is_not_there_is_named(eyre, body):
    refused = eyre("load", body, "january.csv", *KNOWN)
    assert (refused.code, "january.csv" in refused.err) == (5, True)


def test_a_day_in_the_future_is_doubted_before_anything_is_read(eyre, body):
    done = eyre("load", body, "january.csv", "--received", "2999-01-01", "--published", "unknown")
    assert "in the future" in done.err


def test_json_says_the_same(eyre, body, street_file):
    said = json.loads(eyre("load", body, street_file(), *KNOWN, "--json").out)
    assert said["format"] == 1
    assert said["counts"]["placed"] == 5
    assert said["load"]["published_on"] == "2025-02-28"
    assert {change["measure"]: change["new"] for change in said["changes"]}["burglary"] == 11


def test_a_load_can_be_listed_and_taken_back_with_a_reason(eyre, loaded):
    listed = list(csv.DictReader(eyre("load", loaded, "--list").out.splitlines()))
    load = listed[0]["id"]
    no_reason = eyre("load", loaded, "--retract", load, "--received", "2025-04-01")
    assert (no_reason.code, "--reason" in no_reason.err) == (4, True)
    done = eyre("load", loaded, "--retract", load, "--received", "2025-04-01", "--reason", "Another force's")
    assert done.code == 0
    again = list(csv.DictReader(eyre("load", loaded, "--list").out.splitlines()))
    assert [(entry["retracts"], entry["reason"]) for entry in again] == [("", ""), (load, "Another force's")]
    assert eyre("check", loaded).out == f"{loaded}: no fault and no doubt.\n"


def test_a_form_goes_out_and_comes_back_as_figures(eyre, body, tmp_path):
    form = tmp_path / "form.csv"
    run = ("--from", "2025-01", "--to", "2025-02")
    assert eyre("load", body, "--template", form, "--measure", "burglary", "--area", "stafford", *run).code == 0
    rows = list(csv.DictReader(form.read_text().splitlines()))
    assert [entry["period"] for entry in rows] == ["2025-01", "2025-02"]
    with form.open("w", newline="") as out:
        writer = csv.DictWriter(out, list(rows[0]))
        writer.writeheader()
        writer.writerows({**entry, "value": "7"} for entry in rows)
    done = eyre("load", body, form, *KNOWN)
    assert (done.code, row(done.out, "burglary")) == (0, ["burglary", "2"])


def test_a_form_is_never_written_over_one_that_may_be_filled_in(eyre, body, tmp_path):
    (tmp_path / "form.xlsx").write_bytes(b"filled in")
    refused = eyre("load", body, "--template", tmp_path / "form.xlsx", "--measure", "burglary")
    assert (refused.code, (tmp_path / "form.xlsx").read_bytes()) == (4, b"filled in")


def test_every_load_is_described_for_other_programs(loaded):
    package = json.loads((loaded / "datapackage.json").read_text())
    assert [resource["name"].partition("-")[0] for resource in package["resources"]] == ["loads", "load"]


def test_made_up_figures_are_loaded_as_such_and_everything_printed_of_them_says_so(eyre, body, street_file):
    done = eyre("load", body, street_file(), *KNOWN, "--made-up", "By the office, to practise")
    assert done.out.splitlines()[-1].endswith(", MADE UP FOR ILLUSTRATION.")
    (entry,) = csv.DictReader(eyre("load", body, "--list").out.splitlines())
    assert entry["made_up"] == "By the office, to practise"
    said = "MADE UP FOR ILLUSTRATION: By the office, to practise."
    for command in ("tracker", "spc"):
        rows = list(csv.DictReader(eyre(command, body).out.splitlines()))
        assert {row["made_up"] for row in rows} == {said}, command


def test_a_published_load_says_that_made_up_figures_of_its_measures_are_here(eyre, body, street_file):
    eyre("load", body, street_file(), *KNOWN, "--made-up", "By the office, to practise")
    second = eyre("load", body, street_file(month="2025-02"), *LATER)
    assert re.search(r"doubt  loads.csv: these figures of .*burglary.* are published, and those of load", second.out)
