"""The process that reads: `python -m eyre.readers.child FOLDER`. Not for people: `eyre.readers.read` starts it."""

from __future__ import annotations

import json
import sys
import traceback
from collections.abc import Callable
from importlib.abc import MetaPathFinder
from pathlib import Path
from typing import Any

from eyre.core import BadInput, EyreError, Fault, LimitReached
from eyre.core.codec import read_record
from eyre.readers.limits import Limits, hold_this_process
from eyre.readers.reading import write_reading
from eyre.readers.request import Request
from eyre.readers.sandbox import ANSWER, REQUEST


class _WithoutPandas(MetaPathFinder):
    """PyArrow loads pandas wherever it is installed, which takes longer than most readings. It is not wanted here."""

    def find_spec(self, fullname: str, path: object, target: object = None) -> None:
        if fullname == "pandas":
            raise ModuleNotFoundError(fullname)


def main(folder: Path) -> None:
    """Read what the request in the folder asks for; leave the reading, or why there is none, in the same folder."""
    request, wrong = read_record(Request, json.loads((folder / REQUEST).read_text("utf-8")), "request")
    assert request is not None, wrong
    hold_this_process(request.limits)
    sys.meta_path.insert(0, _WithoutPandas())
    leave_answer(folder, lambda: _read(request, folder), request.limits, _names(request))


def leave_answer(folder: Path, work: Callable[[], Any], limits: Limits, named: str) -> None:
    """Do the work and leave what it gave, or why it gave nothing, in the folder. named: what it works on."""
    faults: list[Fault] = []
    value: Any = None
    limit = trace = ""
    try:
        value = work()
    except BadInput as error:
        faults = list(error.faults)
    except MemoryError:
        limit = f"Reading needs more than {limits.memory_bytes // 2**20} MiB of memory. Load fewer at once."
    except LimitReached as error:
        limit = str(error)
    except EyreError as error:
        faults = [Fault("", str(error))]
    except Exception as error:  # a file can make a parser fail in ways nobody foresaw; it ends as a fault of the file
        faults, trace = [_unforeseen(named, error)], traceback.format_exc()
    found = [(fault.where, fault.what) for fault in faults]
    answer = {"limit": limit, "faults": found, "trace": trace, "value": value}
    (folder / ANSWER).write_text(json.dumps(answer), "utf-8")


def _names(request: Request) -> str:
    return ", ".join(path.name for path in request.paths)


def _unforeseen(names: str, error: Exception) -> Fault:
    what = f"could not be read ({type(error).__name__}: {error}). If it opens elsewhere, this is a fault of Eyre."
    return Fault(names, f"{what} Report it with the file's first lines.")


def _read(request: Request, folder: Path) -> None:
    from eyre.readers.dispatch import read_here  # after the limits hold

    work = folder / "work"
    work.mkdir()
    write_reading(read_here(request, work), folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
