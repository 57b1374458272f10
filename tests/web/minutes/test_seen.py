"""What may be read of the notes, one by one and as a list, for any combination of permissions."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eyre.body.meeting import RECORDS
from eyre_web.accounts.access import Access, access_of
from eyre_web.accounts.roles import ROLES, Permission
from eyre_web.api.counts import commitment_counts
from eyre_web.finding.finding import for_user
from eyre_web.meetings.models import Event, Item, Line, Meeting
from eyre_web.meetings.permissions import may_see_event, may_see_item, may_see_line, may_see_meeting, may_see_notes
from eyre_web.minutes.after import services
from eyre_web.snapshot.seen import seen_by
from web.minutes.conftest import OCTOBER, SEPTEMBER, TODAY
from web.people import NAMES, account

pytestmark = pytest.mark.db

accesses = st.builds(
    Access,
    st.one_of(
        st.frozensets(st.sampled_from(Permission)), st.sampled_from([role.permissions for role in ROLES.values()])
    ),
    st.lists(st.sampled_from([*NAMES]), max_size=2, unique=True).map(tuple),
)
ON_ONE_BODY = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
TWINS = (
    (Meeting, may_see_meeting, Meeting.objects.for_user),
    (Meeting, may_see_notes, Meeting.objects.with_notes_for),
    (Item, may_see_item, Item.objects.for_user),
    (Line, may_see_line, Line.objects.for_user),
    (Event, may_see_event, Event.objects.for_user),
)


@pytest.fixture
def moved(noted, ada):
    """A draft that is not sent, with a loose end set aside; and a correction that is not sent, with another."""
    for reference in (OCTOBER, SEPTEMBER):
        if reference == SEPTEMBER:
            services.correct_notes(Meeting.objects.get(reference=reference).pk, by=ada, on=TODAY, reason="July")
        meeting = Meeting.objects.get(reference=reference, is_standing=True)
        end = next(end for end in services.ends_of(meeting, TODAY) if end.reference.kind != "action")
        services.set_aside(meeting.pk, end, by=ada, on=TODAY, reason="So be it.")


@given(accesses, st.booleans())
@ON_ONE_BODY
def test_each_list_holds_exactly_what_may_be_seen_one_by_one(moved, access, is_sent):
    Meeting.objects.filter(status="held").update(draft_sent_on=TODAY if is_sent else None)
    for model, may, rows in TWINS:
        one_by_one = {row.pk for row in model.objects.all() if may(access, row)}
        assert set(rows(access).values_list("pk", flat=True)) == one_by_one, model


@given(accesses, st.booleans())
@ON_ONE_BODY
def test_the_body_as_a_person_reads_it_holds_the_lines_and_events_they_may_see(moved, access, is_sent):
    Meeting.objects.filter(status="held").update(draft_sent_on=TODAY if is_sent else None)
    if not access.may(Permission.SEE_ALL):
        return
    folder = seen_by(access).folder
    found = {
        (str(record.reference), record.words)
        for meeting in folder.standing_meetings()
        for item in meeting.items
        for name in RECORDS.values()
        if name != "judgements"
        for record in getattr(item, name)
    }
    lines = Line.objects.for_user(access).exclude(kind="judgement")
    rows = {(line.reference, line.words) for line in lines}
    assert rows <= found
    # What else is there is of the version that was agreed, while its correction is not sent.
    assert {home(reference) for reference, _ in found - rows} <= {"2025-09"}
    events = {event.pk for event in Event.objects.for_user(access)}
    assert len(folder.events) == len(events)


def home(reference):
    return reference.partition(" ")[2].partition("/")[0]


def test_the_force_sees_the_day_of_an_unsent_meeting_and_nothing_else(noted):
    folder = seen_by(access_of(account("Ben"), TODAY)).folder
    (october,) = (meeting for meeting in folder.meetings if str(meeting.reference) == OCTOBER)
    assert (october.date, october.items, october.attendance) == (date(2025, 10, 21), (), ())


@given(accesses)
@ON_ONE_BODY
def test_nothing_is_found_by_searching_that_may_not_be_read(moved, access):
    found = for_user(access)
    lines = {line.pk for line in Line.objects.all() if may_see_line(access, line)}
    assert {entry.row for entry in found.filter(kind="record").exclude(reference__startswith="matter ")} == lines
    items = {item.pk for item in Item.objects.filter(meeting__is_standing=True) if may_see_item(access, item)}
    assert {entry.row for entry in found.filter(kind="item")} == items


def test_a_person_who_sees_drafts_reads_the_value_that_is_kept_and_no_copy(noted, ada):
    seen = seen_by(access_of(ada, TODAY))
    assert seen.folder is seen.snapshot.folder


def test_the_counts_of_promises_leave_out_those_of_a_draft_that_was_not_sent(noted, ada, ben):
    def given(who):
        return commitment_counts(seen_by(access_of(who, TODAY)), TODAY)["body"]["given"]

    assert given(ben) < given(ada)
    Meeting.objects.filter(reference=OCTOBER).update(draft_sent_on=TODAY)
    assert given(ben) == given(ada)
