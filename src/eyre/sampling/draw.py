"""The draw: which cases, so that anyone with the frame and the seed draws the same ones again.

Each case has a key, the SHA-256 hash of the seed and its reference; the cases with the smallest keys are drawn, stratum
by stratum. So the order of the frame does not matter; a stratum of which more is drawn with the same seed keeps what
was drawn of it before; and a case that is added to a stratum displaces at most one other while as many are drawn.

The method has a name and a version, which the record carries. Whoever wants to check it without Eyre needs SHA-256
and a spreadsheet: docs/explanation/sampling.md shows it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from eyre.core import Fault, Refused, raise_if_any
from eyre.sampling.asked import check_whole
from eyre.sampling.frame import Frame, Stratum

METHOD = "eyre-sha256-1"


class Allocation(StrEnum):
    """How a draw is shared out among strata."""

    PROPORTIONAL = "proportional"  # each stratum its share of the frame: the sample is a small picture of it
    EQUAL = "equal"  # as many from each: for comparing strata; the whole must then be weighted
    GIVEN = "given"  # as a person says


@dataclass(frozen=True, slots=True)
class StratumDrawn:
    """How many cases a stratum has in the frame, and how many were drawn of them."""

    stratum: Stratum
    size: int
    drawn: int

    @property
    def weight(self) -> float:
        """How many cases of the frame each drawn one stands for; 0 where none was drawn."""
        return self.size / self.drawn if self.drawn else 0.0


@dataclass(frozen=True, slots=True)
class DrawRecord:
    """All that is needed, with the frame itself, to draw the same cases again."""

    method: str
    seed: int
    frame_sha256: str
    frame_size: int
    by: tuple[str, ...]
    allocation: Allocation
    strata: tuple[StratumDrawn, ...]

    @property
    def asked(self) -> int:
        return sum(one.drawn for one in self.strata)

    @property
    def not_drawn_from(self) -> tuple[Stratum, ...]:
        return tuple(one.stratum for one in self.strata if not one.drawn)

    @property
    def says(self) -> str:
        by = f", by {', '.join(self.by)} ({self.allocation})" if self.by else ""
        return (
            f"{self.asked} of {self.frame_size} cases, drawn with the seed {self.seed}{by}, method {self.method}, "
            f"frame {self.frame_sha256[:12]}."
        )


@dataclass(frozen=True, slots=True)
class Drawn:
    """A draw: its record, and the references in the order they were drawn, stratum by stratum."""

    record: DrawRecord
    references: tuple[str, ...]
    strata: tuple[Stratum, ...]


def draw(frame: Frame, size: int, *, seed: int, allocation: Allocation = Allocation.PROPORTIONAL) -> Drawn:
    """Draw `size` cases of a frame, shared out among its strata by size or equally.

    Raises Refused for a size that is not between 1 and the size of the frame, and for an allocation that needs numbers.
    """
    check_whole("cases to draw", size, least=1)
    if size > len(frame):
        raise Refused(f"{size} cases were asked of a frame of {len(frame)}. Ask for fewer, or read every case.")
    if allocation is Allocation.GIVEN:
        raise Refused(
            "A given allocation needs a number for each stratum. Name them, or ask for proportional or equal."
        )
    share = proportional if allocation is Allocation.PROPORTIONAL else equal
    return _drawn(frame, share(frame.sizes, size), seed, allocation)


def draw_given(frame: Frame, wanted: Mapping[Stratum, int], *, seed: int) -> Drawn:
    """Draw so many cases of each stratum as a person says; none of those not named.

    Raises BadInput with every stratum that is not in the frame or has too few cases.
    """
    for count in wanted.values():
        check_whole("cases to draw of a stratum", count, least=0)
    raise_if_any([fault for stratum, count in wanted.items() for fault in _given_faults(frame, stratum, count)])
    if not sum(wanted.values()):
        raise Refused("No case was asked for. Give a number for at least one stratum.")
    return _drawn(frame, wanted, seed, Allocation.GIVEN)


def draw_again(frame: Frame, record: DrawRecord) -> Drawn:
    """Draw the same cases again. Raises Refused where the frame or the method is not that of the record."""
    if record.method != METHOD:
        raise Refused(f'The record was drawn by the method "{record.method}"; this Eyre draws by "{METHOD}".')
    if frame.sha256 != record.frame_sha256:
        raise Refused(
            f"The frame is not the one that was drawn from: it has {len(frame)} cases and the hash "
            f"{frame.sha256[:12]}, the record says {record.frame_size} and {record.frame_sha256[:12]}. A case was "
            "added, taken out or changed; ask for the frame as it was."
        )
    return _drawn(frame, {one.stratum: one.drawn for one in record.strata}, record.seed, record.allocation)


def key(seed: int, reference: str) -> str:
    """The key of a case: the SHA-256 hash of "seed:reference" in UTF-8, as hexadecimal digits."""
    return hashlib.sha256(f"{seed}:{reference}".encode()).hexdigest()


def _drawn(frame: Frame, wanted: Mapping[Stratum, int], seed: int, allocation: Allocation) -> Drawn:
    in_order = sorted(zip(frame.references, frame.strata, strict=True), key=lambda case: (key(seed, case[0]), case[0]))
    queues: dict[Stratum, list[str]] = {stratum: [] for stratum in frame.sizes}
    for name, stratum in in_order:
        queues[stratum].append(name)
    chosen = [(name, stratum) for stratum, queue in queues.items() for name in queue[: wanted.get(stratum, 0)]]
    counts = tuple(StratumDrawn(one, size, wanted.get(one, 0)) for one, size in frame.sizes.items())
    record = DrawRecord(METHOD, seed, frame.sha256, len(frame), frame.by, allocation, counts)
    return Drawn(record, tuple(name for name, _ in chosen), tuple(stratum for _, stratum in chosen))


def _given_faults(frame: Frame, stratum: Stratum, count: int) -> list[Fault]:
    size = frame.sizes.get(stratum, 0)
    name = say_stratum(stratum)
    if not size:
        known = ", ".join(map(say_stratum, frame.sizes))
        return [Fault("", f'The stratum "{name}" has no case in the frame. There are: {known}.')]
    return [Fault("", f"{count} cases were asked of {name}, which has {size}.")] if count > size else []


def say_stratum(stratum: Stratum) -> str:
    return ", ".join(stratum) or "all"


# --- sharing out ---


def proportional(sizes: Mapping[Stratum, int], size: int) -> dict[Stratum, int]:
    """Share `size` out by the size of each stratum: whole parts first, then the largest remainders (Hamilton's rule).

    A tie goes to the larger stratum, then to the first by name. No stratum gets more than it has.
    """
    total = sum(sizes.values())
    parts = {stratum: divmod(size * own, total) for stratum, own in sizes.items()}
    left = size - sum(whole for whole, _ in parts.values())
    order = sorted(sizes, key=lambda stratum: (-parts[stratum][1], -sizes[stratum], stratum))
    more = set(order[:left])
    return {stratum: parts[stratum][0] + (stratum in more) for stratum in sizes}


def equal(sizes: Mapping[Stratum, int], size: int) -> dict[Stratum, int]:
    """Share `size` out evenly; what a small stratum cannot give the others share, and odd ones go to the largest."""
    given: dict[Stratum, int] = {}
    left = size
    for place, stratum in enumerate(sorted(sizes, key=lambda one: (sizes[one], one))):
        given[stratum] = min(sizes[stratum], left // (len(sizes) - place))
        left -= given[stratum]
    return {stratum: given[stratum] for stratum in sizes}
