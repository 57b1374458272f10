"""`eyre sample`: dip samples, from the size to the sentence for the chair."""

from __future__ import annotations

import typer

from eyre_cli.commands.sample import draw, evaluate, plan

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=True,
    help="""Plan a dip sample, draw it so that anyone can draw it again, say what it shows.

    plan: how many cases, and what so many would miss. draw: which ones, from a list of references with a seed.
    evaluate: what the reviewers' checklist shows, by element and area, with the basis of every bound.
    """,
)
app.command("plan", short_help="How many cases, and what so many would miss.")(plan.command)
app.command("draw", short_help="Which cases, by a seed.")(draw.command)
app.command("evaluate", short_help="What the checklist shows.")(evaluate.command)
