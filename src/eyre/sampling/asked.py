"""Refusals of what cannot be asked: counts that are no counts, shares that are no shares, more met than read."""

from __future__ import annotations

from eyre.core import Refused


def check_share(name: str, share: float) -> None:
    """Refuse what is not a share between 0 and 1, both left out."""
    if not 0 < share < 1:
        raise Refused(f"A {name} of {share:g} was asked. Give a share between 0 and 1: 0.05 is 5%.")


def check_whole(name: str, count: float, *, least: int) -> None:
    """Refuse what is not a whole number, or is below the least that makes sense."""
    if isinstance(count, bool) or not float(count).is_integer() or count < least:
        raise Refused(f"{name[0].upper()}{name[1:]}: {count} was given. Give a whole number, {least} or more.")


def check_met(met: float, of: float, population: float | None = None) -> None:
    """Refuse counts that cannot be: below 0, not whole, none read, more met than read, more read than there are."""
    check_whole("cases that met the standard", met, least=0)
    check_whole("cases read", of, least=0)
    if of == 0:
        raise Refused(
            "No case was read to which the standard applies: 0 of 0 proves nothing. Draw and read cases first."
        )
    if met > of:
        raise Refused(f"{met:g} cases met the standard of {of:g} that were read. Check that the two are not exchanged.")
    if population is not None:
        check_whole("cases in the frame", population, least=1)
        if of > population:
            raise Refused(f"{of:g} cases were read of a frame of {population:g}. Check the size of the frame.")
