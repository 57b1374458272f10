"""Files that came in with documents: out with the body folder and in again; lost and left ones are found."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone

import incoming_files
from eyre.body.check import check_folder
from eyre.body.files import sha256
from eyre.body.folder import read_folder
from eyre.core import BadInput
from eyre_web.body.models import KeptFile
from eyre_web.documents.models import DocumentVersion
from eyre_web.files.storage import files_home
from eyre_web.transfer.folder import EXPORTED, export_body, import_body
from eyre_web.transfer.verify import verify
from web.people import account

pytestmark = pytest.mark.db

LONDON = Path(__file__).resolve().parents[3] / "examples" / "london"
PDF = incoming_files.WHOLE["paper.pdf"]
NAME = f"documents/files/{sha256(PDF)}.pdf"


def lodge(client):
    """London with a paper that came as a file."""
    import_body(LONDON)
    client.force_login(account("Ada"))
    typed = {"received_on": "1/3/2024", "version": "1", "state": "final", "held_by": "policy-officer", "seen": 0}
    sent = client.post(
        "/documents/robbery-analysis/receive/", {**typed, "file": SimpleUploadedFile("Robbery.pdf", PDF)}
    )
    assert sent.status_code == 302


@pytest.fixture(autouse=True)
def _today(monkeypatch, data):
    monkeypatch.setattr(timezone, "localdate", lambda *more: date(2024, 3, 1))


@pytest.fixture
def with_paper(client, db):
    lodge(client)


def test_a_file_goes_out_with_the_folder_and_comes_in_again(with_paper, tmp_path, settings):
    export_body(tmp_path / "out")
    assert (tmp_path / "out" / NAME).read_bytes() == PDF
    text = (tmp_path / "out" / "documents" / "robbery-analysis.toml").read_text("utf-8")
    for written in ('file = "Robbery.pdf"', f'sha256 = "{sha256(PDF)}"', "received_on = 2024-03-01"):
        assert written in text
    folder = read_folder(tmp_path / "out")
    assert check_folder(folder).faults == ()


def test_what_went_out_is_the_same_when_it_has_gone_through_another_database(client, db, tmp_path, settings):
    with transaction.atomic():
        lodge(client)
        export_body(tmp_path / "first")
        transaction.set_rollback(True)
    settings.EYRE_DATA = tmp_path / "other"
    import_body(tmp_path / "first")
    assert DocumentVersion.objects.get(sha256=sha256(PDF)).file_name == "Robbery.pdf"
    export_body(tmp_path / "second")
    assert contents(tmp_path / "first") == contents(tmp_path / "second")


def contents(folder):
    files = (file for file in folder.rglob("*") if file.is_file() and file.name != EXPORTED)
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def test_verify_finds_nothing_where_all_is_well(with_paper):
    assert verify().faults == ()


def test_verify_names_a_file_that_is_gone_or_was_changed(with_paper):
    (files_home() / NAME).write_bytes(b"else")
    assert any("its hash differs" in fault for fault in verify().faults)
    (files_home() / NAME).unlink()
    assert any(f"{NAME}: is not in" in fault for fault in verify().faults)


def test_verify_names_a_version_without_its_file_and_a_file_without_a_version(with_paper):
    KeptFile.objects.filter(name=NAME).delete()
    said = " ".join(verify().faults)
    assert "The file of version 1 of document robbery-analysis is not here" in said
    assert f"{NAME} lies among the files, and no record names it" in said


def test_a_folder_whose_files_are_not_what_their_names_say_is_refused(with_paper, tmp_path):
    export_body(tmp_path / "out")
    (tmp_path / "out" / NAME).write_bytes(b"else")
    assert "is not named by its SHA-256" in str(check_folder(read_folder(tmp_path / "out")).faults)
    (tmp_path / "out" / NAME).unlink()
    faults = check_folder(read_folder(tmp_path / "out")).faults
    assert "version 1 came as Robbery.pdf, and no file in documents/files has its hash" in str(faults)
    shutil.rmtree(files_home())
    with pytest.raises(BadInput, match="Put it back from a backup"):
        export_body(tmp_path / "again")
