"""The manual: its links lead somewhere, its commands exist, its examples are read by the code as it is now."""

import json
import re
import shlex
import sys
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest
import typer

from eyre.body.folder import read_folder
from eyre.body.meeting import Meeting
from eyre.body.registers import Event
from eyre.core.codec import read_csv, read_toml
from eyre.measures import Measure
from eyre.tracker.row import Attention
from eyre_cli.main import app

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))

import build_docs  # noqa: E402
import record_tables  # noqa: E402

TEMPLATE = ROOT / "docs" / "adr" / "template.md"
PAGES = sorted({*(ROOT / "docs").rglob("*.md"), ROOT / "README.md"} - {TEMPLATE})
LINK = re.compile(r"\]\(([^)\s]+)\)")
TITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Sir|Dame|Supt|Insp|Constable|Commissioner)\.? [A-Z][a-z]+ [A-Z][a-z]+")
FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def text_of(page: Path) -> str:
    return page.read_text("utf-8")


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def anchors(page: Path) -> set[str]:
    """The addresses of a page's headings, as web views of Markdown make them."""
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", text_of(page)), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def fenced(page: str, language: str) -> list[str]:
    return [body for said, body in FENCE.findall(text_of(ROOT / page)) if said == language]


# --- links ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_of_the_manual_leads_to_a_page_and_a_heading_that_are_there(page):
    dead = []
    for link in LINK.findall(FENCE.sub("", text_of(page))):
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            dead.append(link)
    assert not dead


def test_every_page_can_be_reached_from_the_front_of_the_manual():
    """Also from the list of its own kind: a page that no list names is found by nobody."""
    reached, waiting = set(), [ROOT / "docs" / "README.md"]
    while waiting:
        page = waiting.pop()
        reached.add(page)
        links = (link.partition("#")[0] for link in LINK.findall(text_of(page)))
        pages = {(page.parent / link).resolve() for link in links if link.endswith(".md")}
        waiting += [found for found in pages - reached if found.is_file()]
    assert set(PAGES) - {ROOT / "README.md"} <= reached


# --- what may not stand in it --------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_no_page_gives_an_address_of_the_network_or_names_a_person(page):
    """Pages name publishers in words. Authors of sources are named; holders of posts are not."""
    text = text_of(page)
    assert not re.findall(r"https?://\S+", text)
    assert not re.findall(
        r"\b(?:Mr|Mrs|Ms|Miss|Sir|Dame|Supt|Insp|Constable|Commissioner)\.? [A-Z][a-z]+ [A-Z][a-z]+", text
    )
    assert not re.findall(r'^\s*person = "[^"]+"', text, flags=re.MULTILINE)


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_no_page_says_that_something_is_easy(page):
    assert not re.findall(r"\b(?:simply|just|easily)\b", text_of(page), flags=re.IGNORECASE)


# --- commands ------------------------------------------------------------------------------------------------------


def commands_said(page: Path) -> list[str]:
    """Every line that calls eyre: in blocks without a language, and in spans of code."""
    blocks = [line.strip() for said, body in FENCE.findall(text_of(page)) if not said for line in body.splitlines()]
    spans = re.findall(r"`(eyre [^`]+)`", FENCE.sub("", text_of(page)))
    return [line for line in (*blocks, *spans) if line.startswith("eyre ")]


@pytest.mark.parametrize("page", [page for page in PAGES if commands_said(page) and page.name != "cli.md"], ids=name_of)
def test_the_manual_names_only_commands_and_options_that_exist(page):
    group = typer.main.get_command(app)
    context = group.make_context("eyre", [], resilient_parsing=True)
    unknown = []
    for line in commands_said(page):
        _, name, *words = shlex.split(line.replace('"…"', "WORDS").split("…")[0])
        command = group.get_command(context, name) if not name.startswith("-") else group
        while words and hasattr(command, "list_commands") and words[0] in command.list_commands(context):
            command, words = command.get_command(context, words[0]), words[1:]
        options = {option for p in command.params for option in (*p.opts, *p.secondary_opts)} if command else set()
        asked = [word.split("=")[0] for word in words if word.startswith("--")]
        unknown += [line for word in asked if word not in options | {"--help"}] if command else [line]
    assert not unknown


# --- generated pages and examples ----------------------------------------------------------------------------------


def test_every_generated_page_is_up_to_date():
    stale = [name_of(path) for path in build_docs.out_of_date()]
    assert not stale, "Run `make docs` and commit what it writes."


def test_the_reference_names_every_field_of_a_meeting():
    page = text_of(ROOT / "docs" / "reference" / "body-folder.md")
    for cls in record_tables.reached([Meeting]):
        if hasattr(cls, "__dataclass_fields__"):
            assert all(f"| `{field.name}` |" in page for field in fields(cls)), cls


def test_the_meeting_and_the_events_shown_in_the_reference_can_be_read():
    example = fenced("docs/reference/body-folder.md", "toml")[0]
    meeting, faults = read_toml(Meeting, example.encode(), "example")
    assert not faults
    assert [len(item.actions) for item in meeting.items] == [1]
    events, faults = read_csv(Event, fenced("docs/reference/body-folder.md", "csv")[0].encode(), "example")
    assert not faults
    assert {event.reference for event in events} == {meeting.items[0].actions[0].reference}


