"""Who is there, in which capacity; when it began and ended; when it meets next."""

import re
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from eyre.core import Refused
from eyre.cycle.words import ApologiesRecorded, AttendanceState
from eyre_web.accounts.models import Post
from eyre_web.audit.models import AuditEvent
from eyre_web.meetings import interchange
from eyre_web.meetings.models import Action, Meeting
from eyre_web.minutes.notes import attending, lines
from eyre_web.snapshot import kept

pytestmark = pytest.mark.db

TODAY = date(2025, 11, 12)
NOTES = "/meetings/2025-10/notes/"


def october():
    return interchange.meeting_alone(Meeting.objects.get(reference="meeting 2025-10"))


def typed(client, **changes):
    """What the page has in its boxes, with changes."""
    text = client.get(f"{NOTES}attendance/").content.decode()
    boxes = dict(re.findall(r'<input type="hidden" name="(seen)" value="([^"]*)"', text))
    boxes["seen"] = boxes["seen"].replace("&#x27;", "'").replace("&quot;", '"')
    for name, options in re.findall(r'<select[^>]* name="([\w-]+)"[^>]*>(.*?)</select>', text, re.DOTALL):
        boxes[name] = (re.findall(r'value="([^"]*)"[^>]* selected', options) or [""])[0]
    boxes |= dict(re.findall(r'name="(capacity_[\w-]+)" value="([^"]*)"', text))
    boxes["apologies"] = re.findall(r'name="apologies"[^>]* value="(\w+)" checked', text)[0]
    return boxes | changes


def test_posts_attend_in_their_capacity_and_the_minute_taker_is_apart(client, calls, ada):
    client.force_login(ada)
    sent = typed(
        client, state_deputy="part", capacity_deputy="from 10:40", state_analyst="by_invitation",
        capacity_analyst="item 2", chair="commissioner", minute_taker="policy",
    )  # fmt: skip
    assert client.post(f"{NOTES}attendance/", sent).url == NOTES
    seats = {seat.post: (seat.state, seat.capacity) for seat in october().attendance}
    assert seats == {
        "commissioner": (AttendanceState.PRESENT, ""),
        "chief": (AttendanceState.PRESENT, ""),
        "deputy": (AttendanceState.PART, "from 10:40"),
        "analyst": (AttendanceState.BY_INVITATION, "item 2"),
    }
    assert (october().chair, october().minute_taker) == ("commissioner", "policy")
    assert "policy" not in seats
    text = client.get("/meetings/2025-10/").content.decode()
    assert "Deputy chief constable (from 10:40)" in text
    assert AuditEvent.objects.get().what == "meeting.attendance"
    assert kept.folder().meetings[-1].minute_taker == "policy"


@pytest.mark.parametrize(
    ("changes", "apologies", "says"),
    [
        ({"apologies": "none_recorded"}, ApologiesRecorded.NONE_RECORDED, "none recorded"),
        ({"apologies": "not_recorded"}, ApologiesRecorded.NOT_RECORDED, "not recorded"),
        (
            {"apologies": "none_recorded", "state_deputy": "apologies"},
            ApologiesRecorded.RECORDED,
            "Deputy chief constable",
        ),
    ],
)
def test_no_apologies_is_not_the_same_as_none_written_down(client, calls, ada, changes, apologies, says):
    client.force_login(ada)
    client.post(f"{NOTES}attendance/", typed(client, **changes))
    assert october().apologies is apologies
    row = re.search(r"Apologies</dt><dd[^>]*>(.*?)</dd>", client.get("/meetings/2025-10/").content.decode())
    assert row[1] == says


def test_whoever_joins_later_owns_what_everyone_present_owns(client, calls, ada):
    lines.enter_lines(calls.pk, "action ALL by 9 December: To read it", by=ada, on=TODAY)
    action = Action.objects.get(reference="action 2025-10/3")
    assert action.posts == ("commissioner", "chief")
    client.force_login(ada)
    client.post(f"{NOTES}attendance/", typed(client, state_deputy="part", state_chief="apologies"))
    action = Action.objects.get(pk=action.pk)
    assert (action.owner_keys, action.posts) == (("all",), ("commissioner", "deputy"))


def many_posts(number):
    place = Post.objects.count()
    Post.objects.bulk_create(
        Post(key=f"inspector-{each}", title=f"Inspector {each}", place=place + each) for each in range(number)
    )


