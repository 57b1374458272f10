"""`eyre new`: a body folder to begin with."""

from datetime import date
from pathlib import Path

import pytest

from eyre.body.check import check_folder
from eyre.body.folder import read_folder, write_folder
from eyre.core import AreaKind, NotFound
from eyre.readers.gazetteer import forces
from eyre.readers.new_body import WITHOUT_GROUND, Wishes, new_body


def test_a_new_folder_passes_its_own_check(eyre, body):
    checked = eyre("check", body)
    assert (checked.code, checked.out) == (0, f"{body}: no fault and no doubt.\n")


def test_a_new_folder_says_what_it_made_and_what_comes_next(eyre, tmp_path):
    made = eyre("new", tmp_path / "x", "--force", "Staffordshire", "--next-meeting", "2025-12-16")
    assert "Staffordshire, 9 districts" in made.out
    assert "next on 16 December 2025\n" in made.out
    assert f"eyre load {tmp_path / 'x'} FILES" in made.out


def test_a_meeting_that_nobody_named_is_said_to_be_assumed(eyre, tmp_path):
    made = eyre("new", tmp_path / "x", "--force", "staffordshire")
    assert "(assumed: change it in body.toml)" in made.out
    planned = read_folder(tmp_path / "x").body.meeting_series[0].planned[0]
    assert planned.weekday() < 5
    assert 28 <= (planned - date.today()).days <= 30  # noqa: DTZ011 - the command itself reads the clock


def test_a_folder_with_anything_in_it_is_left_alone(eyre, tmp_path):
    (tmp_path / "notes.txt").write_text("ours")
    refused = eyre("new", tmp_path, "--force", "staffordshire")
    assert refused.code == 4
    assert "writes over nothing" in refused.err
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_a_misspelt_force_is_answered_with_its_neighbour(eyre, tmp_path):
    refused = eyre("new", tmp_path / "x", "--force", "stafordshire")
    assert refused.code == 5
    assert "Did you mean staffordshire" in refused.err
    assert not (tmp_path / "x").exists()


def test_without_a_terminal_the_force_must_be_named(eyre, tmp_path):
    refused = eyre("new", tmp_path / "x")
    assert refused.code == 2
    assert "--force staffordshire" in refused.err


def test_on_a_terminal_what_no_flag_says_is_asked(eyre, tmp_path, on_a_terminal):
    on_a_terminal(80)
    made = eyre("new", tmp_path / "x", stdin="Dyfed-Powys\n\nPowys panel\n\n2026-02-03\n")
    assert made.code == 0
    body = read_folder(tmp_path / "x").body
    assert (body.name, body.force, body.kind) == ("Powys panel", "dyfed-powys", "police and crime commissioner")
    assert body.meeting_series[0].planned == (date(2026, 2, 3),)


def test_posts_have_no_names_and_the_chair_may_be_a_post_of_its_own(tmp_path):
    body = new_body(tmp_path, Wishes("metropolitan", date(2026, 1, 8), chair="deputy-mayor-for-policing")).body
    assert all(not post.holders for post in body.posts)
    assert body.meeting_series[0].chair in {post.key for post in body.posts}
    assert (body.kind, body.labels.chief_officer) == ("mayor", "commissioner of police")


@pytest.mark.parametrize("force", [force.key for force in forces() if force.key not in WITHOUT_GROUND])
def test_every_territorial_force_makes_a_folder_without_fault_or_doubt(force, tmp_path):
    write_folder(new_body(tmp_path, Wishes(force, date(2026, 1, 8))))
    made = read_folder(tmp_path)
    found = check_folder(made)
    assert (found.faults, found.doubts) == ((), ())
    keys = [area.key for area in made.body.areas]
    assert len(keys) == len(set(keys)), "Dorset and Wiltshire each have a district of their own name"


def test_records_in_no_district_have_areas_within_the_force(tmp_path):
    body = new_body(tmp_path, Wishes("staffordshire", date(2026, 1, 8))).body
    not_placed = {area.key: area.part_of for area in body.areas if area.kind is AreaKind.NOT_PLACED}
    assert not_placed == {"staffordshire:no-location": "staffordshire", "staffordshire:outside": "staffordshire"}


def test_a_force_without_a_territory_makes_no_body():
    with pytest.raises(NotFound, match="No territorial force"):
        new_body(Path("x"), Wishes("btp", date(2026, 1, 8)))
