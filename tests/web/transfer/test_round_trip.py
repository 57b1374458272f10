"""What goes in comes out: both examples byte for byte, and every field of every record there is."""

import dataclasses
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eyre.body import commitment_test, meeting, registers
from eyre.body import settings as body_settings
from eyre.body.files import sha256_of
from eyre.body.folder import BodyFolder, canonical_files, read_folder
from eyre.body.later import LaterAction
from eyre.core import BadInput, Reference, Refused
from eyre.core.codec import json_ready
from eyre.measures import Catalogue, Measure
from eyre_web.audit import services as audit
from eyre_web.body.models import KEPT, KeptFile, KeptRecord
from eyre_web.files.storage import files_home
from eyre_web.meetings.models import Action, ActionOwner, Event, Meeting
from eyre_web.snapshot.whole import stored
from eyre_web.transfer.folder import EXPORTED, export_body, import_body, keep
from records import every_record, keys, records

pytestmark = pytest.mark.db

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"


def contents(folder):
    """Every file of a folder by name and hash."""
    files = (file for file in folder.rglob("*") if file.is_file())
    return {file.relative_to(folder).as_posix(): sha256_of(file) for file in files}


# --- both examples -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["west-mercia", "london"])
def test_an_example_comes_out_as_it_went_in_to_the_byte(name, data, tmp_path):
    taken = import_body(EXAMPLES / name)
    export_body(tmp_path / "out")
    (tmp_path / "out" / EXPORTED).unlink()
    assert contents(tmp_path / "out") == contents(EXAMPLES / name)
    assert taken.actions == Action.objects.count() > 0
    assert audit.verify().is_whole


def test_what_was_exported_goes_into_another_database_and_comes_out_the_same(data, settings, tmp_path):
    with transaction.atomic():
        import_body(EXAMPLES / "london")
        export_body(tmp_path / "first")
        transaction.set_rollback(True)  # as if it had been another database
    settings.EYRE_DATA = tmp_path / "other"
    import_body(tmp_path / "first")
    export_body(tmp_path / "second")
    first, second = contents(tmp_path / "first"), contents(tmp_path / "second")
    assert first.pop(EXPORTED) != second.pop(EXPORTED)  # each names the head of its own audit trail
    assert first == second


def test_a_copy_says_that_it_is_one_and_with_which_head_of_the_trail(data, tmp_path):
    import_body(EXAMPLES / "london")
    export_body(tmp_path / "out")
    text = (tmp_path / "out" / EXPORTED).read_text("utf-8")
    assert "A copy" in text
    assert f'audit_head = "{audit.head()}"' in text


# --- only so -------------------------------------------------------------------------------------------------------


def test_a_second_body_is_refused(data):
    import_body(EXAMPLES / "london")
    with pytest.raises(Refused, match="one database holds one body"):
        import_body(EXAMPLES / "west-mercia")


def test_nothing_is_written_over(data, tmp_path):
    import_body(EXAMPLES / "london")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "letter.txt").write_text("mine")
    with pytest.raises(Refused, match="nothing is written over"):
        export_body(tmp_path / "out")


def test_an_empty_database_says_how_to_bring_a_body_in(data, tmp_path):
    with pytest.raises(Refused, match="eyre import-body"):
        export_body(tmp_path / "out")


def small(tmp_path, **parts):
    body = body_settings.Body(key="office", name="Office", kind="board", force="force")
    return BodyFolder(path=tmp_path, **{"body": body, **parts})


def test_a_folder_with_a_fault_leaves_nothing_behind(data, tmp_path):
    from shutil import copytree

    copytree(EXAMPLES / "london", tmp_path / "london")
    events = tmp_path / "london" / "events.csv"
    events.write_text(events.read_text("utf-8") + "action 2023-10/99,2024-02-07,x,update,Lost,,,\n", "utf-8")
    with pytest.raises(BadInput, match="no record of this folder"):
        import_body(tmp_path / "london")
    assert not KeptRecord.objects.exists()
    assert not files_home().exists()


def test_files_of_another_body_are_not_written_over(data):
    files_home().mkdir(parents=True)
    (files_home() / "README.md").write_text("another body")
    with pytest.raises(Refused, match="nothing is written over"):
        import_body(EXAMPLES / "london")
    assert (files_home() / "README.md").read_text() == "another body"


