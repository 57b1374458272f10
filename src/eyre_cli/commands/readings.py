"""`eyre readings`: what vague words may mean as tests, and what luck alone and a real improvement would show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from eyre_cli.asked import check_choice, day_option, today
from eyre_cli.output import hand_over
from eyre_cli.terminal import Column, paint, print_json, progress, table, warn, wrapped

if TYPE_CHECKING:
    from eyre.body.folder import BodyFolder
    from eyre.commitments import Improvement
    from eyre.commitments.readings import Library, Offer, Reading

DIRECTIONS = ("up", "down")


def command(
    words: Annotated[
        str, typer.Argument(metavar="[WORDS]", help="The line as it was said; without it, all readings.")
    ] = "",
    folder: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="A body folder: fill the tests from its figures.")
    ] = None,
    measure: Annotated[
        list[str] | None, typer.Option(metavar="KEY", help="What is promised about; may be given again.")
    ] = None,
    area: Annotated[
        list[str] | None, typer.Option(metavar="KEY", help="For which area; the force if left out; may be given again.")
    ] = None,
    due: Annotated[Any, day_option("By when.", "--due")] = None,
    earliest: Annotated[Any, day_option("First day, where a window was named and not only its end.", "--from")] = None,
    improves: Annotated[
        str, typer.Option(metavar="SIZE", help="What was agreed to matter: 10% of the level, or 5 in its own unit.")
    ] = "10%",
    better: Annotated[
        str | None, typer.Option(metavar="|".join(DIRECTIONS), help="Which way is better, where the measure has none.")
    ] = None,
    on: Annotated[Any, day_option("The day of the agreement; today if left out.", "--on")] = None,
    seed: Annotated[int, typer.Option(help="The seed of the chances: same figures, same seed, same result.")] = 0,
    json: Annotated[bool, typer.Option("--json", help='Print JSON ("format": 1).')] = False,
    out: Annotated[Path | None, typer.Option(help="Write to a file: .csv, .parquet or .json.")] = None,
) -> None:
    """Say what vague words may mean as a test, with how often luck alone and a real improvement would pass.

    Without a folder it says why each reading is offered, where it misleads and what to ask. With one, a measure and a
    date the tests are filled from its figures, each with luck and power. Readings of a body's own stand in readings/ of
    its folder, one TOML file each, and replace those of the same key. Nothing is agreed by this: a person decides.
    """
    check_choice("--better", better or DIRECTIONS[0], DIRECTIONS)
    size = _improvement(improves)
    library = _library(folder)
    if folder is None or not words:
        _print_readings(words, library, json=json, out=out)
        return
    from eyre.body.folder import read_folder

    with progress("Reading the words"):
        body = read_folder(folder)
        found = _offers(
            words, body, library, measure or [], area or [], due, earliest, size, better, on or today(), seed
        )
    if json and out is None:
        print_json(words=words, improvement=str(size), seed=seed, says=_nothing(words, library), offers=_plain(found))
        return
    if not found:
        warn(_nothing(words, library))
        return
    about = {"words": words, "improvement": str(size), "seed": seed}
    hand_over(_columns(found), lambda: _readable(found, library, size), out=out, as_json=False, about=about)


def _improvement(text: str) -> Improvement:
    from eyre.commitments import Improvement

    number, percent = text.strip().removesuffix("%").strip(), text.strip().endswith("%")
    try:
        size = float(number)
    except ValueError:
        size = 0.0
    if not 0 < size < float("inf"):
        raise typer.BadParameter(
            f'"{text}" is no size. Write 10% for percent of the level, or 5 in the unit of the measure.',
            param_hint="--improves",
        )
    return Improvement(size, percent)


def _library(folder: Path | None) -> Library:
    """The readings shipped, and those of the body's own."""
    from eyre.commitments.readings import read_readings, shipped_readings
    from eyre.core import raise_if_any

    if folder is None:
        return shipped_readings()
    own, faults = read_readings(folder / "readings")
    raise_if_any(faults)
    return shipped_readings().with_own(own.readings)


def _nothing(words: str, library: Library) -> str:
    from eyre.commitments.readings import nothing_found

    return nothing_found(words, library)


# --- the line and what is known ------------------------------------------------------------------------------------


