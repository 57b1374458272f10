import re
import tomllib
from importlib.resources import files

import pytest

from eyre.cycle.noticed import ReadsAs, notice

# The 21 promises of the notes of December 2017, each by the few words that tell it.
TOLD = {
    "C1": "is ongoing and should be available in January.",
    "C2": "There will be a series of meetings",
    "C3": "She has asked them to predict a further six months",
    "C4": "with an aim of reaching an outturn position",
    "C5": "A plan will be put in place",
    "C6": "given a commitment that signs of improvement will be",
    "C7": "with rape and sexual offences will be showing improvements",
    "C8": "The CC agreed with the PCC's request that",
    "C9": "the CC and PCC to meet with senior leads",
    "C10": "this will be mandated for all residential burglaries",
    "C11": "is aspiring to see outcome levels on a par",
    "C12": "It will be important to go back to",
    "C13": "and needs to be improved.",
    "C14": "is seeking to bring domestic burglaries back in line",
    "C15": "wants to see results if the funding",
    "C16": "the aspiration to achieve a 90% satisfaction rate",
    "C17": "has asked that each hate crime victim",
    "C18": "but is to be simplified so it clearly states",
    "C19": "is confident that there will be a trend reversal",
    "C20": "there will be a significant improvement",
    "C21": "will be reviewed following the end of the next quarter",
}
NOT_TOLD = [
    "The strategy had been agreed.",
    "There is now much greater use of social media.",
    "Limited local coverage was received.",
    "resources will mean that less is moved",
    "It will take time.",
    "Staff won't take it all on board.",
    "The PCC questioned whether it would improve.",
    "The DCC had asked for figures, which came.",
    "Rates were at 80% and are now at 90%.",
    "It is for the Superintendents to identify priorities.",
    "The goodwill of partners was noted.",
]


@pytest.mark.parametrize("promise", TOLD)
def test_each_promise_of_december_2017_is_noticed_by_its_words(promise):
    assert len(notice(TOLD[promise])) == 1


@pytest.mark.parametrize("line", NOT_TOLD)
def test_what_was_or_is_or_will_not_be_is_no_promise(line):
    assert notice(line) == ()


@pytest.mark.parametrize(
    ("line", "phrase", "first"),
    [
        ("Telling victims needs to be improved.", "needs_to_be", ReadsAs.ACTION),
        ("The DCC is aspiring to a higher rate.", "aspiration", ReadsAs.ASPIRATION),
        ("He has been given a commitment that signs will show.", "given_a_commitment", ReadsAs.COMMITMENT),
        ("The PCC wants to see results.", "wants", ReadsAs.EXPECTATION),
        ("Going forward, samples are drawn by area.", "going_forward", ReadsAs.COMMITMENT),
    ],
)
def test_it_says_which_words_told_it_and_what_they_are_most_like(line, phrase, first):
    (found,) = notice(line)
    assert (found.phrase, found.first) == (phrase, first)
    assert found.words(line).lower() in line.lower()
    assert found.asks.endswith("Action, commitment or note?")


def test_each_sentence_is_offered_once_with_its_place():
    text = "It works. A plan will be put in place, and will be tracked. Nothing else. It needs to be seen."
    plan, need = notice(text)
    assert plan.sentence(text) == "A plan will be put in place, and will be tracked."
    assert need.sentence(text) == "It needs to be seen."
    assert text[plan.start : plan.end].strip() == "plan will be"


def test_what_is_passed_over_hides_nothing_else_of_its_sentence():
    (found,) = notice("It will take time, but there is a need to deal with today.")
    assert found.phrase == "needs_to_be"


def test_every_phrase_has_a_key_of_its_own_and_says_why():
    data = tomllib.loads((files("eyre.cycle") / "promise_words.toml").read_text("utf-8"))
    keys = [each["key"] for each in data["phrases"]]
    assert len(set(keys)) == len(keys)
    for each in (*data["phrases"], *data["passed_over"]):
        assert re.compile(each["pattern"]).search("") is None  # would tell a promise in nothing at all
        assert each["why"]
