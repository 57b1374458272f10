"""How a run ends: its exit code, and what is said on the way out. The codes stand beside the errors in `core`."""

from __future__ import annotations

import errno
import os
import sys
import traceback
from collections.abc import Callable
from typing import Any

OUR_FAULT = 1
REFUSED, NOT_FOUND = 4, 5  # as Refused and NotFound in eyre.core.errors
INTERRUPTED = 130  # 128 + SIGINT, as shells count
NOBODY_READS = 141  # 128 + SIGPIPE: the reader of our output went away, as `head` does

SORRY = (
    "This is our fault, not yours: {what}. Nothing was half written. "
    "Please report it with what you typed; EYRE_DEBUG=1 before the command shows where it happened."
)


def exit_code_of(work: Callable[[], Any]) -> int:
    """Run the work, say what went wrong in a sentence on stderr, and return the exit code. No traceback."""
    try:
        result = work()
        sys.stdout.flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else OUR_FAULT
    except OSError as error:
        return _nobody_reads() if error.errno == errno.EPIPE else _say_file(error)
    except Exception as error:
        return _say(error)
    return result if isinstance(result, int) else 0


def _nobody_reads() -> int:
    """Let the interpreter flush into nothing, quietly."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return NOBODY_READS


def _say_file(error: OSError) -> int:
    """A file that cannot be read or written is the user's to mend, unless it is one that nobody named."""
    if error.filename is None:
        return _say_our_fault(error)
    print(f"{error.filename}: {_PLAIN.get(type(error), error.strerror)}", file=sys.stderr)
    return NOT_FOUND if isinstance(error, FileNotFoundError) else REFUSED


_PLAIN: dict[type[OSError], str] = {
    FileNotFoundError: "There is no such file or folder.",
    PermissionError: "You may not read or write here. Ask who owns it, or choose another place.",
    IsADirectoryError: "This is a folder, and a file was asked for.",
    FileExistsError: "There is something of that name already.",
}


def _say(error: Exception) -> int:
    if _is_of(error, "eyre.core.errors", "EyreError"):
        print(error, file=sys.stderr)
        return int(error.exit_code)  # type: ignore[attr-defined]
    if _is_of(error, "typer._click.exceptions", "ClickException"):
        error.show()  # type: ignore[attr-defined]
        return int(error.exit_code)  # type: ignore[attr-defined]
    if _is_of(error, "typer._click.exceptions", "Abort"):
        return INTERRUPTED
    return _say_our_fault(error)


def _is_of(error: Exception, module: str, name: str) -> bool:
    """Say whether an error is of a class, without importing its module: what was not imported was not raised."""
    known = getattr(sys.modules.get(module), name, None)
    return known is not None and isinstance(error, known)


def _say_our_fault(error: Exception) -> int:
    if os.environ.get("EYRE_DEBUG"):
        traceback.print_exception(error)
    print(SORRY.format(what=f"{type(error).__name__}: {error}".strip().rstrip(".: ")), file=sys.stderr)
    return OUR_FAULT
