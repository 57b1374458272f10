"""What is not written into the log: addresses. They hold the names of records, and some of them a token."""

from __future__ import annotations

import logging


class WithoutAddress(logging.Filter):
    """Puts the pattern of an address in the place of an address, where a record of the log tells of a request."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        path = getattr(request, "path", None)
        if path and isinstance(record.args, tuple):
            route = getattr(getattr(request, "resolver_match", None), "route", "an address")
            record.args = tuple(route if argument == path else argument for argument in record.args)
        return True