def test_the_measure_shown_beside_the_template_can_be_read():
    example = fenced("docs/how-to/type-figures-into-a-template.md", "toml")[0]
    measure, faults = read_toml(Measure, example.encode(), "example")
    assert not faults
    assert measure.key == "burglary_satisfaction"


def test_areas_of_another_force_are_written_as_the_guide_shows():
    area, tracker = (tomllib.loads(block) for block in fenced("docs/how-to/load-another-forces-figures.md", "toml"))
    body = tomllib.loads((ROOT / "examples" / "west-mercia" / "body.toml").read_text("utf-8"))
    assert set(area["areas"][0]) <= {key for each in body["areas"] for key in each}
    assert tracker["tracker"]["compare_with"] == [area["areas"][0]["key"]]


def test_the_notebook_page_runs_and_prints_what_it_says(monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    page = "docs/how-to/use-eyre-in-a-notebook.md"
    first, *others = fenced(page, "python")
    names: dict[str, object] = {}
    exec(first, names)
    assert capsys.readouterr().out == fenced(page, "")[0]
    for block in others:
        exec(block, names)
    assert capsys.readouterr().out.count("\n") == 3


def commands_in_blocks(page: str) -> list[list[str]]:
    return [shlex.split(line)[1:] for block in fenced(page, "") for line in block.splitlines() if line]


def quoted(page: str) -> list[str]:
    """What the page says that Eyre says: its quotations, each on one line."""
    found = re.findall(r"(?:^> .*\n)+", text_of(ROOT / page), flags=re.MULTILINE)
    return [" ".join(line[2:].strip() for line in quote.splitlines()) for quote in found]


def run_quietly(words: list[str], capsys) -> str:
    typer.main.get_command(app).main(words, standalone_mode=False)
    seen = capsys.readouterr()
    return " ".join((seen.out + seen.err).split())


def test_the_guide_to_a_family_group_says_what_the_commands_say(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    page = "docs/how-to/compare-with-your-family-group.md"
    for name, block in zip(("figures.csv", "groups.csv"), fenced(page, "csv"), strict=True):
        Path(name).write_text(block, "utf-8")
    for words, says in zip(commands_in_blocks(page), quoted(page), strict=True):
        assert says in run_quietly([*words, "--json"], capsys)


def test_the_guide_to_a_dip_sample_can_be_followed_to_its_end(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    page = "docs/how-to/plan-a-dip-sample.md"
    _, checklist = fenced(page, "csv")
    areas = ["north", "south", "north", "telford"]
    Path("frame.csv").write_text("reference,area\n" + "".join(f"22/{n}/17,{areas[n % 4]}\n" for n in range(1, 61)))
    plan, draw, evaluate = commands_in_blocks(page)
    assert quoted(page)[0].split("; ")[0] in run_quietly([*plan, "--json"], capsys)
    run_quietly(draw, capsys)
    rows = json.loads(Path("drawn.json").read_text())["rows"]
    header = checklist.splitlines()[0]
    lines = [f"{row['reference']},visited-same-day,met,{row['area']}\n" for row in rows]
    Path("checklist.csv").write_text(f"{header}\n{''.join(lines)}")
    assert len(rows) == 38
    assert "38 of 60 cases, drawn with the seed 2017" in run_quietly([*evaluate, "--json"], capsys)


def test_the_page_on_the_tracker_has_the_headings_of_the_order_of_attention():
    page = text_of(ROOT / "docs" / "explanation" / "tracker.md")
    for number, place in enumerate(Attention, start=1):
        assert f"{number}. **{place.heading}" in page


def test_the_page_on_what_was_known_quotes_the_figures_as_they_are_held():
    from datetime import date

    from eyre.body.loads import changes_between
    from eyre.core import Month, SeriesKey

    folder = read_folder(ROOT / "examples" / "london")
    page = text_of(ROOT / "docs" / "explanation" / "what-was-known-when.md")
    for day in (date(2024, 2, 20), date(2025, 12, 31)):
        burglary = folder.figures(day).panel("burglary", ["metropolitan"]).series(SeriesKey("burglary", "metropolitan"))
        for month in (Month(2020, 3), Month(2023, 10), Month(2023, 11)):
            value = burglary.value[burglary.periods.index(month)]
            assert f"{value:,.0f}" in page, (day, month)
    changes = {c.measure: c for c in changes_between(folder.path, date(2024, 2, 20), date(2025, 12, 31))}
    theft = changes["theft"]
    assert f"| theft | {theft.revised:,} | {theft.before:,.0f} to {theft.after:,.0f}" in page


# --- the pack ------------------------------------------------------------------------------------------------------


def nodes(value: object):
    """Every value of a pack's JSON that says its type."""
    if isinstance(value, dict):
        if "type" in value:
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from nodes(inner)


def test_the_reference_of_a_pack_lists_the_keys_that_its_json_has():
    from every_block import every_block
    from eyre.writers.json import to_json

    page = text_of(ROOT / "docs" / "reference" / "pack.md")
    tables = {part.split("\n", 1)[0]: set(re.findall(r"^\| `(\w+)` \|", part, re.M)) for part in page.split("\n### ")}
    also = {"Text": {"plain"}, "Base": {"line"}, "Document": {"format"}}
    tree = json.loads(to_json(every_block()))
    assert len({node["type"] for node in nodes(tree)}) > 15
    for node in nodes(tree):
        if node["type"] != "suppressed":
            assert set(node) - {"type"} == tables[node["type"]] | also.get(node["type"], set())
