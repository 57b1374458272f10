"""Papers are taken away by whoever may read what is in them, and hold nothing else."""

import io
import zipfile

import pytest

from eyre.core import Refused
from eyre_web.audit import services as audit
from eyre_web.meetings.models import Line
from eyre_web.minutes.papers import making
from web.people import account

pytestmark = pytest.mark.db

LIST = "/meetings/2025-10/papers/"


def kinds(client, user, address):
    client.force_login(user)
    text = client.get(address).content.decode()
    return {kind for kind in making.NAMES if f"/papers/{kind}." in text or f"/papers/{kind}/" in text}


@pytest.fixture
def asked(planned, ada):
    item = planned.items.order_by("place").last()
    Line.objects.create(
        item=item, kind="question", place=0, reference="question 2025-12/Q1", words="Is the rota out?",
        kept={"addressed_to": ["chief"], "asked_by": "commissioner", "commissioned": True, "status": "put"},
    )  # fmt: skip
    return planned


def test_the_office_has_every_paper_of_a_meeting_to_be_held(client, asked, ada):
    every = {"agenda", "commission", "briefing", "pack", "action-log", "commitments"}
    assert kinds(client, ada, "/meetings/2025-12/papers/") == every


def test_the_force_has_no_briefing_and_its_own_requests_alone(client, asked, ben, cy):
    assert kinds(client, ben, "/meetings/2025-12/papers/") == {"agenda", "commission", "action-log", "commitments"}
    eve = account("Eve")
    assert "commission" not in kinds(client, eve, "/meetings/2025-12/papers/")
    for address in ("briefing.pdf", "pack.pdf"):
        assert client.get(f"/meetings/2025-12/papers/{address}").status_code == 404
    assert client.get("/meetings/2025-12/papers/commission/chief.pdf").status_code == 404


def test_a_third_person_of_the_body_has_none(client, noted, cy):
    client.force_login(cy)
    assert client.get(LIST).status_code == 403
    assert client.get(f"{LIST}notes.pdf").status_code == 403


def test_a_draft_that_was_not_sent_is_no_paper_of_the_force(client, noted, ada, ben):
    assert "notes" in kinds(client, ada, LIST)
    assert "notes" not in kinds(client, ben, LIST)
    assert client.get(f"{LIST}notes.docx").status_code == 404
    page = client.get(f"{LIST}commitments.html").content.decode()
    assert "2025-09/C1" in page
    assert "2025-10/C1" not in page


@pytest.mark.parametrize(("kind", "ending"), [("notes", "docx"), ("notes", "html"), ("action-log", "xlsx")])
def test_a_paper_is_a_file_with_the_head_of_the_trail_and_the_same_each_time(client, noted, ada, kind, ending):
    client.force_login(ada)
    first, second = (client.get(f"{LIST}{kind}.{ending}") for _ in range(2))
    assert first.content == second.content
    assert first.headers["Content-Disposition"] == f'attachment; filename="{kind}-2025-10.{ending}"'
    assert first.headers["X-Content-Type-Options"] == "nosniff"
    assert audit.head() in said(first.content, ending)


def said(content, ending):
    if ending == "html":
        return content.decode()
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return "".join(package.read(name).decode("utf-8", "replace") for name in package.namelist())


def test_a_pdf_begins_as_one(client, noted, ada):
    client.force_login(ada)
    assert client.get(f"{LIST}notes.pdf").content.startswith(b"%PDF-")


@pytest.mark.parametrize("address", ["notes.exe", "notes.json", "secrets.pdf", "agenda.pdf", "notes/chief.pdf"])
def test_what_is_not_offered_is_not_there(client, noted, ada, address):
    client.force_login(ada)
    assert client.get(f"{LIST}{address}").status_code == 404


def test_a_paper_that_cannot_be_made_says_why(client, noted, ada, monkeypatch):
    def refuse(*_more):
        raise Refused("There is nothing to print. Load some figures.")

    monkeypatch.setattr("eyre_web.minutes.papers.views.file_of", refuse)
    client.force_login(ada)
    answer = client.get(f"{LIST}notes.pdf", follow=True)
    assert "There is nothing to print. Load some figures." in answer.content.decode()
