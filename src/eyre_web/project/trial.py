"""An example looked at as on a day of its own record.

The records of an example end years ago. Read today, everything in them is late and no next meeting can be planned. So
an example, and nothing else, can be served as on a day: `eyre serve --example NAME --today DATE`, or EYRE_TODAY.
The mark that `eyre serve --example` leaves in the data directory says what is an example. Every page says the day.
"""

from __future__ import annotations

from datetime import date, datetime, tzinfo

from django.utils import timezone


def stand_on(day: date) -> None:
    """Let today be a day, for every page, rule and reminder of this process. Times of events stay the clock's.

    `timezone.localdate` is the one place where the server asks for today, so it is the one place that is changed.
    """
    of_a_moment = timezone.localdate

    def localdate(value: datetime | None = None, timezone: tzinfo | None = None) -> date:
        return day if value is None else of_a_moment(value, timezone)

    timezone.localdate = localdate
