"""Who finds what: exactly what they may see, and exactly what says it; at once, and never more than it says."""

from datetime import date
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eyre.body import registers
from eyre_web.accounts.access import Access
from eyre_web.accounts.roles import ROLES, Permission
from eyre_web.documents import permissions as documents
from eyre_web.documents.interchange import keep_documents
from eyre_web.documents.models import Document
from eyre_web.finding import indexing
from eyre_web.finding.finding import Wanted, find
from eyre_web.finding.indexing import Findable
from eyre_web.meetings import services
from eyre_web.meetings.addresses import address_of
from eyre_web.meetings.models import Action, Event, Item, Line, Matter, Meeting
from eyre_web.meetings.permissions import (
    may_see,
    may_see_event,
    may_see_item,
    may_see_line,
    may_see_matter,
    may_see_meeting,
    may_see_records,
)
from eyre_web.search.matching import matching, put
from eyre_web.search.models import SearchEntry
from eyre_web.search.terms import is_found, read_query
from eyre_web.transfer import database
from eyre_web.transfer.verify import verify
from web.people import NAMES, account, let_agreed_notes_change

pytestmark = pytest.mark.db

TODAY = date(2025, 11, 12)
SEE_ALL = Access(frozenset({Permission.SEE_ALL, Permission.SEE_DRAFTS}))


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *more: TODAY)


@pytest.fixture
def full(body):
    """The small body with one of everything that can be found."""
    let_agreed_notes_change()
    keep_documents([registers.Document(key="paper", title="Burglary paper", note="Repeat victims")])
    matter = Matter.objects.get(key="calls")
    matter.kept = {"note": "Lost calls, repeat callers"}
    matter.save()
    for item in Item.objects.all():
        reference = f"finding {item.meeting.home}/F{item.place}"
        Line.objects.create(
            item=item, kind="finding", place=0, reference=reference, words="Repeat burglary fell",
            kept={"kind": "performance"},
        )  # fmt: skip
    indexing.rebuild()


SEEN = {
    Findable.ACTION: (Action, may_see),
    Findable.EVENT: (Event, may_see_event),
    Findable.MATTER: (Matter, may_see_matter),
    Findable.MEETING: (Meeting, may_see_meeting),
    Findable.ITEM: (Item, may_see_item),
    Findable.DOCUMENT: (Document, documents.may_see),
}
accesses = st.builds(
    Access,
    st.one_of(
        st.frozensets(st.sampled_from(Permission)), st.sampled_from([role.permissions for role in ROLES.values()])
    ),
    st.lists(st.sampled_from([*NAMES, "of-another-body"]), max_size=3, unique=True).map(tuple),
)
WORDS = [
    "burglary",
    "burgl",
    "repeat",
    "calls",
    "rep",
    "2025-09",
    "2025-09/1",
    '"repeat burglary"',
    "paper",
    "the",
    "x",
]
queries = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)
ON_ONE_BODY = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)


def found(typed):
    """What somebody finds who sees everything, the best first."""
    entries = SearchEntry.objects.in_bulk(keys := find(SEE_ALL, read_query(typed), 1000))
    return [entries[key] for key in keys]


def may_find(access, entry):
    """Whether somebody may see the record of an entry, asked of the record itself."""
    if entry.kind == Findable.RECORD:
        if entry.reference.startswith("matter "):
            return may_see_records(access)
        return may_see_line(access, Line.objects.get(pk=entry.row))
    model, may = SEEN[entry.kind]
    return may(access, model.objects.get(pk=entry.row))


def test_there_is_one_of_everything(full):
    assert {entry.kind for entry in SearchEntry.objects.all()} == set(Findable)


@given(accesses, queries)
@ON_ONE_BODY
def test_a_record_is_found_exactly_if_it_says_so_and_the_person_may_see_it(full, access, typed):
    phrases = read_query(typed)
    one_by_one = {
        entry.pk
        for entry in SearchEntry.objects.all()
        if is_found(phrases, entry.heading, entry.words) and may_find(access, entry)
    }
    assert set(find(access, phrases, 1000)) == one_by_one


@pytest.mark.parametrize("model", SEEN.values(), ids=list(SEEN))
@given(accesses)
@ON_ONE_BODY
def test_each_queryset_holds_exactly_what_may_be_seen_one_by_one(full, model, access):
    rows, may = model
    one_by_one = {row.pk for row in rows.objects.all() if may(access, row)}
    assert set(rows.objects.for_user(access).values_list("pk", flat=True)) == one_by_one


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=20))
@ON_ONE_BODY
def test_any_text_is_found_as_the_rule_says(full, heading, words, typed):
    """The folding, the grammar and the database agree on any text; PostgreSQL too, in its run of these tests."""
    heading, words = heading.replace("\0", ""), words.replace("\0", "")
    put([indexing.Entry("action", -1, "x", heading, words)])
    for asked in (typed, words[:9], f'"{words[3:12]}"', heading[-5:]):
        phrases = read_query(asked)
        is_there = matching(SearchEntry.objects.filter(row=-1), phrases).exists()
        assert is_there == (bool(phrases) and is_found(phrases, heading, words)), asked