def _offers(
    words: str,
    body: BodyFolder,
    library: Library,
    measures: Sequence[str],
    areas: Sequence[str],
    due: date | None,
    earliest: date | None,
    size: Improvement,
    better: str | None,
    on: date,
    seed: int,
) -> tuple[Offer, ...]:
    from eyre.body.meeting import Commitment
    from eyre.commitments.readings import offers
    from eyre.commitments.readings.at_hand import known_for, names_of, setting_of
    from eyre.core import Direction, Reference
    from eyre.cycle.due import Certainty, Due
    from eyre.cycle.words import CommitmentKind

    places = tuple(areas) or (body.body.force,)
    _check_known(body, measures, places)
    line = Commitment(
        reference=Reference.parse("commitment typed/1"),
        words=words,
        kind=CommitmentKind.COMMITMENT,
        due=Due(date=due, earliest=earliest, certainty=Certainty.STATED) if due else None,
        measures=tuple(measures),
        areas=places,
    )
    known = known_for(words, body, measures, places, on)
    return offers(
        words, line, known, library, seed=seed, on=on, improvement=size,
        direction=Direction(better) if better else None, names=names_of(body, on), check=setting_of(body, known),
    )  # fmt: skip


def _check_known(body: BodyFolder, measures: Sequence[str], areas: Sequence[str]) -> None:
    """NotFound, naming what there is, for a measure or an area that is asked for and not here."""
    from eyre.core import NotFound

    for key in measures:
        body.measures[key]
    for key in areas:
        if key not in body.areas:
            raise NotFound(f'There is no area "{key}" here. Areas: {", ".join(sorted(body.areas.keys))}.')


# --- offers for people and programs --------------------------------------------------------------------------------


def _plain(found: Sequence[Offer]) -> list[dict[str, Any]]:
    from eyre.core.codec import json_ready

    return [
        {
            "reading": offer.reading, "said": offer.said, "meaning": offer.meaning, "means": offer.means,
            "measure": offer.measure, "test": None if offer.test is None else json_ready(offer.test),
            "says": offer.says, "why": offer.why, "doubt": offer.doubt, "ask": list(offer.ask),
            "windows": list(offer.windows), "missing": list(offer.missing),
            "luck_and_power": None if offer.luck_and_power is None else json_ready(offer.luck_and_power),
            "if_worse": offer.if_worse, "chances": offer.chances,
            "doubts": [{"kind": doubt.kind.value, "says": doubt.says, "do": doubt.do} for doubt in offer.doubts],
        }
        for offer in found
    ]  # fmt: skip


def _columns(found: Sequence[Offer]) -> dict[str, list[Any]]:
    return {
        "reading": [offer.reading for offer in found],
        "said": [offer.said for offer in found],
        "meaning": [offer.meaning for offer in found],
        "measure": [offer.measure for offer in found],
        "test": [offer.says for offer in found],
        "luck": [offer.luck_and_power.luck if offer.luck_and_power else None for offer in found],
        "power": [offer.luck_and_power.power if offer.luck_and_power else None for offer in found],
        "if_worse": [offer.if_worse for offer in found],
        "missing": [" ".join(offer.missing) or offer.no_luck for offer in found],
        "doubts": ["; ".join(doubt.kind.value for doubt in offer.doubts) for offer in found],
    }


def _readable(found: Sequence[Offer], library: Library, size: Improvement) -> str:
    parts = []
    for key in dict.fromkeys(offer.reading for offer in found):
        own = [offer for offer in found if offer.reading == key]
        parts.append(_head(library[key], own[0].said))
        parts.append(_table(own, size))
        parts.append("\n".join(_notes(own, library[key].doubt)))
    parts.append(wrapped(LAST_WORDS))
    return "\n\n".join(filter(None, parts))


LAST_WORDS = (
    "Unchanged: how often a force that changes nothing passes. Improved: how often one passes that improves by what "
    "was agreed to matter. Wanted are a low and a high one. Offers only: a person agrees a test, or writes another."
)


def _head(reading: Reading, said: str) -> str:
    lines = [paint(f'"{said}"', "bold"), reading.why, f"Doubt: {reading.doubt}", f"Ask: {' '.join(reading.ask)}"]
    return "\n".join(wrapped(line) for line in lines)


