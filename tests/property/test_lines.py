"""A line and its record are two writings of one thing; whatever is typed, nothing is raised."""

from dataclasses import fields
from datetime import date, timedelta
from pathlib import Path

from hypothesis import example, given
from hypothesis import strategies as st

from eyre.body import meeting
from eyre.body.folder import read_folder
from eyre.core import Facet, Month, Reference, Rolling
from eyre.cycle.dates import resolve
from eyre.cycle.due import Certainty, Due
from eyre.cycle.words import RiskKind
from eyre.minutes.lines import FORMS, LineSetting, read_line, write_line
from eyre.minutes.lines import values as v
from eyre.minutes.lines.forms import is_one

FOLDER = read_folder(Path(__file__).resolve().parents[2] / "examples" / "west-mercia")
SETTING = LineSetting.of(FOLDER, "2017-12", date(2017, 12, 19), (date(2018, 1, 30),))

words = (
    st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1, max_size=60)
    .map(str.strip)
    .filter(bool)
)
posts = st.sampled_from(sorted(SETTING.names.posts.short))
areas = st.sampled_from(sorted(SETTING.names.areas.short))
measures = st.sampled_from(sorted(SETTING.names.measures.short))
days = st.dates(date(2017, 12, 20), date(2019, 12, 31))
said_dues = st.sampled_from(
    ["by 30 Jan", "in January", "by March", "soon", "at the next meeting", "by the end of the year"]
)
references = st.builds(
    Reference, st.sampled_from(["finding", "action"]), st.just("2017-12"), st.sampled_from(["F1", "2"])
)


@st.composite
def dues(draw):
    day = draw(days)
    kind = draw(st.sampled_from(["none", "stated", "window", "undated", "words"]))
    if kind == "none":
        return None
    if kind == "stated":
        return Due(words=draw(st.none() | words), date=day, certainty=Certainty.STATED)
    if kind == "window":
        return Due(
            words=draw(words),
            date=day + timedelta(days=30),
            earliest=day,
            certainty=Certainty.PROPOSED,
            note=draw(words),
        )
    said = draw(said_dues | words)
    return Due(words=said) if kind == "undated" else resolve(said, SETTING.said_on, SETTING.meetings)


def values(form, tail):
    """What a field after the words may be."""
    choices = {
        v.TEXT: words, v.TEXTS: st.lists(words, max_size=3).map(tuple), v.POST: posts,
        v.POSTS: st.lists(posts, max_size=3, unique=True).map(tuple), v.AREA: areas,
        v.AREAS: st.lists(areas, max_size=3, unique=True).map(tuple), v.MEASURE: measures,
        v.MEASURES: st.lists(measures, max_size=3, unique=True).map(tuple),
        v.NUMBER: st.none() | st.floats(allow_nan=False, allow_infinity=False),
        v.COUNT: st.none() | st.integers(0, 10**6),
        v.FLAG: st.booleans(), v.FACET: st.sampled_from([Facet(), Facet.of(element="whole_experience")]),
        v.PERIOD: st.none() | st.just(Month(2017, 11)) | st.just(Rolling(Month(2017, 9), Month(2017, 11))),
        v.REFERENCE: st.none() | references, v.REFERENCES: st.lists(references, max_size=2, unique=True).map(tuple),
    }  # fmt: skip
    if tail.codec in choices:
        return choices[tail.codec]
    kind = next(f for f in fields(form.record) if f.name == tail.attribute)
    return st.sampled_from(list(getattr(meeting, str(kind.type).split(" |")[0])))


@st.composite
def records(draw):
    form = draw(st.sampled_from(FORMS))
    given_ = {"reference": Reference(form.word, "2017-12", f"{form.letter}{draw(st.integers(1, 99))}")}
    given_[form.text] = draw(words)
    for attribute in filter(None, (form.who, form.whom)):
        one = is_one(form, attribute)
        need = attribute in form.needs or (one and form.word == "decision")
        several = st.lists(posts, min_size=int(need), max_size=3, unique=True).map(tuple)
        given_[attribute] = draw((posts if need else st.just("") | posts) if one else several)
    if form.head_choice:
        given_[form.head_choice.attribute] = draw(st.sampled_from(list(form.head_choice.kind)))
    if form.word == "risk":
        given_["kind"] = draw(st.sampled_from(list(RiskKind)))
    for tail in form.tails:
        if draw(st.booleans()):
            given_[tail.attribute] = draw(values(form, tail))
    for attribute in filter(None, (form.due, *form.tail_due.values())):
        given_[attribute] = draw(dues())
    return form.record(**given_)


@given(records())
def test_a_record_written_as_a_line_is_read_as_the_same_record(record):
    read = read_line(write_line(record, SETTING), SETTING, record.reference.label)
    assert read.faults == ()
    assert read.record == record


@given(records())
def test_writing_is_settled_after_one_reading(record):
    line = write_line(record, SETTING)
    assert write_line(read_line(line, SETTING, record.reference.label).record, SETTING) == line


@given(
    st.text(max_size=200)
    | st.builds(
        lambda head, rest: f"{head} {rest}",
        st.sampled_from(["action", "question PCC to", "figure", "decision", "contact"]),
        st.text(max_size=80),
    )
)
@example("action by by by: by")
@example("question to: to")
@example("figure: x | | : |||")
@example("action CC: x | due date: 2018-13-45 | due: soon | due from: 2019-01-01")
def test_whatever_is_typed_is_a_record_or_a_note_with_a_reason(line):
    read = read_line(line, SETTING)
    if read.record is None:
        assert read.faults or read.text.strip().lower().startswith("note")
        assert read.note or not line.strip() or read.text.strip().lower().startswith("note")
    else:
        assert not read.faults
