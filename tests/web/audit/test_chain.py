import json
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from eyre_web.audit.chain import event_hash, payload_text

FIELDS = {
    "number": st.integers(1, 9),
    "account": st.none() | st.integers(1, 9),
    "what": st.sampled_from(["a", "b"]),
    "about": st.sampled_from(["x", "y"]),
    "payload": st.sampled_from(["p", "q"]),
    "previous": st.sampled_from(["r", "s"]),
}


@given(st.fixed_dictionaries(FIELDS), st.fixed_dictionaries(FIELDS))
def test_events_that_differ_in_anything_have_different_hashes(one, other):
    at = datetime(2018, 1, 1, tzinfo=UTC)
    assert (event_hash(at=at, **one) == event_hash(at=at, **other)) == (one == other)


@given(st.dictionaries(st.text(max_size=3), st.text(max_size=5)))
def test_a_payload_is_written_in_one_way_and_can_be_read_back(payload):
    text = payload_text(payload)
    assert json.loads(text) == payload
    assert text == payload_text(dict(reversed(payload.items())))
