"""`eyre check`: every fault at once, and the one writing."""

import json


def test_every_fault_of_every_file_is_said_at_once(eyre, body):
    (body / "events.csv").write_text("reference,at,by,kind\naction 2017-12/1,2018-13-01,nobody,update\n")
    (body / "matters.toml").write_text("[[matters]]\nkey = 3\n")
    checked = eyre("check", body)
    assert checked.code == 3
    assert "events.csv, row 2, at" in checked.out
    assert "matters.toml, matters[1].title" in checked.out
    assert checked.out.splitlines()[-1].endswith("3 faults, 0 doubts.")


def test_a_file_in_another_writing_is_doubted_and_then_written(eyre, body):
    text = (body / "body.toml").read_text()
    (body / "body.toml").write_text(f"# ours\n{text}")
    assert "doubt  body.toml: is right, and not in the one writing" in eyre("check", body).out
    written = eyre("check", body, "--write")
    assert (written.code, written.out.splitlines()[0]) == (0, "wrote  body.toml")
    assert (body / "body.toml").read_text() == text
    assert eyre("check", body, "--write").out == f"{body}: no fault and no doubt.\n"


def test_a_record_in_a_file_of_another_name_is_not_written_twice(eyre, body):
    (body / "initiatives").mkdir()
    (body / "initiatives" / "wrong.toml").write_text('key = "right"\ntitle = "Lights"\n')
    refused = eyre("check", body, "--write")
    assert refused.code == 3
    assert (
        "initiatives/wrong.toml: has not the name of its record. Rename it first: initiatives/right.toml."
        in refused.err
    )
    assert [path.name for path in (body / "initiatives").iterdir()] == ["wrong.toml"]


def test_a_damaged_load_is_a_fault_and_not_the_end(eyre, loaded):
    next((loaded / "loads").glob("*.parquet")).write_bytes(b"")
    checked = eyre("check", loaded)
    assert checked.code == 3
    assert "its hash differs" in checked.out
    assert "datapackage.json" in checked.out, "what stands after the fault is said too"


def test_json_lists_faults_and_doubts(eyre, body):
    (body / "body.toml").write_text("# ours\n" + (body / "body.toml").read_text())
    said = json.loads(eyre("check", body, "--json").out)
    assert (said["format"], said["faults"]) == (1, [])
    assert [doubt["where"] for doubt in said["doubts"]] == ["body.toml"]


def test_a_folder_that_is_no_body_is_answered_with_how_to_make_one(eyre, tmp_path):
    refused = eyre("check", tmp_path)
    assert (refused.code, "eyre new" in refused.err) == (5, True)
