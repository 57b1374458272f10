"""Words that stand where a date should and are none."""

from __future__ import annotations

from re import Match

from eyre.cycle.stretches.setting import Named, Setting


def read_rhythm(found: Match[str], setting: Setting) -> Named | None:
    return Named(doubts=(f'"{found[0]}" is a rhythm, not a date: say by when the first is due.',))


def read_season(found: Match[str], setting: Setting) -> Named | None:
    return Named(doubts=(f'"{found[0]}" has no days agreed here: ask for a date.',))


def read_vague(found: Match[str], setting: Setting) -> Named | None:
    return Named(doubts=(f'"{found[0]}" is no date: ask for one.',))