def test_with_many_posts_the_usual_ones_come_first_and_the_rest_is_folded_away(client, calls, ada):
    many_posts(600)
    client.force_login(ada)
    head, _, rest = client.get(f"{NOTES}attendance/").content.decode().partition("<details")
    folded = rest.partition("</details>")[0]
    assert {"state_commissioner", "state_chief"} <= set(re.findall(r'name="(state_[\w-]+)"', head))
    shown, hidden = head.count('name="state_'), folded.count('name="state_')
    assert (shown, shown + hidden) == (2, Post.objects.count())
    assert f"Everybody else ({hidden})" in folded
    sent = typed(client, **{"state_inspector-599": "by_invitation"})  # nothing of it needs a script
    assert client.post(f"{NOTES}attendance/", sent).url == NOTES
    assert [seat.post for seat in october().attendance] == ["commissioner", "chief", "inspector-599"]
    head = client.get(f"{NOTES}attendance/").content.decode().partition("<details")[0]
    assert 'name="state_inspector-599"' in head, "whoever is on record is not folded away"


def test_whoever_was_at_the_last_meetings_of_a_series_is_usual_at_it(client, calls, planned, ada):
    many_posts(20)
    address = "/meetings/2025-11/notes/attendance/"
    Meeting.objects.filter(pk=planned.pk).update(status="held")
    october_row = Meeting.objects.get(reference="meeting 2025-10")
    october_row.kept["attendance"].append({"post": "inspector-7", "state": "apologies"})
    october_row.save()
    client.force_login(ada)
    head = client.get(address).content.decode().partition("<details")[0]
    assert set(re.findall(r'name="state_([\w-]+)"', head)) == {"commissioner", "chief", "inspector-7"}
    Meeting.objects.filter(pk=planned.pk).update(series="special")
    text = client.get(address).content.decode()
    assert "<details" not in text, "where nobody is usual yet, everybody is shown"


def test_a_post_that_was_no_more_on_the_day_is_not_offered_but_stays_on_record(client, calls, ada):
    Post.objects.filter(key__in=("chief", "deputy")).update(to_date=date(2025, 9, 30))
    client.force_login(ada)
    text = client.get(f"{NOTES}attendance/").content.decode()
    assert 'name="state_chief"' in text, "the notes have it already"
    assert 'name="state_deputy"' not in text


def test_what_cannot_be_of_an_attendance_is_said_with_its_post(client, calls, ada):
    client.force_login(ada)
    wrong = typed(client, state_chief="asleep", capacity_deputy="x" * 201, state_deputy="present")
    text = client.post(f"{NOTES}attendance/", wrong).content.decode()
    assert "Chief constable: choose from the list how they attend." in text
    assert "Deputy chief constable: write the capacity in at most 200 characters, as text." in text
    assert "x" * 201 in text
    nothing = client.post(f"{NOTES}attendance/", typed(client, capacity_chief="\0")).content.decode()
    assert "Chief constable: write the capacity" in nothing


def test_two_who_write_the_attendance_at_once_lose_nothing(client, calls, ada):
    client.force_login(ada)
    mine, theirs = typed(client, state_deputy="present"), typed(client, state_chief="apologies")
    client.post(f"{NOTES}attendance/", theirs)
    text = client.post(f"{NOTES}attendance/", mine).content.decode()
    assert "Somebody else has changed the attendance meanwhile" in text
    assert "On record now: Apologies" in text  # of the chief
    assert "On record now: Not on the list" in text  # of the deputy, whom I marked as present
    seats = {seat.post: seat.state for seat in october().attendance}
    assert seats == {"commissioner": "present", "chief": "apologies"}
    seen = re.search(r'name="seen" value="([^"]*)"', text)[1].replace("&#x27;", "'")
    client.post(f"{NOTES}attendance/", {**mine, "state_chief": "apologies", "seen": seen})
    assert {seat.post for seat in october().attendance} == {"commissioner", "chief", "deputy"}


