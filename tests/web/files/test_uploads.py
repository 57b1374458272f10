"""A file as it arrives: held to its size, looked at, scanned; what is refused is put aside, and said."""

import stat
import sys
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone

import incoming_files
from eyre.core import Refused
from eyre_web.audit.models import AuditEvent
from eyre_web.files.storage import files_home, keep_file, quarantine_home, unnamed_files
from eyre_web.files.uploads import MIB, LimitedUploadHandler, receive

pytestmark = pytest.mark.db

PDF = incoming_files.WHOLE["paper.pdf"]


def arrived(name="paper.pdf", content=PDF):
    """A file as the handler of uploads hands it to a view."""
    handler = LimitedUploadHandler()
    handler.handle_raw_input(None, {}, 0, b"")
    handler.new_file("file", name, "application/x-lie", None)
    for at in range(0, len(content), MIB):
        handler.receive_data_chunk(content[at : at + MIB], at)
    return handler.file_complete(len(content))


def scanner(tmp_path, code, *, seconds=0):
    """A command that answers with an exit code, once it has seen that it was given a file."""
    script = tmp_path / "scanner.py"
    script.write_text(f"import sys, time; time.sleep({seconds}); open(sys.argv[1], 'rb').read(); sys.exit({code})")
    return f"{sys.executable} {script}"


@pytest.fixture(autouse=True)
def _here(data):
    """Each test has a data directory of its own."""


def test_a_file_is_kept_once_however_often_it_comes(ada):
    for name in ("paper.pdf", "the same.pdf"):
        came = receive(arrived(name), by=ada)
        with transaction.atomic():
            kept = keep_file(came.path, sha256=came.looked.sha256, ending=came.ending)
    assert [each.name for each in files_home().rglob("*") if each.is_file()] == [f"{came.looked.sha256}.pdf"]
    assert (kept.sha256, kept.size) == (came.looked.sha256, len(PDF))
    assert list(unnamed_files()) == []


def test_a_name_without_an_ending_gets_one(ada):
    assert receive(arrived("paper"), by=ada).name == "paper.pdf"
    assert receive(arrived("notes.2025", b"words"), by=ada).name == "notes.2025.txt"


def test_what_is_too_large_is_counted_and_not_written(settings):
    settings.EYRE_FILE_MIB = 1
    came = arrived(content=b"%PDF-" + bytes(6 * MIB))
    assert came.size == 6 * MIB + 5
    with open(came.temporary_file_path(), "rb") as written:
        assert len(written.read()) <= 2 * MIB


def test_without_a_scanner_nothing_is_asked(ada, settings):
    assert settings.EYRE_SCANNER == ""
    receive(arrived(), by=ada)


def test_a_file_that_the_scanner_finds_clean_comes_in(ada, settings, tmp_path):
    settings.EYRE_SCANNER = scanner(tmp_path, 0)
    receive(arrived(), by=ada)
    assert not quarantine_home().exists()


def test_a_file_that_the_scanner_refuses_is_put_aside_and_said(ada, settings, tmp_path):
    settings.EYRE_SCANNER = scanner(tmp_path, 1)
    with pytest.raises(Refused, match=r"scanner refused paper\.pdf"):
        receive(arrived(), by=ada)
    (aside,) = quarantine_home().iterdir()
    assert aside.read_bytes() == PDF
    assert stat.S_IMODE(aside.stat().st_mode) == 0o600
    assert stat.S_IMODE(quarantine_home().stat().st_mode) == 0o700
    event = AuditEvent.objects.get()
    assert (event.what, event.about, event.account) == ("file.put_aside", f"file {aside.name}", ada)
    assert not files_home().exists()


@pytest.mark.parametrize("code", [2, 50])
def test_nothing_is_kept_unscanned(ada, settings, tmp_path, code):
    settings.EYRE_SCANNER = scanner(tmp_path, code)
    with pytest.raises(Refused, match="gave no answer"):
        receive(arrived(), by=ada)


def test_a_scanner_that_is_not_there_or_takes_too_long_gave_no_answer(ada, settings, tmp_path, monkeypatch):
    settings.EYRE_SCANNER = "/no/such/scanner --fast"
    with pytest.raises(Refused, match="gave no answer"):
        receive(arrived(), by=ada)
    monkeypatch.setattr("eyre_web.files.uploads.SCAN_SECONDS", 0.05)
    settings.EYRE_SCANNER = scanner(tmp_path, 0, seconds=5)
    with pytest.raises(Refused, match="gave no answer"):
        receive(arrived(), by=ada)


def test_a_scanner_refuses_a_paper_on_the_page_and_the_form_keeps_what_was_typed(
    client, ada, settings, tmp_path, monkeypatch
):
    monkeypatch.setattr(timezone, "localdate", lambda *more: date(2025, 11, 12))
    settings.EYRE_SCANNER = scanner(tmp_path, 1)
    client.force_login(ada)
    typed = {"received_on": "12/11/2025", "version": "7", "seen": 0, "file": SimpleUploadedFile("paper.pdf", PDF)}
    text = client.post("/documents/repeat-burglary/receive/", typed).content.decode()
    assert "The virus scanner refused paper.pdf" in text
    assert 'value="7"' in text


def test_a_file_larger_than_a_request_may_hold_leaves_the_rest_of_the_form_readable(client, ada, settings):
    settings.EYRE_FILE_MIB = 1
    client.force_login(ada)
    large = SimpleUploadedFile("film.pdf", b"%PDF-" + bytes(3 * MIB))
    typed = {"received_on": "12/11/2025", "file": large, "version": "7", "seen": 0}  # the version comes after the file
    text = client.post("/documents/repeat-burglary/receive/", typed).content.decode()
    assert "“film.pdf” has 4 MiB, and at most 1 MiB are taken" in text
    assert 'value="7"' in text
