"""What a person should look at in police.uk files that could be counted: nothing here changes a figure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from eyre.core import Doubt
from eyre.engines import OUTCOMES, STREET
from eyre.readers import gazetteer
from eyre.readers.completeness import area_totals, incomplete_doubts
from eyre.readers.crime_types import KEYS, RENAMED
from eyre.readers.street_count import LAST_OUTCOME, NAMED, OUTCOMES_RECORDED, ForceMonth, StreetCount

UNKNOWN_DISTRICTS = 0.02  # of a force's rows: above it, districts that nobody knows are said
WORTHLESS_IDS = 0.5  # of a force's rows: above it, an ID does not tell one record from another


def street_doubts(count: StreetCount, surplus_ids: Mapping[str, int]) -> tuple[Doubt, ...]:
    """Every doubt of one call, in the order in which a person would ask."""
    return (
        *_other_than_named(count),
        *_stray(count),
        *_reported_by_others(count),
        *_forces_left_out(count),
        *_merged_districts(count),
        *_strange_districts(count),
        *_renamed_types(count),
        *_surplus_ids(count, surplus_ids),
        *_right_censored(count),
        *_incomplete(count),
    )


def _other_than_named(count: StreetCount) -> Iterator[Doubt]:
    """Files whose rows are of another force or month than their name says."""
    for number, force_months in count.about.items():
        named = NAMED.fullmatch(count.files[number].stem)
        if not named:
            continue
        said = (count.key_of(named["force"]), named["month"])
        others = sorted({(f, str(m)) for f, m in force_months} - {said})
        if others:
            held = ", ".join(f"{f} {m}" for f, m in others)
            yield Doubt(
                count.files[number].name, f"is named {' '.join(said)} and holds {held}. The rows were believed."
            )


def _stray(count: StreetCount) -> Iterator[Doubt]:
    """Rows of a force and month that their file is not about."""
    for number, rows in sorted(count.by_file.items()):
        for force, month in sorted(set(rows) - count.about[number]):
            n = rows[force, month]
            end = "" if (force, month) in count.whole else " No file here is about that month: it is not whole."
            yield Doubt(
                count.files[number].name,
                f"{_rows(n, 'is', 'are')} of {force} {month}; {_it(n)} counted there.{end}",
            )


def _reported_by_others(count: StreetCount) -> Iterator[Doubt]:
    for (force, other), rows in sorted(count.reported_by_other.items()):
        yield Doubt(
            force, f'{_rows(rows, "was", "were")} reported by {other or "nobody"}; "Falls within" was believed.'
        )


def _forces_left_out(count: StreetCount) -> Iterator[Doubt]:
    for name in sorted({name for name, _ in count.left_out}):
        rows = sum(n for (force, _), n in count.left_out.items() if force == name)
        known = gazetteer.force_named(name)
        what = "is not a force that police.uk publishes" if known is None else "is not among the body's areas"
        near = get_close_matches(name, [force.police_uk_name for force in gazetteer.forces()], n=1)
        hint = f' Is "{near[0]}" meant?' if near and known is None else ""
        key = f' Add an area with key = "{known.key}" to have them.' if known else ""
        yield Doubt(name, f"{what}; its {rows:,} rows were left out.{hint}{key}")


def _merged_districts(count: StreetCount) -> Iterator[Doubt]:
    for (force, district, area), rows in sorted(count.merged.items()):
        yield Doubt(
            force, f"{_rows(rows, 'names', 'name')} the old district {district}; {_it(rows)} counted in {area}."
        )


def _strange_districts(count: StreetCount) -> Iterator[Doubt]:
    for force, districts in sorted(count.outside.items()):
        known = {name: gazetteer.district_named(name) for name in districts}
        own = {name: districts[name] for name, found in known.items() if found and found.force == force}
        for name, rows in sorted(own.items()):
            yield Doubt(
                force, f"{_rows(rows, 'is', 'are')} of {name}, which the body's areas lack. Add it under {force}."
            )
        yield from _unknown(count, force, {name: districts[name] for name, found in known.items() if not found})


def _unknown(count: StreetCount, force: str, unknown: Mapping[str, int]) -> Iterator[Doubt]:
    rows, every = sum(unknown.values()), _rows_of(count, force)
    if rows > UNKNOWN_DISTRICTS * every:
        first = ", ".join(sorted(unknown, key=lambda name: (-unknown[name], name))[:5])
        yield Doubt(
            force,
            f"{rows:,} of {every:,} rows are of districts that are not known ({first}); they were counted outside "
            f"the force. If they are the force's, add them to the body's areas.",
        )


def _renamed_types(count: StreetCount) -> Iterator[Doubt]:
    for name, rows in sorted(count.renamed_types.items()):
        yield Doubt(
            name, f"{_rows(rows, 'was', 'were')} of this older crime type; {_it(rows)} counted as {RENAMED[name]}."
        )


def _surplus_ids(count: StreetCount, surplus_ids: Mapping[str, int]) -> Iterator[Doubt]:
    for name, surplus in sorted(surplus_ids.items()):
        every = _rows_of(count, count.grounds.force(name.strip()) or name.strip())
        if surplus > WORTHLESS_IDS * every:
            yield Doubt(
                name, f"{surplus:,} of {every:,} rows repeat a Crime ID: the IDs are of no use; all were counted."
            )
        elif surplus:
            yield Doubt(name, f"{_rows(surplus, 'repeats', 'repeat')} the Crime ID of another row; all were counted.")


def _right_censored(count: StreetCount) -> Iterator[Doubt]:
    if count.layout is STREET and count.with_outcomes:
        last = max(month for _, month in count.places)
        yield Doubt(
            LAST_OUTCOME,
            f"outcomes are as at the download. Young months, the last of them {last}, have had less time to get one: "
            "shares of outcomes cannot be compared with those of older months.",
        )


def _incomplete(count: StreetCount) -> Iterator[Doubt]:
    """Whole months with far fewer records than usual: most likely some are missing."""
    kinds = {OUTCOMES_RECORDED} if count.layout is OUTCOMES else set(KEYS.values())
    counts = ((area, month, rows) for (kind, _, area, month), rows in count.cells.items() if kind in kinds)
    return incomplete_doubts(area_totals(counts))


def _rows_of(count: StreetCount, force: str) -> int:
    own: list[ForceMonth] = [force_month for force_month in count.places if force_month[0] == force]
    return sum(count.places[force_month].total() for force_month in own) + sum(
        rows for (name, _), rows in count.left_out.items() if name == force
    )


def _rows(number: int, one: str, many: str) -> str:
    """How many rows there are, with what they do: 1 row is, 2 rows are."""
    return f"1 row {one}" if number == 1 else f"{number:,} rows {many}"


def _it(number: int) -> str:
    return "it was" if number == 1 else "they were"
