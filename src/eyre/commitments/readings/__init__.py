"""Readings of vague words: what "signs of improvement" or "on a par with" may mean as tests, offered to a person."""

from eyre.body.reading import Meaning, Reading
from eyre.commitments.readings.blanks import BLANKS, Blank
from eyre.commitments.readings.library import Library, read_reading, read_readings, shipped_readings
from eyre.commitments.readings.matching import Match
from eyre.commitments.readings.offers import Offer, nothing_found, offers
from eyre.commitments.readings.windows import Chosen, Windows, windows_for

__all__ = [
    "BLANKS",
    "Blank",
    "Chosen",
    "Library",
    "Match",
    "Meaning",
    "Offer",
    "Reading",
    "Windows",
    "nothing_found",
    "offers",
    "read_reading",
    "read_readings",
    "shipped_readings",
    "windows_for",
]
