"""`eyre demo`: both example bodies, from real published figures to a printed pack."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from eyre_cli.commands.pack import make
from eyre_cli.terminal import paint, progress, say

# Each example, and the day its pack is made for: the figures received by then are in it.
EXAMPLES = {"west-mercia": date(2025, 12, 31), "london": date(2024, 2, 20)}


def command(
    out: Annotated[Path, typer.Option(help="Folder to work in; it is made anew.")] = Path("eyre-demo"),
) -> None:
    """Build both example packs from real published figures, print the tracker, say where to look, end."""
    from eyre_cli.commands.tracker import readable

    for name, as_of in EXAMPLES.items():
        body = _copy(name, out)
        with progress(f"Making the pack of {name}"):
            given, pack = make(body, "next", as_of, out / f"{name}-pack", "working", 0)
        about = pack.folder.body
        say(paint(f"{about.name}: the tracker for the {about.labels.force}", "bold"))
        print(readable(replace(pack.tracker, rows=tuple(r for r in pack.tracker.rows if r.key.area == about.force))))
        say()
        say(f"The pack: {next(file for file in given.files if file.name == 'pack.html')}")
        say()
    say(f"Open the two packs in a browser. The bodies are in {out}: try  eyre tracker {out / next(iter(EXAMPLES))}")


def _copy(name: str, out: Path) -> Path:
    """A fresh copy of an example to work in: what ships is not written to."""
    body = out / name
    shutil.rmtree(body, ignore_errors=True)
    shutil.copytree(example_folder(name), body, ignore=shutil.ignore_patterns("pack-*"))
    return body


def example_folder(name: str) -> Path:
    """Where an example is: in the checkout, else in the installed package."""
    import eyre_cli

    beside = Path(eyre_cli.__file__).parents[2] / "examples" / name
    if beside.is_dir():
        return beside
    from importlib.resources import files

    return Path(str(files("eyre_examples").joinpath(name)))
