"""Papers that posts were asked for, counted by hand."""

from datetime import date

from eyre.body.registers import Document
from eyre.minutes.lateness import days_late, lateness

TODAY = date(2018, 2, 1)


def paper(key, asked_of="cc", asked=date(2018, 1, 5), due=date(2018, 1, 23), received=None):
    return Document(key=key, title=key, asked_of=asked_of, asked_for_on=asked, due_on=due, received_on=received)


def test_days_are_counted_from_the_day_after_it_was_due():
    assert days_late(date(2018, 1, 23), date(2018, 1, 23), TODAY) == 0
    assert days_late(date(2018, 1, 23), date(2018, 1, 26), TODAY) == 3
    assert days_late(date(2018, 1, 23), None, TODAY) == 9  # 24 to 31 January, and 1 February
    assert days_late(None, None, TODAY) is None


def test_each_post_has_its_papers_and_nothing_else_is_said_of_it():
    found = lateness(
        [
            paper("in-time", received=date(2018, 1, 20)),
            paper("late", received=date(2018, 1, 26)),
            paper("missing"),
            paper("undated", due=None),
            paper("to-come", due=date(2018, 2, 20)),
            paper("other", asked_of="dcc"),
            paper("never-asked", asked_of="", asked=None),
            paper("asked-later", asked=date(2018, 2, 2)),
        ],
        TODAY,
    )
    assert [row.post for row in found] == ["cc", "dcc"]
    cc = found[0]
    assert (len(cc.papers), cc.late, cc.waiting, cc.undated, cc.days) == (5, 2, 3, 1, 12)  # 3 + 9 days
    assert [each.document.key for each in cc.papers][:2] == ["missing", "late"]  # the longest late first
    assert not {"score", "rank", "rate"} & set(type(cc).__dataclass_fields__)