def test_a_link_in_the_folder_is_refused(data, tmp_path):
    from shutil import copytree

    copytree(EXAMPLES / "london", tmp_path / "london")
    (tmp_path / "london" / "issued" / "link.txt").symlink_to("/etc/passwd")
    with pytest.raises(BadInput, match="is a link"):
        import_body(tmp_path / "london")


def test_a_load_that_was_changed_on_the_disk_does_not_go_out(data, tmp_path):
    import_body(EXAMPLES / "london")
    load = KeptFile.objects.filter(name__startswith="loads/").first()
    (files_home() / load.name).write_bytes(b"else")
    with pytest.raises(BadInput, match="its hash differs"):
        export_body(tmp_path / "out")


def test_the_character_nought_is_refused_with_its_place(tmp_path):
    document = registers.Document(key="paper", title="A\0B")
    with pytest.raises(BadInput, match=r"documents/paper\.toml: holds the character 0"):
        keep(small(tmp_path, documents=(document,)))


# --- every field of every record -----------------------------------------------------------------------------------


def through_the_database(folder):
    """The folder as it comes out of an otherwise empty database."""
    with transaction.atomic():
        keep(folder)
        out = stored(folder.path)
        transaction.set_rollback(True)
    return out


WITHOUT_NOUGHT = settings(
    max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None
)


def has_nought(value):
    return "\\u0000" in json.dumps(json_ready(value))


def clean(strategy):
    return strategy.filter(lambda value: not has_nought(value))


def distinct(values, key):
    return tuple({key(value): value for value in values}.values())


def lists(cls, **more):
    return st.lists(clean(records(cls, **more)), max_size=3)


@st.composite
def bodies(draw):
    """A body.toml whose posts have keys of their own."""
    posts = distinct(draw(lists(body_settings.Post)), lambda post: post.key)
    return replace(draw(clean(records(body_settings.Body))), posts=posts)


@st.composite
def meetings(draw):
    """Meetings with references of their own; those of a second version repeat the references of the first."""
    made, used = [], set()
    for value in draw(lists(meeting.Meeting)):
        if (value.reference, value.version) in used:
            continue
        used.add((value.reference, value.version))
        items = []
        for item in value.items:
            actions = tuple(
                replace(action, reference=Reference("action", value.reference.home, str(len(used) * 100 + n)))
                for n, action in enumerate(item.actions)
            )
            items.append(replace(item, actions=actions))
            used.update((action.reference, 0) for action in actions)
        made.append(replace(value, items=tuple(items)))
    return tuple(made)


@given(bodies(), st.data())
@WITHOUT_NOUGHT
def test_the_body_and_its_registers_lose_nothing(tmp_path, body, data):
    draw = data.draw
    organisations = body_settings.Organisations(
        organisations=distinct(draw(lists(body_settings.Organisation)), lambda each: each.key),
        abbreviations=tuple(draw(lists(body_settings.Abbreviation))),
    )
    folder = small(
        tmp_path,
        body=body,
        organisations=organisations,
        measures=Catalogue(distinct(draw(lists(Measure)), lambda each: each.key)),
        matters=registers.Matters(matters=distinct(draw(lists(registers.Matter)), lambda each: each.key)),
        projections=registers.ProjectionSpecifications(
            projections=tuple(draw(lists(registers.ProjectionSpecification)))
        ),
        **{
            name: tuple(draw(lists(cls)))
            for name, cls in KEPT.items()
            if name not in ("body", "measures", "projections", "abbreviations")
        },
        documents=distinct(draw(lists(registers.Document)), lambda each: each.key),
        events=tuple(draw(lists(registers.Event))),
        parts=tuple(draw(lists(registers.PartPlayed))),
        looks=tuple(draw(lists(registers.RiskLook))),
    )
    assert through_the_database(folder) == folder


@given(meetings(), st.lists(keys, max_size=2))
@WITHOUT_NOUGHT
def test_the_notes_of_meetings_lose_nothing(tmp_path, said, matters):
    known = tuple(registers.Matter(key=key, title=key) for key in dict.fromkeys(matters))
    said = tuple(
        replace(each, items=tuple(replace(item, matter=known[0].key) if known else item for item in each.items))
        for each in said
    )
    out = through_the_database(small(tmp_path, meetings=said, matters=registers.Matters(matters=known)))
    assert by_version(out.meetings) == by_version(said)
    folder = small(tmp_path, meetings=said)
    assert canonical_files(replace(folder, meetings=out.meetings)) == canonical_files(folder)