def test_a_phrase_does_not_begin_in_a_heading_and_end_in_the_words(full):
    put([indexing.Entry("action", -1, "x", "Repeat", "burglary again")])
    assert not matching(SearchEntry.objects.filter(row=-1), read_query('"repeat burglary"')).exists()


def test_a_heading_counts_more_than_other_words(full):
    put([indexing.Entry("action", -1, "x", "Drones"), indexing.Entry("action", -2, "y", "Other", "Drones " * 3)])
    entries = matching(SearchEntry.objects.filter(row__lt=0), read_query("drones"))
    assert [entry.row for entry in entries] == [-1, -2]


# --- kept up to date -----------------------------------------------------------------------------------------------


def test_a_change_is_found_at_once_and_gone_where_it_was_not_kept(full, ada):
    action = Action.objects.get(reference="action 2025-09/1")
    services.update_action(action.pk, by=ada, on=TODAY, words="The zeppelin has landed")
    assert [entry.reference for entry in found("zeppelin")] == ["action 2025-09/1"]
    with transaction.atomic():
        services.update_action(action.pk, by=ada, on=TODAY, words="A second airship")
        transaction.set_rollback(True)
    assert not found("airship")
    assert indexing.astray() == 0


def test_what_is_saved_again_is_found_by_its_new_words_alone(full):
    matter = Matter.objects.get(key="burglary")
    matter.title = "Residential robbery"
    matter.save()
    assert [entry.heading for entry in found("residential")] == ["Residential robbery"]
    assert "matter burglary" not in {entry.reference for entry in found("burglary")}


def test_the_index_can_be_made_anew_and_says_when_it_must_be(full):
    before = set(SearchEntry.objects.values_list("kind", "row", "reference", "word_terms"))
    SearchEntry.objects.filter(kind=Findable.EVENT).delete()
    assert indexing.astray() == Event.objects.count()
    assert not found('"Letter sent"')
    indexing.rebuild()
    assert indexing.astray() == 0
    assert set(SearchEntry.objects.values_list("kind", "row", "reference", "word_terms")) == before
    assert found('"Letter sent"')


def test_verify_says_so_and_migrate_makes_it_anew(full, data, monkeypatch):
    SearchEntry.objects.filter(kind=Findable.EVENT).delete()
    assert ["The index of words differs" in fault for fault in verify().faults] == [True]
    monkeypatch.setattr(database, "call_command", lambda *more, **still_more: None)
    database.migrate()
    assert verify().faults == ()


def test_an_earlier_version_of_notes_is_not_found_beside_the_one_that_stands(full):
    meeting = Meeting.objects.get(reference="meeting 2025-10")
    Meeting.objects.filter(pk=meeting.pk).update(is_standing=False)
    indexing.rebuild()
    assert not SearchEntry.objects.filter(kind__in=(Findable.MEETING, Findable.ITEM), reference="meeting 2025-10")


def test_the_step_that_makes_the_index_can_be_undone_and_done_again(full):
    step = import_module("eyre_web.search.migrations.0002_words")
    here = SimpleNamespace(connection=connection)
    SearchEntry.objects.all().delete()
    step.undo(None, here)
    step.make(None, here)
    put([indexing.Entry("action", 1, "x", "Drones")])
    assert matching(SearchEntry.objects.all(), read_query("drones")).exists()


# --- the page ------------------------------------------------------------------------------------------------------


def page(client, who, query="", code=200, **narrow):
    client.force_login(who)
    answer = client.get("/search/", {"q": query, **narrow} if query else {})
    assert answer.status_code == code
    return answer.content.decode()


def test_the_page_is_for_those_who_see_actions(client, full, ada, cy):
    answer = client.get("/search/?q=rota")
    assert (answer.status_code, answer.url) == (302, "/account/login/?next=/search/%3Fq%3Drota")
    assert "Show the new <mark>rota</mark>." in page(client, ada, "rota")
    assert "Nothing that you may see says this" in page(client, cy, "rota")
    assert "Only somebody who" in page(client, account("Pat", "administrator"), "rota", 403)


def test_a_result_leads_to_the_page_of_its_action(client, full, ada):
    text = page(client, ada, "2025-10/2")
    assert 'href="/actions/2025-10/2/"' in text
    assert "2 found" in text  # the action, and what happened to it


def test_each_kind_leads_to_a_page_that_is_there(client, full, ada):
    text = page(client, ada, "re")
    client.force_login(ada)
    for address in {part.split('"')[0] for part in text.split('govuk-!-font-weight-bold" href="')[1:]}:
        assert client.get(address.replace("&amp;", "&")).status_code == 200
    assert "<mark>Burglary</mark> <mark>paper</mark>" in page(client, ada, "burgl pap")  # a document has no page yet


def test_what_a_record_says_is_never_markup(client, full, ada):
    action = Action.objects.get(reference="action 2025-09/1")
    services.update_action(action.pk, by=ada, on=TODAY, words="<script>alert(1)</script> <b>Zeppelin</b>")
    text = page(client, ada, "zeppelin")
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &lt;b&gt;<mark>Zeppelin</mark>&lt;/b&gt;" in text
    assert "<script>alert" not in text


