"""What a correction changed, and the day each version was sent."""

from dataclasses import replace
from datetime import date

from eyre.cycle.events import EventKind, drafts_sent
from eyre.minutes.corrections import Changed, changes


def test_two_versions_that_say_the_same_differ_in_nothing(december):
    assert changes(december, replace(december, version=2, corrects="meeting 2017-12", status="held")) == ()


def test_a_change_is_told_by_record_and_field_and_what_went_comes_last(december):
    items = list(december.items)
    at = next(n for n, item in enumerate(items) if item.title == "Call handling")
    findings = list(items[at].findings)
    gone = findings.pop()
    findings[0] = replace(findings[0], words="Nothing of the sort.", measures=("call_answering_999",))
    items[at] = replace(items[at], findings=tuple(findings), title="Calls")
    later = replace(december, venue="Room 2", items=tuple(items))
    found = changes(december, later)
    reference, said = str(findings[0].reference), december.items[at].findings[0].words
    assert Changed("meeting 2017-12", "venue", december.venue, "Room 2") in found
    assert Changed(reference, "words", said, "Nothing of the sort.") in found
    assert Changed("Calls", "title", "Call handling", "Calls") in found
    of_gone = [change for change in found if change.what == str(gone.reference)]
    assert of_gone == list(found[-len(of_gone) :])
    assert all(change.after == "" for change in of_gone)


def test_the_day_a_draft_was_sent_belongs_to_the_version_of_that_day():
    sent, corrected = EventKind.DRAFT_SENT, EventKind.CORRECTED
    first, again, begun, second = (date(2018, 1, day) for day in (5, 9, 20, 25))
    assert drafts_sent([]) == {}
    assert drafts_sent([(sent, first), (sent, again), (corrected, begun)]) == {1: again}
    assert drafts_sent([(sent, first), (corrected, begun), (sent, second)]) == {1: first, 2: second}


def test_an_item_that_is_called_otherwise_or_moves_is_one_change_and_not_one_of_every_record(december):
    items = list(december.items)
    at = next(n for n, item in enumerate(items) if item.number == "4a.2")
    before = items[at].title
    items[at] = replace(items[at], title="Burglary of homes")
    assert changes(december, replace(december, items=tuple(items))) == (
        Changed("4a.2 Burglary of homes", "title", before, "Burglary of homes"),
    )
    items[at] = replace(december.items[at], number="4a.9")
    assert changes(december, replace(december, items=tuple(items))) == (
        Changed(f"4a.9 {before}", "number", "4a.2", "4a.9"),
    )


def test_a_record_that_goes_to_another_item_says_so(december):
    items = list(december.items)
    one, other = (next(n for n, item in enumerate(items) if item.number == number) for number in ("4a.1", "4a.2"))
    moved, *rest = items[one].findings
    items[one] = replace(items[one], findings=tuple(rest))
    items[other] = replace(items[other], findings=(*items[other].findings, moved))
    (change,) = changes(december, replace(december, items=tuple(items)))
    assert change == Changed(str(moved.reference), "item", "4a.1 Telford", "4a.2 Domestic burglary")