def test_the_attendance_of_a_body_of_many_posts_can_be_sent(client, calls, ada):
    """Django takes no more than a thousand fields by itself, and each post has two."""
    Post.objects.bulk_create(Post(key=f"post{n}", title=f"Post {n}", place=100 + n) for n in range(600))
    client.force_login(ada)
    boxes = {f"capacity_post{n}": "" for n in range(600)}  # which a browser sends though they are empty
    sent = typed(client, **{**boxes, "state_post599": "present", "capacity_post599": "Observer"})
    assert len(sent) > 1200
    assert client.post(f"{NOTES}attendance/", sent).url == NOTES
    assert "post599" in {seat.post for seat in october().attendance}


def test_times_are_written_as_people_write_them(client, calls, ada):
    client.force_login(ada)
    assert client.post(f"{NOTES}times/", {"start": "10.05am", "end": "12:30"}).url == NOTES
    assert (f"{october().start:%H:%M}", f"{october().end:%H:%M}") == ("10:05", "12:30")
    assert "10:05 – 12:30" in client.get("/meetings/2025-10/").content.decode()
    for wrong, says in (
        ({"start": "noonish"}, "Write the time like 10:30"),
        ({"start": "12:00", "end": "11:00"}, "ends before"),
    ):
        text = client.post(f"{NOTES}times/", wrong).content.decode()
        assert says in text
        assert wrong["start"] in text
    client.post(f"{NOTES}times/", {"start": "", "end": ""})
    assert october().start is None


@pytest.mark.parametrize(
    ("page", "theirs", "mine", "now"),
    [
        ("times", {"start": "10:00", "end": "12:30"}, {"start": "10:05", "end": ""}, "Ended at: 12:30"),
        ("next", {"venue": "Town hall"}, {"venue": "Elsewhere"}, "Venue: Town hall"),
    ],
)
def test_of_two_who_write_what_the_meeting_says_the_second_sees_both(client, calls, ada, page, theirs, mine, now):
    client.force_login(ada)
    seen = re.compile(r'name="seen" value="(\d+)"')
    opened = seen.search(client.get(f"{NOTES}{page}/").content.decode())[1]
    client.post(f"{NOTES}{page}/", {**theirs, "seen": opened})
    text = client.post(f"{NOTES}{page}/", {**mine, "seen": opened}).content.decode()
    assert "Somebody else has changed this after you opened it" in text
    assert now in text
    assert all(f'value="{value}"' in text for value in mine.values() if value)
    assert client.post(f"{NOTES}{page}/", {**mine, "seen": seen.search(text)[1]}).status_code == 302


def test_the_weekday_of_the_next_meeting_is_checked(client, calls, ada):
    client.force_login(ada)
    sent = {"date": "18/11/2025", "weekday": "Wednesday", "starts": "10:00", "venue": "Town hall", "words": ""}
    text = client.post(f"{NOTES}next/", sent).content.decode()
    assert "18 November 2025 is a Tuesday, not a Wednesday" in text
    assert client.post(f"{NOTES}next/", {**sent, "weekday": "Tuesday"}).url == NOTES
    following = october().next_meeting
    assert (following.date, following.weekday, following.venue) == (date(2025, 11, 18), "Tuesday", "Town hall")
    assert "Tuesday 18 November 2025, 10:00, Town hall" in client.get("/meetings/2025-10/").content.decode()
    assert (
        "comes after this one"
        in client.post(f"{NOTES}next/", {**sent, "date": "21/10/2025", "weekday": ""}).content.decode()
    )
    client.post(f"{NOTES}next/", {})
    assert october().next_meeting is None


def test_only_those_who_keep_notes_write_of_a_meeting_and_only_while_it_is_a_draft(calls, ada, ben):
    meeting = Meeting.objects.get(reference="meeting 2025-10")
    empty = attending.Attendance((), ApologiesRecorded.NOT_RECORDED)
    changes = (
        lambda who: attending.keep_attendance(meeting.pk, empty, seen=attending.stamp(meeting), by=who, on=TODAY),
        lambda who: attending.keep_times(meeting.pk, start=None, end=None, by=who, on=TODAY),
        lambda who: attending.keep_next_meeting(meeting.pk, None, by=who, on=TODAY),
    )
    for change in changes:
        with pytest.raises(PermissionDenied):
            change(ben)
    with pytest.raises(PermissionDenied):
        attending.begin_meeting(meeting.pk, by=ben, on=TODAY)
    Meeting.objects.filter(pk=meeting.pk).update(status="agreed")
    for change in changes:
        with pytest.raises(Refused, match="changed no more"):
            change(ada)
    assert not AuditEvent.objects.exists()