@pytest.mark.parametrize("typed", ['<img src=x onerror="x">', "\x00", "' OR 1=1 --", "a" * 201, "*", '"'])
def test_whatever_is_typed_is_answered_and_shown_as_text(client, full, ada, typed):
    text = page(client, ada, typed)
    assert "<img" not in text


def test_an_empty_question_is_asked_again(client, full, ada):
    assert "Say what to look for, in letters or figures." in page(client, ada, "!!!")


def test_the_number_of_queries_does_not_grow_with_what_is_found(client, full, ada):
    page(client, ada, "zeppelin")  # what the first call alone asks
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            page(client, ada, "repeat")
        counts.append(len(asked))
        put(indexing.Entry("event", -number, f"action 2025-09/{number}", "Repeat", "repeat") for number in range(1, 60))
    assert counts[0] == counts[1]


# --- narrowed ------------------------------------------------------------------------------------------------------


def narrowed(access, typed, **wanted):
    keys = find(access, read_query(typed), 1000, Wanted(**wanted))
    return {entry.reference for entry in SearchEntry.objects.filter(pk__in=keys)}


def test_a_search_is_narrowed_to_one_kind_of_record(full):
    assert narrowed(SEE_ALL, "burglary", kind="finding") == {
        "finding 2025-09/F0", "finding 2025-09/F1", "finding 2025-10/F0",
    }  # fmt: skip
    assert narrowed(SEE_ALL, "burglary", kind="matter") == {"matter burglary"}
    assert narrowed(SEE_ALL, "burglary", kind="commitment") == set()


def test_a_search_is_narrowed_to_a_matter(full):
    assert narrowed(SEE_ALL, "repeat", matter="burglary") == {"action 2025-09/1", "finding 2025-09/F0"}
    assert narrowed(SEE_ALL, "repeat", matter="calls") == {"matter calls", "finding 2025-09/F1", "finding 2025-10/F0"}


def test_a_search_is_narrowed_to_some_days(full):
    """A record is of the day of its meeting: 16 September and 21 October; the paper has none."""
    found = narrowed(SEE_ALL, "burglary", first=date(2025, 9, 17))
    assert found == {"finding 2025-10/F0"}
    assert "finding 2025-09/F0" in narrowed(SEE_ALL, "burglary", last=date(2025, 9, 16))
    assert narrowed(SEE_ALL, "drawn", first=date(2025, 11, 3), last=date(2025, 11, 3)) == {"action 2025-10/2"}


@given(
    accesses,
    queries,
    st.sampled_from(["", "action", "finding", "event", "meeting", "record"]),
    st.sampled_from(["", "burglary", "calls", "nowhere"]),
    st.sampled_from([None, date(2025, 9, 17)]),
)
@ON_ONE_BODY
def test_narrowing_finds_nothing_more(full, access, typed, kind, matter, first):
    """Nothing that a person may not see is found or counted, however it is asked for."""
    phrases = read_query(typed)
    whole = set(find(access, phrases, 1000))
    assert set(find(access, phrases, 1000, Wanted(kind, matter, first))) <= whole


def test_notes_that_somebody_may_not_see_are_neither_found_nor_counted(client, full, ada, monkeypatch):
    """As it is for a force while the notes are a draft: the search follows `for_user` of lines and meetings."""
    assert "finding 2025-10/F0" in narrowed(SEE_ALL, "repeat")
    lines = type(Line.objects.all())
    whole = lines.for_user
    monkeypatch.setattr(
        lines, "for_user", lambda rows, access: whole(rows, access).exclude(item__meeting__status="held")
    )
    text = page(client, ada, "repeat", kind="finding")
    assert "2 found" in text
    assert "2025-10" not in text


def test_only_matters_that_a_person_may_know_of_are_offered(client, full, cy, ada):
    Matter.objects.create(key="drones", title="Drones", place=9)
    assert '<option value="drones"' in page(client, ada, "repeat")
    assert '<option value="drones"' not in page(client, cy, "repeat")
    assert '<option value="burglary"' in page(client, cy, "repeat")


def test_a_day_that_cannot_be_read_is_said_and_the_rest_is_found(client, full, ada):
    text = page(client, ada, "repeat", first="31/31/2025", last="1/1/2026")
    assert "Write the day as 31/12/2025." in text
    assert "found" in text
    assert "The last day lies before the first." in page(client, ada, "repeat", first="2/1/2026", last="1/1/2026")


def test_a_record_leads_to_its_line_or_to_its_own_page(client, full, ada):
    assert f'href="{address_of("finding 2025-09/F0")}"' in page(client, ada, "repeat burglary", kind="finding")
    item = Item.objects.get(title="Burglary")
    Line.objects.create(
        item=item, kind="commitment", place=5, reference="commitment 2025-09/C1", words="Zeppelins will fly",
        kept={"kind": "commitment"},
    )  # fmt: skip
    assert 'href="/commitments/2025-09/C1/"' in page(client, ada, "zeppelins")
