import pytest

from eyre.cycle.wording import ORDERS, order_words

READS_AS_AN_ORDER = [
    ("The DCC must send a paper.", ("must",)),
    ("Officers must not use the old form and shall report it.", ("must not", "shall")),
    ("Ensure that officers attend within the hour.", ("Ensure that officers",)),
    ("Instruct the control room to answer in ten seconds.", ("Instruct",)),
    ("To direct all officers to patrol.", ("direct all officers",)),
    ("Order the force to buy it.", ("Order the force",)),
    ("Superintendents are required to sign.", ("are required to",)),
    ("Must, MUST and must.", ("Must", "MUST", "must")),
]
REQUESTS = [
    "To send a paper on repeat burglary, as agreed.",
    "The commissioner requests a briefing note.",
    "DCC to bring the tracker in order to show progress.",
    "To look at direct contact with victims.",
    "To ensure a paper is shared before the meeting.",
    "To musters and shallots.",
    "",
]


@pytest.mark.parametrize(("words", "found"), READS_AS_AN_ORDER)
def test_an_order_is_found_in_its_own_words(words, found):
    assert order_words(words) == found


@pytest.mark.parametrize("words", REQUESTS)
def test_a_request_is_none(words):
    assert order_words(words) == ()


def test_words_run_over_a_line_are_still_read():
    assert order_words("ensure\n that  officers") == ("ensure that officers",)
    assert len(ORDERS) == len(set(ORDERS))