@given(st.lists(clean(records(LaterAction)), max_size=3))
@WITHOUT_NOUGHT
def test_actions_set_later_lose_nothing(tmp_path, drawn):
    item = meeting.Item(number="1", title="Calls")
    held = meeting.Meeting(
        reference=Reference.parse("meeting 2017-12"), series="monthly", title="December", status="agreed",
        date=date(2017, 12, 19), items=(item,),
    )  # fmt: skip
    later = tuple(
        replace(each, item="1", action=replace(each.action, reference=Reference("action", "2017-12", str(n))))
        for n, each in enumerate(drawn)
    )
    folder = small(tmp_path, meetings=(held,), actions=later)
    assert through_the_database(folder) == folder


def by_version(meetings):
    return {(value.reference, value.version): value for value in meetings}


def test_every_record_type_of_a_body_folder_is_walked():
    """A new kind of record must be given its place in the database: here it is missed until it is."""
    reached = set(KEPT.values()) | {
        body_settings.Organisations, body_settings.Organisation, body_settings.Post, registers.Matters,
        registers.ProjectionSpecifications, registers.Event, registers.PartPlayed, registers.RiskLook,
        registers.Document, meeting.Meeting, LaterAction,
    }  # fmt: skip
    within = set(reached)
    while True:
        more = {inner for cls in within for inner in records_within(cls)} - within
        if not more:
            break
        within |= more
    as_files = {registers.Issued, registers.IssuedProjection, registers.IssuedRange, registers.InputHash}
    tests = {cls for cls in vars(commitment_test).values() if dataclasses.is_dataclass(cls)}
    assert set(every_record()) - within - as_files - tests == set()


def records_within(cls):
    known = {each.__name__: each for each in every_record()}
    named = " ".join(str(field.type) for field in dataclasses.fields(cls))
    return {each for name, each in known.items() if name in named}


# --- what the rows mean --------------------------------------------------------------------------------------------


def test_of_corrected_notes_the_last_version_is_worked_with_and_the_first_is_kept(tmp_path):
    action = meeting.Action(reference=Reference.parse("action 2017-12/1"), words="Send the paper", owners=("cc",))
    item = meeting.Item(number="1", title="Papers", actions=(action,))
    first = meeting.Meeting(
        reference=Reference.parse("meeting 2017-12"), series="monthly", title="December", status="agreed",
        date=date(2017, 12, 19), items=(item,),
    )  # fmt: skip
    better = replace(action, words="Send the paper to the policy officer")
    second = replace(first, version=2, corrects="x", items=(replace(item, actions=(better,)),))
    keep(small(tmp_path, meetings=(first, second)))
    assert [row.words for row in Action.objects.all()] == [better.words]
    assert Meeting.objects.get(version=1).items.get().kept["actions"][0]["words"] == action.words


def test_an_action_for_all_is_owned_by_everyone_present(tmp_path):
    seats = (
        meeting.Attendance(post="chair"), meeting.Attendance(post="chief", state="part"),
        meeting.Attendance(post="deputy", state="apologies"),
    )  # fmt: skip
    action = meeting.Action(reference=Reference.parse("action 2017-12/1"), words="Think", owners=("all",))
    held = meeting.Meeting(
        reference=Reference.parse("meeting 2017-12"), series="monthly", title="December", status="agreed",
        date=date(2017, 12, 19), attendance=seats,
        items=(meeting.Item(number="1", title="All", actions=(action,)),),
    )  # fmt: skip
    keep(small(tmp_path, meetings=(held,)))
    assert list(ActionOwner.objects.values_list("key", "as_present")) == [
        ("all", False), ("chair", True), ("chief", True),
    ]  # fmt: skip
    assert Action.objects.get().owner_keys == ("all",)


@pytest.mark.parametrize("name", ["west-mercia", "london"])
def test_the_columns_of_every_action_say_what_its_events_say(name, data):
    import_body(EXAMPLES / name)
    folder = read_folder(EXAMPLES / name)
    assert Event.objects.count() == len(folder.events)
    for action in Action.objects.all():
        standing = action.standing
        assert standing.faults == ()
        assert (action.status, action.due_on, action.times_redated, action.changed_on) == (
            standing.status, standing.due.date, standing.due.times_redated, standing.changed_on,
        )  # fmt: skip
