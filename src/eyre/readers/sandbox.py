"""Reading in a process of its own, so that a file that is broken or hostile can end that process and no more.

One child for the whole call. It gets what it needs as JSON, is held to its limits, and leaves its answer in a folder
as an Arrow file and JSON: nothing that comes back from it can run.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from eyre.core import BadInput, Fault, LimitReached
from eyre.core.codec import json_ready
from eyre.readers.limits import Limits, why_it_ended
from eyre.readers.reading import Reading, take_reading
from eyre.readers.request import Request

REQUEST, ANSWER = "request.json", "answer.json"
CHILD = "eyre.readers.child"


def read_apart(request: Request) -> Reading:
    """Read in a child process.

    Raises BadInput with every fault the child found, LimitReached when it ran past a limit or died.
    """
    with tempfile.TemporaryDirectory(prefix="eyre-") as name:
        folder = Path(name)
        _answered(CHILD, folder, json_ready(request), _named(request), request.limits)
        return take_reading(folder)


def work_apart(child: str, wanted: Mapping[str, Any], named: str, limits: Limits) -> dict[str, Any]:
    """What another child answers that has no more to leave than JSON: the same walls round it.

    child: its module. wanted: what it is asked, in plain values. named: what it works on, for the sentence that says it
    was too much. Raises as `read_apart`.
    """
    with tempfile.TemporaryDirectory(prefix="eyre-") as name:
        request = {"limits": json_ready(limits), **wanted}
        answer: dict[str, Any] = _answered(child, Path(name), request, named, limits)["value"]
        return answer


def _answered(child: str, folder: Path, request: Mapping[str, Any], named: str, limits: Limits) -> dict[str, Any]:
    """The answer of a child that did what it was asked; raises what kept it from that."""
    (folder / REQUEST).write_text(json.dumps(request), "utf-8")
    ended = _run_child(child, folder, limits.wall_seconds)
    answer = _answer(folder)
    if answer is None:
        raise _no_answer(named, ended)
    if answer["limit"]:
        raise LimitReached(answer["limit"])
    if answer["faults"]:
        raise _faulty(answer)
    return answer


def _no_answer(named: str, ended: subprocess.CompletedProcess[bytes]) -> Exception:
    """What became of a child that was ended from outside; one that failed to start is our own fault."""
    if ended.returncode > 0:
        return RuntimeError(f"The reading process failed:\n{ended.stderr.decode(errors='replace')}")
    return LimitReached(
        f"Reading {named} {why_it_ended(ended.returncode)}. Nothing was read. Load fewer files at once; "
        "if it happens with one file, ask its sender what it is."
    )


def _faulty(answer: dict[str, Any]) -> BadInput:
    error = BadInput([Fault(where, what) for where, what in answer["faults"]])
    if answer["trace"]:
        error.add_note(answer["trace"])
    return error


def _run_child(child: str, folder: Path, seconds: float) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", child, str(folder)]
    try:
        return subprocess.run(
            command, env=_environment(), stdin=subprocess.DEVNULL, capture_output=True, timeout=seconds, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise LimitReached(
            f"Reading took longer than {seconds:g} seconds and was stopped. Nothing was read. Load fewer files at once."
        ) from error


def _environment() -> dict[str, str]:
    """The child finds the same packages, and keeps its libraries from starting threads it has no memory for."""
    paths = os.pathsep.join(path for path in sys.path if path)
    return os.environ | {"PYTHONPATH": paths, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


def _answer(folder: Path) -> dict[str, Any] | None:
    path = folder / ANSWER
    answer: dict[str, Any] | None = json.loads(path.read_text("utf-8")) if path.is_file() else None
    return answer


def _named(request: Request) -> str:
    return ", ".join(path.name for path in request.paths)
