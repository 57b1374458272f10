"""What an audience has already been shown, so that a later release cannot be subtracted from an earlier one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from eyre.disclosure.figures import Figure

if TYPE_CHECKING:
    from eyre.disclosure.secondary import Hiding


class State(StrEnum):
    """How a count left."""

    SHOWN = "shown"
    SMALL = "small"  # hidden because it was small
    WITH_THEM = "with small"  # hidden so that small ones could not be worked out


@dataclass(frozen=True, slots=True)
class Entry:
    """One count of one release. value: as it was shown; None where it was hidden, for the ledger holds no secret."""

    figure: Figure
    state: State
    value: float | None = None


@dataclass(frozen=True)
class Ledger:
    """All that one audience has been shown, each figure as it last left.

    A figure that was shown once stays shown: a later hiding takes nothing back.
    """

    shown: Mapping[Figure, float] = field(default_factory=lambda: MappingProxyType({}))
    small: frozenset[Figure] = frozenset()
    with_them: frozenset[Figure] = frozenset()

    @property
    def hidden(self) -> frozenset[Figure]:
        return self.small | self.with_them

    def with_entries(self, entries: Iterable[Entry]) -> Ledger:
        """The ledger after one more release. A figure revised since stands with its later value."""
        shown, small, with_them = dict(self.shown), set(self.small), set(self.with_them)
        for entry in entries:
            if entry.state is State.SHOWN and entry.value is not None:
                shown[entry.figure] = entry.value
            elif entry.state is State.SMALL:
                small.add(entry.figure)
            else:
                with_them.add(entry.figure)
        known = set(shown)
        return Ledger(shown, frozenset(small - known), frozenset(with_them - known - small))

    def only(self, wanted: Callable[[Figure], bool], of: Callable[[Figure], Figure]) -> Ledger:
        """The part of the ledger that is wanted, its figures as something else says them."""
        small, with_them = (frozenset(map(of, filter(wanted, own))) for own in (self.small, self.with_them))
        return Ledger({of(f): v for f, v in self.shown.items() if wanted(f)}, small, with_them)

    @property
    def figures(self) -> Iterator[Figure]:
        yield from (*self.shown, *self.small, *self.with_them)


EMPTY = Ledger()


def entries_of(hiding: Hiding) -> tuple[Entry, ...]:
    """What one release adds to the ledger, in a stable order."""

    def entry(figure: Figure) -> Entry:
        if figure in hiding.small:
            return Entry(figure, State.SMALL)
        if figure in hiding.with_them:
            return Entry(figure, State.WITH_THEM)
        return Entry(figure, State.SHOWN, float(hiding.counts[figure]))

    return tuple(entry(figure) for figure in sorted(hiding.counts, key=lambda f: f.order))
