"""Whatever stands in a line, what is noticed lies inside it, sentence by sentence."""

from hypothesis import given
from hypothesis import strategies as st

from eyre.cycle.noticed import notice

pieces = st.sampled_from(
    ["It will be done", "needs to be improved", "was seen", "ß İ", "Supt. Telford", "by 30.5 %", "is to be simplified"]
)
texts = st.text(max_size=300) | st.lists(pieces | st.text(max_size=20), max_size=8).map(". ".join)


@given(texts)
def test_what_is_noticed_lies_in_its_sentence_and_sentences_do_not_overlap(text):
    end = 0
    for found in notice(text):
        assert end <= found.sentence_start <= found.start < found.end <= found.sentence_end <= len(text)
        end = found.sentence_end


@given(texts, st.sampled_from([" ", "\n", "\t"]))
def test_space_before_a_text_moves_places_and_nothing_else(text, space):
    assert [found.phrase for found in notice(space + text)] == [found.phrase for found in notice(text)]
