"""The commands of the server as a newcomer runs them, each in a process of its own: on SQLite and on PostgreSQL."""

import json
import os
import sqlite3
import stat
import subprocess
import sys
import zipfile
from pathlib import Path
from shutil import copytree

import pytest

from eyre.body.files import sha256_of
from incoming_files import WHOLE

ROOT = Path(__file__).resolve().parents[3]
LONDON = ROOT / "examples" / "london"


class Office:
    """One data directory, and the commands run on it."""

    def __init__(self, data, url=""):
        self.data, self.url = data, url

    def eyre(self, *arguments, code=0):
        """Run a command, expect an exit code, and return what it said."""
        environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "EYRE_DATA": str(self.data)}
        environment["DATABASE_URL"] = self.url
        done = subprocess.run(
            [sys.executable, "-m", "eyre_cli.main", *map(str, arguments)],
            env=environment, capture_output=True, text=True, check=False, cwd=self.data.parent,
        )  # fmt: skip
        assert done.returncode == code, done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        return done.stdout + done.stderr


def first_of_all(home, url=""):
    """An office with the London example and one account."""
    office = Office(home / "office", url)
    office.eyre("migrate")
    office.eyre("import-body", LONDON)
    office.eyre("account", "ada@example.org", "--role", "policy_officer", "--post", "policy-officer")
    return office


@pytest.fixture(scope="session")
def first_office(tmp_path_factory):
    return first_of_all(tmp_path_factory.mktemp("first"))


@pytest.fixture
def office(first_office, tmp_path):
    """An office on SQLite, for one test to do with as it likes."""
    copytree(first_office.data, tmp_path / "office")
    return Office(tmp_path / "office")


@pytest.fixture
def new_office(tmp_path):
    """A function that makes an office with nothing in it."""
    return lambda name: Office(tmp_path / name)


@pytest.fixture(params=["sqlite", "postgresql"])
def two_offices(request, tmp_path):
    """An office, and one with an empty database: on each kind of database in turn."""
    if request.param == "sqlite":
        return request.getfixturevalue("office"), Office(tmp_path / "other")
    new_database = request.getfixturevalue("postgresql")
    return first_of_all(tmp_path, new_database()), Office(tmp_path / "other", new_database())


def contents(folder):
    return {f.relative_to(folder).as_posix(): sha256_of(f) for f in folder.rglob("*") if f.is_file()}


def test_a_backup_is_put_back_whole(two_offices, tmp_path):
    office, other = two_offices
    said = office.eyre("backup", tmp_path / "b.zip")
    head = said.partition("Head of the audit trail: ")[2].split()[0]
    office.eyre("export-body", tmp_path / "before")
    assert "Everything is as it was written" in other.eyre("restore", tmp_path / "b.zip")
    assert head in other.eyre("verify", "--head", head)
    other.eyre("export-body", tmp_path / "after")
    before, after = contents(tmp_path / "before"), contents(tmp_path / "after")
    assert before == after
    # The sequences go on where they were: the next rows do not meet those that are there.
    assert "password" in other.eyre("account", "ben@example.org", "--role", "auditor", "--name", "Ben")
    assert "4 events sound" in other.eyre("verify")


LODGE = """
import sys
from pathlib import Path
from eyre_web.project.start import start
start()
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.utils import timezone
from eyre_web.accounts.models import User
from eyre_web.documents import services
from eyre_web.documents.models import Document
from eyre_web.files.uploads import receive
came = TemporaryUploadedFile("Robbery.pdf", "", 0, None)
came.write(Path(sys.argv[1]).read_bytes())
came.flush()
user, on = User.objects.get(), timezone.localdate()
file = receive(came, by=user)
document = Document.objects.get(key="robbery-analysis")
services.receive_document(document.pk, by=user, on=on, received_on=on, version="1", file=file)
"""


def test_a_file_that_came_is_in_the_backup_and_comes_back(office, new_office, tmp_path):
    (tmp_path / "paper.pdf").write_bytes(WHOLE["paper.pdf"])
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "EYRE_DATA": str(office.data)}
    environment["DATABASE_URL"] = office.url
    command = [sys.executable, "-c", LODGE, str(tmp_path / "paper.pdf")]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "Everything is as it was written" in office.eyre("verify")
    office.eyre("backup", tmp_path / "b.zip")
    other = new_office("other")
    assert "Everything is as it was written" in other.eyre("restore", tmp_path / "b.zip")
    (file,) = (other.data / "files" / "documents" / "files").iterdir()
    assert file.read_bytes() == WHOLE["paper.pdf"]
    (file.parent / "left.pdf").write_bytes(b"half")
    assert "left.pdf lies among the files, and no record names it" in other.eyre("verify", code=3)


def test_a_backup_is_for_its_owner_only_and_says_who_may_be_signed_in_nowhere(office, tmp_path):
    office.eyre("backup", tmp_path / "b.zip")
    assert stat.S_IMODE((tmp_path / "b.zip").stat().st_mode) == 0o600
    with zipfile.ZipFile(tmp_path / "b.zip") as archive:
        assert not [name for name in archive.namelist() if "secret" in name or "session" in name]
        assert json.loads(archive.read("about.json"))["format"] == 1


def test_a_restore_overwrites_nothing(office, tmp_path):
    office.eyre("backup", tmp_path / "b.zip")
    assert "a restore overwrites nothing" in office.eyre("restore", tmp_path / "b.zip", code=4)


