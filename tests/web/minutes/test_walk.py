"""From the notes of December 2017 to the issued agenda of 30 January 2018, as the office would go."""

import re
from pathlib import Path

import pytest

from eyre.body.check import check_folder
from eyre.body.folder import read_folder
from eyre_web.accounts.models import Holding, Person, Post, RoleHeld, User
from eyre_web.meetings.models import Meeting
from eyre_web.transfer.folder import export_body, import_body

pytestmark = pytest.mark.db

EXAMPLE = Path(__file__).resolve().parents[3] / "examples" / "west-mercia"
AGENDA = "/meetings/2018-01/agenda/"


@pytest.fixture
def officer(db, data):
    """The example as it ships, and somebody in the post of policy officer."""
    import_body(EXAMPLE)
    person = Person.objects.create(name="Policy officer")
    Holding.objects.create(post=Post.objects.get(key="policy_officer"), person=person, place=0)
    user = User.objects.create_user("office@example.org", "a long password", person=person)
    RoleHeld.objects.create(user=user, role="policy_officer")
    return user


def test_from_the_notes_of_december_to_the_issued_agenda_of_january(client, officer, tmp_path):
    client.force_login(officer)

    def page(address):
        answer = client.get(address)
        assert answer.status_code == 200, address
        return answer.content.decode()

    def send(address, **typed):
        answer = client.post(address, typed)
        assert answer.status_code == 302, answer.content.decode()
        return answer.url

    def seen():
        return re.search(r'name="seen" value="(\d+)"', page(AGENDA))[1]

    series = page("/series/monthly-assurance/")
    assert "Plan the next meeting: 30 January 2018" in series
    form = page("/series/monthly-assurance/plan/")
    assert "Starts at 10:30; the series has 10:00." in form
    assert "Papers and updates due 5 working days before 30 January 2018: Tuesday 23 January." in form
    planned = {
        "title": "Monthly Assurance Meeting, January 2018", "date": "Tuesday 30 January 2018", "start": "10:30",
        "end": "12:30", "venue": "Meeting room 1.38, Hindlip", "chair": "pcc", "minute_taker": "policy_officer",
        "stands_for": "2018-01-30",
    }  # fmt: skip
    assert send("/series/monthly-assurance/plan/", **planned) == AGENDA

    offered = re.findall(r'name="offer" type="checkbox" value="([^"]+)"', page(AGENDA))
    assert {"action 2017-12/1", "action 2017-12/3", "question 2017-12/Q2", "commitment 2017-12/C1"} <= set(offered)
    send(f"{AGENDA}take/", offer=["action 2017-12/3", "commitment 2017-12/C1"], under="", seen=seen())
    send(f"{AGENDA}take/", offer=["action 2017-12/1", "action 2017-12/2"], under="together", seen=seen())
    heading = Meeting.objects.get(reference="meeting 2018-01").items.get(number="4a").pk
    send(f"{AGENDA}add/", heading=heading, title="Hate crime satisfaction", matter="hate-crime", seen=seen())
    item = Meeting.objects.get(reference="meeting 2018-01").items.get(number="4a.1").pk

    send("/meetings/2018-01/questions/new/", item=item, words="Are officers applying the policy?",
         addressed_to=["cc"], asked_by="pcc", evidence_wanted="A dip sample", paper_due="23/1/2018",
         tests=["commitment 2017-12/C17", "commitment 2017-12/C19"])  # fmt: skip
    assert "It tests what was promised" in page("/meetings/2018-01/questions/letter/cc/")
    send("/meetings/2018-01/questions/letter/cc/", sent_on="5/1/2018")
    send(f"{AGENDA}issue/", words="To all who attend", seen=seen())

    paper = page(f"{AGENDA}paper/")
    for said in ("4a.1", "Hate crime satisfaction", "Tuesday 22 May 2018", "10:30 to 12:30"):
        assert said in paper
    assert "has not been issued" not in paper
    assert "1.3" in paper

    out = tmp_path / "out"
    export_body(out)
    folder = read_folder(out)
    january = folder.standing_meetings()[-1]
    assert [i.number for i in january.items if "." in i.number] == ["1.1", "1.2", "1.3", "4a.1"]
    question = next(q for i in january.items for q in i.questions)
    assert [str(reference) for reference in question.tests] == ["commitment 2017-12/C17", "commitment 2017-12/C19"]
    assert {document.key for document in folder.documents} >= {question.paper}
    assert check_folder(folder).faults == ()
