"""`eyre demo`: both example bodies, from real published figures to a printed pack; and the server, tried once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from eyre_cli.commands.pack import make
from eyre_cli.terminal import paint, progress, say
from eyre_cli.trial import Trial, tried_server

# Each example, and the day its pack is made for: the figures received by then are in it.
EXAMPLES = {"west-mercia": date(2025, 12, 31), "london": date(2024, 2, 20)}
SERVED = "london"


def command(
    out: Annotated[Path, typer.Option(help="Folder to work in; it is made anew.")] = Path("eyre-demo"),
    serve: Annotated[
        bool, typer.Option("--serve", help="Then serve an example on this machine, until Ctrl-C, to look around.")
    ] = False,
) -> None:
    """Build both example packs from real published figures, print the tracker, say where to look, end.

    Meanwhile the server is started on a copy of an example, asked for its sign-in page, and stopped.
    """
    with _server() as trial:
        for name, as_of in EXAMPLES.items():
            _show(name, as_of, out)
        say(f"Open the two packs in a browser. The bodies are in {out}: try  eyre tracker {out / next(iter(EXAMPLES))}")
        say()
        _try(trial)
    if serve:
        from eyre_cli.commands.serve import command as serve_example

        serve_example(example=SERVED, data=out / "server")


def _show(name: str, as_of: date, out: Path) -> None:
    """Make the pack of an example and print its tracker."""
    from eyre_cli.commands.tracker import readable

    body = _copy(name, out)
    with progress(f"Making the pack of {name}"):
        given, pack = make(body, "next", as_of, out / f"{name}-pack", "working", 0)
    about = pack.folder.body
    say(paint(f"{about.name}: the tracker for the {about.labels.force}", "bold"))
    print(readable(replace(pack.tracker, rows=tuple(r for r in pack.tracker.rows if r.key.area == about.force))))
    say()
    say(f"The pack: {next(file for file in given.files if file.name == 'pack.html')}")
    say()


@contextmanager
def _server() -> Iterator[Trial | None]:
    """The server on a copy of an example, which starts while the packs are made; None where it is not installed."""
    if find_spec("django") is None:
        yield None
        return
    with tried_server(SERVED) as trial:
        yield trial


def _try(trial: Trial | None) -> None:
    """Ask the server for its sign-in page and say so."""
    if trial is None:
        say('The server is not installed here, and was not tried. Install it with: pip install "eyre[server]"')
        return
    with progress("Waiting for the server"):
        page = trial.sign_in_page()
    say(f"The server gave its sign-in page on {trial.address} ({len(page):,} characters) and is stopped again.")
    say("Look around in it: eyre demo --serve")


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