def test_a_backup_of_another_kind_of_database_is_refused_with_the_way_round(office, tmp_path, postgresql):
    office.eyre("backup", tmp_path / "b.zip")
    other = Office(tmp_path / "other", postgresql())
    assert "Export the body there and import it here" in other.eyre("restore", tmp_path / "b.zip", code=4)


def test_a_backup_is_not_written_over(office, tmp_path):
    (tmp_path / "b.zip").write_text("mine")
    assert "nothing is written over" in office.eyre("backup", tmp_path / "b.zip", code=4)


def test_what_is_no_backup_is_said_to_be_none(new_office, tmp_path):
    (tmp_path / "letter.zip").write_text("Dear all")
    (tmp_path / "half.zip").write_bytes(b"PK\x03\x04 half of one")
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as archive:
        archive.writestr("letter.txt", "Dear all")
    with zipfile.ZipFile(tmp_path / "away.zip", "w") as archive:
        about = {"made_at": "", "database": "sqlite", "audit_head": "", "migrations": [], "files": ["../../away"]}
        archive.writestr("about.json", json.dumps({**about, "eyre": "", "format": 1}))
    for name, says in {
        "letter.zip": "not a backup", "half.zip": "not a backup", "other.zip": "not a backup",
        "away.zip": "lies outside",
    }.items():  # fmt: skip
        assert says in new_office(name.removesuffix(".zip")).eyre("restore", tmp_path / name, code=3)
    assert not (tmp_path.parent / "away").exists()


def test_a_damaged_file_is_named(office):
    load = next((office.data / "files" / "loads").iterdir())
    load.write_bytes(b"else")
    assert f"{load.name}: is not the file that came in" in office.eyre("verify", code=3)


def test_a_head_that_was_never_in_the_trail_is_said(office):
    assert "does not hold the head" in office.eyre("verify", "--head", "f" * 64, code=3)


def test_a_trail_that_was_changed_breaks_where_it_was(office):
    with sqlite3.connect(office.data / "eyre.sqlite3") as database:
        database.execute("DROP TRIGGER audit_auditevent_no_update")
        database.execute("UPDATE audit_auditevent SET what = 'else' WHERE number = 2")
    assert "breaks at event 2: its row was changed" in office.eyre("verify", code=3)


def test_an_action_that_does_not_stand_as_its_events_say_is_named(office):
    with sqlite3.connect(office.data / "eyre.sqlite3") as database:
        database.execute("UPDATE meetings_action SET status = 'accepted' WHERE reference = 'action 2023-10/1'")
    assert "action 2023-10/1 does not stand as its events say" in office.eyre("verify", code=3)


# --- migrate -------------------------------------------------------------------------------------------------------


def test_before_a_migration_of_what_could_be_lost_a_backup_is_made(two_offices):
    office, _other = two_offices
    assert not (office.data / "backups").exists()  # there was nothing yet
    undo_last_migration(office)
    assert "other version of Eyre" in office.eyre("verify", code=5)
    said = office.eyre("migrate")
    assert "Backup of the state before" in said
    assert len(list((office.data / "backups").glob("before-migrate-*.zip"))) == 1
    assert "Backup" not in office.eyre("migrate")  # nothing to do


def test_a_backup_of_an_earlier_version_is_put_back_in_the_form_of_this_one(two_offices, tmp_path):
    office, other = two_offices
    undo_last_migration(office)
    office.eyre("migrate")
    office.eyre("export-body", tmp_path / "before")
    (earlier,) = (office.data / "backups").iterdir()
    assert "Everything is as it was written" in other.eyre("restore", earlier)
    other.eyre("export-body", tmp_path / "after")
    assert contents(tmp_path / "before") == contents(tmp_path / "after")
    assert "password" in other.eyre("account", "ben@example.org", "--role", "auditor", "--name", "Ben")


def undo_last_migration(office):
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "EYRE_DATA": str(office.data)}
    environment |= {"DATABASE_URL": office.url, "DJANGO_SETTINGS_MODULE": "eyre_web.project.settings"}
    subprocess.run([sys.executable, "-m", "django", "migrate", "meetings", "0001", "-v0"], env=environment, check=True)


def test_what_needs_a_database_says_how_to_make_one(new_office):
    assert "eyre migrate" in new_office("empty").eyre("verify", code=5)


# --- accounts ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("eve@example.org", "--role", "queen"), 'no role "queen"'),
        (("eve", "--role", "auditor"), "is no e-mail address"),
        (("ADA@example.org", "--role", "auditor"), "an account for ADA@example.org already"),
        (("eve@example.org", "--role", "auditor", "--post", "nobody"), 'no post "nobody"'),
        (("eve@example.org", "--role", "auditor", "--name", "Policy Officer"), "has an account already"),
    ],
)
def test_an_account_that_cannot_be_is_refused(office, arguments, says):
    assert says in office.eyre("account", *arguments, code=4)


# --- without a server ----------------------------------------------------------------------------------------------


def test_where_the_server_is_not_installed_a_sentence_says_how(tmp_path):
    blocked = (
        "import sys; from importlib import util; found = util.find_spec; "
        "util.find_spec = lambda name, *more: None if name == 'django' else found(name, *more); "
        "import eyre_cli.server as s; s.find_spec = util.find_spec; from eyre_cli.main import run; run(['verify'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", blocked], env={**os.environ, "PYTHONPATH": str(ROOT / "src")}, cwd=tmp_path,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 4
    assert 'pip install "eyre[server]"' in done.stderr
