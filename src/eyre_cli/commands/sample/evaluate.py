"""`eyre sample evaluate`: what a checklist shows, by element and area, with the basis of every bound."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from eyre_cli.asked import day_option
from eyre_cli.commands.sample.files import read_drawn, read_sheet, read_standard, share, standard_in_force, sure
from eyre_cli.output import hand_over
from eyre_cli.terminal import Column, is_terminal, number, paint, table, warn, wrapped

if TYPE_CHECKING:
    from datetime import date

    from eyre.body.registers import Sample
    from eyre.body.registers import Standard as StandardRecord
    from eyre.sampling import Difference, Drawn, Evaluation, Found, SampleReport, Standard

ALL = "all"  # areas together


def command(
    source: Annotated[
        Path | None,
        typer.Argument(
            metavar="[CHECKLIST|FOLDER]", help="A checklist, CSV or Parquet, - for stdin; or a body folder."
        ),
    ] = None,
    standard: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE|FOLDER",
            help="The standard to judge by: standards/NAME.toml of a body folder; or the folder, with --on.",
        ),
    ] = None,
    on: Annotated[
        Any, day_option("Of a folder: judge by the version in force on this day, such as that of the draw.", "--on")
    ] = None,
    standard_key: Annotated[str, typer.Option(metavar="KEY", help="Of a folder with several: which standard.")] = "",
    drawn: Annotated[
        Path | None,
        typer.Option(metavar="RECORD", help="The JSON record of the draw; without it this is a hand-picked review."),
    ] = None,
    frame: Annotated[
        Path | None, typer.Option(metavar="FRAME", help="The frame, to draw again and see that the record is right.")
    ] = None,
    met: Annotated[int | None, typer.Option(metavar="K", help="Without a file: cases that met the standard …")] = None,
    of: Annotated[
        int | None, typer.Option(metavar="N", help="… of so many that were drawn by chance and read.")
    ] = None,
    population: Annotated[
        int | None, typer.Option(metavar="N", help="With --met and --of: how many cases there were to draw from.")
    ] = None,
    claim: Annotated[float, typer.Option(metavar="PERCENT", help="The rate that somebody would claim.")] = 95.0,
    confidence: Annotated[float, typer.Option(metavar="PERCENT", help="Of intervals and one-sided bounds.")] = 95.0,
    difference: Annotated[
        float, typer.Option(metavar="POINTS", help="A difference between areas that would matter.")
    ] = 10.0,
    json: Annotated[bool, typer.Option("--json", help='Print JSON ("format": 1).')] = False,
    out: Annotated[Path | None, typer.Option(help="Write to a file: .csv, .parquet or .json.")] = None,
) -> None:
    """Say what a sample shows, by element and area, each bound with its basis.

    A checklist has a row for each case, element and reviewer: reference, element, result (met, not_met,
    does_not_apply, cannot_tell; for a whole case not_received or unusable), and where there are any area, reviewer,
    reported_at, attended_at. The reviewer "agreed" settles what two others disagree on. Of a body folder the samples in
    its register are evaluated. Results are percentages.
    """
    if out is not None:
        from eyre.body.tables import check_ending

        check_ending(out)
    options = {"confidence": sure(confidence), "claim": share("--claim", claim)}
    judged_by = _standard(standard, on, standard_key)
    result = _result(source, judged_by, drawn, frame, (met, of, population), share("--difference", difference), options)
    if out is None and not json and not is_terminal():
        for line in result.lines:
            warn(line)
    hand_over(result.columns, result.readable, out=out, as_json=json, about=result.about)


@dataclass
class Result:
    """Rows for the next program, and what is said of the whole. sections: titles with their sentences, for people."""

    columns: dict[str, list[Any]] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    sections: list[tuple[str, list[str]]] = field(default_factory=list)
    about: dict[str, Any] = field(default_factory=dict)

    def add(self, row: Mapping[str, Any]) -> None:
        for name, value in row.items():
            self.columns.setdefault(name, []).append(value)

    def readable(self) -> str:
        says = self.columns["says"]
        named = [" · ".join(filter(None, self._label(at))) for at in range(len(says))]
        parts = ["\n".join(wrapped(line) for line in self.lines)] if self.lines else []
        if any(named):
            heads = [Column(name, is_number=name != "case") for name, _ in SHOWN]
            rows = [[name, *(self._cell(key, at) for _, key in SHOWN[1:])] for at, name in enumerate(named)]
            parts.append(table(heads, rows))
        sentences = [f"{name}: {said}" if name else said for name, said in zip(named, says, strict=True)]
        for title, own in [("In words", sentences), *self.sections]:
            if own:
                parts.append("\n".join([paint(title, "bold"), *(wrapped(line) for line in own)]))
        return "\n\n".join(parts)

    def _label(self, at: int) -> list[str]:
        return [str(self.columns[name][at]) for name in ("sample", "element", "area") if name in self.columns]

    def _cell(self, name: str, at: int) -> str:
        value = self.columns[name][at]
        if name == "exact_lower":
            kind = "wilson" if ("is_weighted" in self.columns and self.columns["is_weighted"][at]) else "exact"
            low, high = (self.columns[f"{kind}_{end}"][at] for end in ("lower", "upper"))
            return "" if low is None else f"{number(low)} to {number(high)}"
        return number(value)


SHOWN = (
    ("case", ""),
    ("met", "met"),
    ("of", "of"),
    ("n/a", "does_not_apply"),
    ("cannot tell", "cannot_tell"),
    ("disputed", "disputed"),
    ("% met", "percent_met"),
    ("two-sided %", "exact_lower"),
    ("at least %", "at_least"),
)


def _standard(source: Path | None, on: date | None, key: str) -> Standard | None:
    """The standard of a file, or of a folder the version in force on a day."""
    if source is None or not source.is_dir():
        if on is not None or key:
            raise typer.BadParameter("--on and --standard-key choose among the standards of a folder. Give --standard.")
        return read_standard(source) if source else None
    return standard_in_force(source, on, key)


def _result(
    source: Path | None,
    standard: Standard | None,
    drawn: Path | None,
    frame: Path | None,
    counts: tuple[int | None, int | None, int | None],
    difference: float,
    options: Mapping[str, float],
) -> Result:
    met, of, population = counts
    if source is None:
        if met is None or of is None:
            raise typer.BadParameter("Give a checklist or a body folder, or the counts: --met 10 --of 10.")
        return _counts(met, of, population, options)
    if (met, of, population) != (None, None, None):
        raise typer.BadParameter("--met, --of and --population go without a file.")
    if source.is_dir():
        return _folder(source, options)
    draw = _checked(read_drawn(drawn), frame) if drawn else None
    if frame and not drawn:
        raise typer.BadParameter("--frame checks the record of a draw. Give --drawn RECORD too.")
    return _checklist(source, standard, draw, difference, options)


def _checked(drawn: Drawn, frame: Path | None) -> Drawn:
    """The draw, after drawing it again where the frame is at hand."""
    if frame:
        from eyre.core import Refused
        from eyre.sampling import draw_again, read_frame

        again = draw_again(read_frame(read_sheet(frame), drawn.record.by), drawn.record)
        if set(again.references) != set(drawn.references):
            raise Refused("The record lists cases that its seed does not draw from this frame. Draw again.")
    return drawn


# --- three sources ---


def _counts(met: int, of: int, population: int | None, options: Mapping[str, float]) -> Result:
    from eyre.sampling import evaluate, say_belief

    shown = evaluate(met, of, population=population, **options)
    result = Result()
    result.add({**_row("", "", met, of - met), **_proof(shown), "says": shown.says})
    result.sections.append(("As a belief", [say_belief(shown)]))
    result.about = {"confidence_percent": 100 * shown.confidence, "claim_percent": 100 * shown.claim}
    return result


def _checklist(
    source: Path, standard: Standard | None, drawn: Drawn | None, difference: float, options: Mapping[str, float]
) -> Result:
    from eyre.sampling import read_checklist, report

    checklist = read_checklist(read_sheet(source), standard)
    said = report(checklist, standard=standard, drawn=drawn, difference=difference, **options)
    result = Result(lines=[said.how, said.says_cases, *_judged_by(said), *said.notes], about=_about(said, options))
    for one in said.found:
        result.add(_found(one))
    result.sections += [
        ("Between areas", [f"{element}: {one.says}" for element, one in said.differences]),
        ("Between reviewers", [one.says for one in said.agreements]),
        ("Where they differ", [_disagreement(one) for one in _plain_disagreements(said)]),
    ]
    return result


def _folder(folder: Path, options: Mapping[str, float]) -> Result:
    """Every sample in the register of a body folder, from its counts."""
    from eyre.body.folder import read_folder
    from eyre.body.registers import standard_of_sample
    from eyre.core import NotFound

    read = read_folder(folder)
    result = Result(about={"confidence_percent": 100 * options["confidence"], "claim_percent": 100 * options["claim"]})
    for sample in read.samples:
        standard = standard_of_sample(sample, read.standards)
        result.lines.append(_sample_line(sample, standard))
        standards = [standard] if standard else [s for s in read.standards if s.key == sample.standard]
        conditional = {e.key for s in standards for e in s.elements if e.applies_when != "always"}
        for row in _sample_rows(sample, conditional, options):
            result.add(row)
    if not result.columns:
        raise NotFound(f"{folder} has no sample with results. Write one to samples/, or evaluate a checklist.")
    return result


def _sample_line(sample: Sample, standard: StandardRecord | None) -> str:
    how = (
        f"drawn with the seed {sample.seed}"
        if sample.seed is not None
        else "a hand-picked review: no seed is on record"
    )
    counted = ((sample.asked, "asked for"), (sample.received, "received"), (sample.usable, "usable"))
    cases = ", ".join(f"{'not stated how many' if count is None else count} {word}" for count, word in counted)
    version = f"version {standard.version}" if standard else "version not stated"
    read_by = f" Read by {sample.standard}, {version}." if sample.standard else ""
    return f"{sample.reference.home}: {sample.title}; {how}. Cases: {cases}.{read_by}"


def _sample_rows(sample: Sample, conditional: set[str], options: Mapping[str, float]) -> Iterable[Mapping[str, Any]]:
    from eyre.sampling import evaluate, say_hand_picked

    for one in sample.results:
        row = {"sample": sample.reference.home, **_row(one.element, one.area or ALL, one.met, one.applicable - one.met)}
        if sample.seed is None:
            yield {**row, **_proof(None), "says": say_hand_picked(one.met, one.applicable, **options)}
            continue
        applies_to_all = one.element not in conditional and not one.area
        shown = evaluate(one.met, one.applicable, population=sample.frame_size if applies_to_all else None, **options)
        yield {**row, **_proof(shown), "says": shown.says}


# --- rows ---


def _row(element: str, area: str, met: int, not_met: int, others: Sequence[int | None] = (None,) * 3) -> dict[str, Any]:
    base = {"element": element, "area": area, "met": met, "not_met": not_met, "of": met + not_met}
    names = ("does_not_apply", "cannot_tell", "disputed")
    percent = 100 * met / (met + not_met) if met + not_met else None
    return {**base, **dict(zip(names, others, strict=True)), "percent_met": percent}


def _proof(shown: Evaluation | None) -> dict[str, Any]:
    """What is proved, in percent; nothing of a hand-picked review."""
    bounds = {
        "exact_lower": 100 * float(shown.exact.lower),
        "exact_upper": 100 * float(shown.exact.upper),
        "wilson_lower": 100 * float(shown.wilson.lower),
        "wilson_upper": 100 * float(shown.wilson.upper),
        "at_least": 100 * shown.at_least,
        "frame_size": shown.population,
        "at_least_in_frame": shown.at_least_in_frame,
        "needed_for_claim": shown.needed,
        "chance_of_claim": 100 * shown.belief,
    } if shown else {}  # fmt: skip
    return {name: bounds.get(name) for name in PROOF}


PROOF = (
    "exact_lower", "exact_upper", "wilson_lower", "wilson_upper", "at_least", "frame_size", "at_least_in_frame",
    "needed_for_claim", "chance_of_claim",
)  # fmt: skip


def _found(one: Found) -> dict[str, Any]:
    others = (one.does_not_apply, one.cannot_tell, one.disputed)
    row = {**_row(one.element, one.area or ALL, one.met, one.not_met, others), **_proof(one.shown)}
    if one.weighted is not None:  # cases that stand for unequal numbers: no bound for plain counts holds
        row |= dict.fromkeys(PROOF)
        row |= {"percent_met": 100 * float(one.weighted.estimate)}
        row |= {"wilson_lower": 100 * float(one.weighted.lower), "wilson_upper": 100 * float(one.weighted.upper)}
    return {**row, "is_weighted": one.weighted is not None, "says": one.says}


def _judged_by(said: SampleReport) -> list[str]:
    return [f"Judged by {said.standard}."] if said.standard else []


def _about(said: SampleReport, options: Mapping[str, float]) -> dict[str, Any]:
    return {
        "is_drawn": said.is_drawn,
        "how": said.how,
        "standard": said.standard,
        "asked": said.asked,
        "received": said.received,
        "usable": said.usable,
        "confidence_percent": 100 * options["confidence"],
        "claim_percent": 100 * options["claim"],
        "notes": list(said.notes),
        "differences": [_difference(element, one) for element, one in said.differences],
        "agreements": [{**asdict(one), "caution": one.caution} for one in said.agreements],
        "disagreements": _plain_disagreements(said),
    }


def _difference(element: str, one: Difference) -> dict[str, Any]:
    return {
        "element": element,
        "first": one.first,
        "second": one.second,
        "points": 100 * float(one.gap.estimate),
        "lower": 100 * float(one.gap.lower),
        "upper": 100 * float(one.gap.upper),
        "stated_points": 100 * one.stated,
        "cases_needed_in_each": one.needed,
        "says": one.says,
    }


def _plain_disagreements(said: SampleReport) -> list[dict[str, Any]]:
    return [
        {
            "reference": one.reference,
            "element": one.element,
            "said": {who: str(word) for who, word in one.said.items()},
            "settled": str(one.settled) if one.settled else None,
        }
        for one in said.disagreements
    ]


def _disagreement(one: Mapping[str, Any]) -> str:
    said = "; ".join(f"{who}: {word.replace('_', ' ')}" for who, word in one["said"].items())
    end = f"agreed: {one['settled'].replace('_', ' ')}" if one["settled"] else "not settled"
    return f"{one['reference']}, {one['element']}: {said}; {end}."
