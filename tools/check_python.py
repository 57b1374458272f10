"""Stop with a sentence where the Python is too old; written so that an old Python can read it."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036
    found = ".".join(str(part) for part in sys.version_info[:2])
    sys.exit(
        "Eyre needs Python 3.11 or newer; this one (" + sys.executable + ") is " + found + ". "
        "Name a newer one: make demo PY=python3.12"
    )