def _table(own: Sequence[Offer], size: Improvement) -> str:
    columns = (
        Column("", is_number=True),
        Column("test"),
        Column("unchanged", is_number=True),
        Column(f"improved by {size!s}" if not _all_hold(own) else f"worse by {size!s}"),
    )
    rows = [[str(at), offer.says, *_shares(offer, all_hold=_all_hold(own))] for at, offer in enumerate(own, 1)]
    return table(columns, rows)


def _all_hold(own: Sequence[Offer]) -> bool:
    """Whether every test of a reading asks that nothing gets worse, so that its column is of getting worse."""
    computed = [offer for offer in own if offer.luck_and_power]
    return bool(computed) and all(offer.if_worse is not None for offer in computed)


def _shares(offer: Offer, *, all_hold: bool) -> list[str]:
    from eyre.comparison.words import short_chance

    found = offer.luck_and_power
    if found is None:
        return ["", "not to be had: see below" if offer.test else "cannot be made: see below"]
    if offer.if_worse is None or all_hold:
        return [short_chance(found.luck), short_chance(found.power if offer.if_worse is None else offer.if_worse)]
    return [short_chance(found.luck), f"{short_chance(offer.if_worse)} if worse by as much"]


def _notes(own: Sequence[Offer], doubt: str) -> Iterator[str]:
    """What there is to be said of each test, each sentence once with the numbers of its tests. doubt: said already."""
    numbers: dict[str, list[str]] = {}
    for at, offer in enumerate(own, 1):
        said = (offer.why, *offer.windows, *offer.missing, offer.no_luck, offer.doubt, *map(str, offer.doubts))
        for sentence in dict.fromkeys(said):
            if sentence and sentence != doubt:
                numbers.setdefault(sentence, []).append(str(at))
    room = max(len(", ".join(each)) for each in numbers.values()) + 2
    before = ""
    for sentence, tests in numbers.items():
        of = ", ".join(tests)
        yield wrapped(f"{('' if of == before else of).ljust(room)}{sentence}", " " * room)
        before = of


# --- readings by themselves ----------------------------------------------------------------------------------------


def _print_readings(words: str, library: Library, *, json: bool, out: Path | None) -> None:
    """The readings of some words, or all; without figures there is nothing to compute."""
    from eyre.core.codec import json_ready

    said = {match.key: match.said for match in library.matches(words)}
    readings = [library[key] for key in said] if words else list(library.readings)
    if json and out is None:
        print_json(words=words, says=_nothing(words, library) if words else "", readings=[*map(json_ready, readings)])
    elif words and not readings:
        warn(_nothing(words, library))
    else:
        readable = (lambda: _in_full(readings, said)) if words else (lambda: _listed(readings))
        hand_over(_reading_columns(readings), readable, out=out, as_json=False, about={"words": words})


def _reading_columns(readings: Sequence[Reading]) -> dict[str, list[Any]]:
    rows = [(reading, meaning) for reading in readings for meaning in reading.meanings]
    return {
        "reading": [reading.key for reading, _ in rows],
        "words": [reading.words for reading, _ in rows],
        "meaning": [meaning.key for _, meaning in rows],
        "says": [meaning.says for _, meaning in rows],
        "kind": [meaning.test["kind"] for _, meaning in rows],
        "why": [meaning.why for _, meaning in rows],
        "doubt": [meaning.doubt or reading.doubt for reading, meaning in rows],
    }


def _listed(readings: Sequence[Reading]) -> str:
    columns = (Column("words"), Column("why a test is offered"), Column("meanings", is_number=True))
    rows = [[reading.words, reading.why, str(len(reading.meanings))] for reading in readings]
    return "\n\n".join([table(columns, rows), wrapped(MORE)])


MORE = 'More of one: eyre readings "signs of improvement". From figures: add --folder, --measure, --area and --due.'


def _in_full(readings: Sequence[Reading], said: Mapping[str, str]) -> str:
    parts = []
    for reading in readings:
        lines = []
        for at, meaning in enumerate(reading.meanings, 1):
            lines.append(wrapped(f"{at:>2}  {meaning.says}", "    "))
            lines.append(wrapped(f"    - Why: {meaning.why}", "      "))
            lines += [wrapped(f"    - Doubt: {meaning.doubt}", "      ")] if meaning.doubt else []
        parts += [_head(reading, said[reading.key]), "\n".join(lines)]
    parts.append(wrapped("With --folder, --measure, --area and --due each is filled, with luck and power."))
    return "\n\n".join(parts)
