"""The process that looks at a file: `python -m eyre.readers.incoming.child FOLDER`. Not for people."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from eyre.core.codec import json_ready, read_record
from eyre.readers.child import leave_answer
from eyre.readers.limits import Limits, hold_this_process
from eyre.readers.sandbox import REQUEST


def main(folder: Path) -> None:
    """Do the job that the request in the folder names; leave its value, or why there is none, in the same folder."""
    request = json.loads((folder / REQUEST).read_text("utf-8"))
    limits, wrong = read_record(Limits, request["limits"], "limits")
    assert limits is not None, wrong
    hold_this_process(limits)
    leave_answer(folder, lambda: _work(request, limits), limits, request["name"])


def _work(request: dict[str, str], limits: Limits) -> Any:
    from eyre.readers.incoming.log_sheet import read_log_here  # after the limits hold
    from eyre.readers.incoming.look import look_here

    job = {"look": look_here, "log": read_log_here}[request["job"]]
    return json_ready(job(Path(request["path"]), request["name"], limits))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
