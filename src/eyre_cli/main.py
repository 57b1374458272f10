"""The entry point of `eyre`."""

import typer

import eyre

app = typer.Typer(no_args_is_help=True, help=eyre.__doc__)


@app.callback(invoke_without_command=True)
def version(show: bool = typer.Option(False, "--version", help="Print the version and end.")) -> None:
    """Hold the options that stand before any command."""
    if show:
        typer.echo(eyre.__version__)


def run() -> None:
    """Run the command line."""
    app()
