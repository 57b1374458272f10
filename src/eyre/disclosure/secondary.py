"""What else must be hidden, so that no small count comes back by subtraction: in one table, across tables and releases.

Primary suppression hides small counts. Secondary suppression hides as little more as it finds, until a reader can
work out no more about a small count than its sign says anyway: that it is from 1 to 4. Greedy, with what proves not to
be needed shown again; a smaller pattern may exist. Source of the idea: L. H. Cox, J. Amer. Statist. Assoc. 75 (1980)
377.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from typing import Protocol

from eyre.disclosure.figures import Figure
from eyre.disclosure.inference import NEAR, Memory, Range, Shown, bounds_of, too_close
from eyre.disclosure.ledger import EMPTY, Ledger
from eyre.disclosure.release import SECONDARY_RULE, SmallNumberRule, round_to
from eyre.disclosure.wholes import Kind, Parted, Wholes

WHOLES = Wholes()  # every facet key cuts its measure into parts of one whole


class Attack(Protocol):
    """What a reader can work out, as `inference.too_close` says it."""

    def __call__(
        self,
        wanted: Mapping[Figure, Range],
        shown: Shown,
        hidden: Collection[Figure],
        memory: Memory | None = None,
        *,
        first_only: bool = False,
    ) -> dict[Figure, bool]: ...


@dataclass(frozen=True)
class Hiding:
    """Which counts of one release are hidden from an audience, and why.

    counts: every count the release has. small: hidden because they are small. with_them: hidden so that those cannot be
    worked out. given_away: small counts that what the audience had been shown before gives away already, whatever is
    hidden now; a person must be told.
    """

    counts: Mapping[Figure, float]
    small: frozenset[Figure]
    with_them: frozenset[Figure]
    given_away: frozenset[Figure] = frozenset()
    rule: SmallNumberRule = field(default=SECONDARY_RULE)
    wholes: Wholes = field(default_factory=Wholes)

    @property
    def hidden(self) -> frozenset[Figure]:
        return self.small | self.with_them

    @property
    def shown(self) -> dict[Figure, float]:
        return {figure: value for figure, value in self.counts.items() if figure not in self.hidden}

    def is_hidden(self, figure: Figure) -> bool:
        return figure in self.hidden


def hide(
    counts: Mapping[Figure, float],
    rule: SmallNumberRule = SECONDARY_RULE,
    ledger: Ledger = EMPTY,
    *,
    beside: Mapping[Figure, float] | None = None,
    wholes: Wholes = WHOLES,
    attack: Attack = too_close,
) -> Hiding:
    """Decide what is hidden of the counts of one release, in view of all that was shown before.

    counts: every count that is to leave, with its value. ledger: what this audience has been shown, which cannot be
    taken back. beside: counts that do not leave and must not be worked out either, where they are small (the area that
    is left out of a table). The difference of two counts that leave is looked at without being named. wholes: which
    counts of one area and period are parts of which. attack: how it is found what a reader can work out.
    """
    searches = _searches(counts, rule, ledger, beside or {}, None, wholes)
    return _together(counts, [replace(search, attack=attack) for search in searches], rule, wholes)


def hide_rounded(
    counts: Mapping[Figure, float],
    base: int = 5,
    rule: SmallNumberRule = SECONDARY_RULE,
    ledger: Ledger = EMPTY,
    *,
    wholes: Wholes = WHOLES,
) -> Hiding:
    """As `hide`, where counts leave rounded to a base: what is hidden is then as a rule nothing.

    The counts given are the exact ones. Each is rounded by itself, totals too, so that parts need not add
    up to their total. Rounding alone is not
    always enough (four counts of 2, all shown as 0, and their total 8, shown as 10): what would tell a small count
    exactly is hidden.
    """
    return _together(counts, list(_searches(counts, rule, ledger, {}, base, wholes)), rule, wholes)


def still_exposed(hiding: Hiding, ledger: Ledger = EMPTY) -> Collection[Figure]:
    """Small counts of a release, and of those before it, that a reader can work out closer than their sign says."""
    searches = list(_searches(hiding.counts, hiding.rule, ledger, {}, None, hiding.wholes))
    for search in searches:
        search.more = {search.parted(f) for f in hiding.with_them if f in search.own} - search.small
    return [figure for search in searches for figure in search.named(search.exposed())]


def _searches(
    counts: Mapping[Figure, float],
    rule: SmallNumberRule,
    ledger: Ledger,
    beside: Mapping[Figure, float],
    base: int | None,
    wholes: Wholes,
) -> Iterator[_Search]:
    """One search for the counts of each whole: those of different ones are never added up."""
    kind = cache(wholes.kind)
    kinds: dict[Kind, dict[Figure, float]] = defaultdict(dict)
    for figure, value in counts.items():
        kinds[kind(figure)][figure] = value
    for own, mine in kinds.items():

        def is_own(figure: Figure, own: Kind = own) -> bool:
            return kind(figure) == own

        aside = {f: v for f, v in beside.items() if is_own(f) and f not in mine}
        parted = wholes.parted([*mine, *aside, *filter(is_own, ledger.figures)])
        yield _Search(
            {parted(f): v for f, v in mine.items()}, rule, ledger.only(is_own, parted),
            {parted(f): v for f, v in aside.items()}, base, parted, tuple(mine),
        )  # fmt: skip


def _told_by_rounding(
    wanted: Mapping[Figure, Range],
    shown: Shown,
    hidden: Collection[Figure],
    memory: Memory | None = None,
    *,
    first_only: bool = False,
) -> dict[Figure, bool]:
    """The attack on rounded counts, in the words of `Attack`: what is known to within one."""
    bounds = bounds_of(wanted, shown, hidden, memory)
    return {f: b is not None for f, b in bounds.items() if b is None or b.high - b.low <= 1 - NEAR}


def _same(figure: Figure) -> Figure:
    return figure


def _plain(figure: Figure) -> Figure:
    """A figure by itself, whatever it is made of."""
    return replace(figure, made_of=()) if figure.made_of else figure


def _together(
    counts: Mapping[Figure, float], searches: Sequence[_Search], rule: SmallNumberRule, wholes: Wholes
) -> Hiding:
    hidden, given_away = set[Figure](), set[Figure]()
    for search in searches:
        search.hide_more()
        search.show_again()
        hidden.update(f for f in search.own if search.parted(f) in search.hidden)
        given_away.update(search.named(search.hopeless))
    small = frozenset(f for f in counts if rule.hides(counts[f]) and all(s.base is None for s in searches))
    return Hiding(dict(counts), small, frozenset(hidden - small), frozenset(given_away), rule, wholes)


@dataclass
class _Search:
    """The search for what to hide among the counts of one whole.

    parted: what the counts are made of. own: the counts as they were named. more: hidden so far beyond what is small.
    hopeless: exposed by what was shown before.
    """

    counts: dict[Figure, float]
    rule: SmallNumberRule
    ledger: Ledger
    beside: dict[Figure, float]
    base: int | None
    parted: Parted
    own: tuple[Figure, ...]
    more: set[Figure] = field(default_factory=set)
    hopeless: set[Figure] = field(default_factory=set)
    memory: Memory = field(default_factory=Memory)
    attack: Attack = too_close

    def named(self, figures: Iterable[Figure]) -> list[Figure]:
        """Figures of the search as they were named before: several where they are one count."""
        before: dict[Figure, list[Figure]] = defaultdict(list)
        for figure in self.own:
            before[self.parted(figure)].append(figure)
        return [name for figure in figures for name in before.get(figure, [_plain(figure)])]

    @cached_property
    def small(self) -> frozenset[Figure]:
        """Counts that are hidden because they are small; rounded ones are not hidden."""
        return frozenset(f for f, v in self.counts.items() if self.base is None and self.rule.hides(v))

    @cached_property
    def guarded(self) -> frozenset[Figure]:
        """Small counts of this release and of earlier ones, what does not leave, and differences of what does."""
        here = (f for f, v in {**self.beside, **self.counts}.items() if self.rule.hides(v))
        return frozenset(here) | self.ledger.small | self._differences

    @cached_property
    def _differences(self) -> frozenset[Figure]:
        """Small differences of counts, one of which holds the other: 21 areas less 20, a year so far less a month, all
        offences less those of some types."""
        known = {**self.ledger.shown, **self.counts}
        apart = [*_differences(known, "areas", "periods"), *_differences(known, "periods", "areas")]
        apart += [(figure, value) for figure, value, _ in self._rests]
        return frozenset(figure for figure, value in apart if figure not in known and self.rule.hides(value))

    @cached_property
    def _rests(self) -> tuple[tuple[Figure, float, bool], ...]:
        """What is left of counts without their parts: see `Parted.rests`."""
        return tuple(self.parted.rests({**self.beside, **self.ledger.shown, **self.counts}))

    @cached_property
    def _nothing_left(self) -> Shown:
        """Wholes of which their parts are all. The reader is taken to know that no other part is published."""
        return {figure: (0.0, 0.0) for figure, value, is_all in self._rests if is_all and abs(value) < NEAR}

    @property
    def hidden(self) -> frozenset[Figure]:
        return self.small | self.more | (self.ledger.hidden - set(self.counts))

    def _now(self) -> Shown:
        now = dict(self._all)
        for figure in (*self.small, *self.more):
            del now[figure]
        return now

    @cached_property
    def _all(self) -> Shown:
        """What a reader would know were nothing hidden."""
        return {figure: self._range(value) for figure, value in self.counts.items()}

    def _range(self, value: float) -> Range:
        """What a reader knows of a count that was shown."""
        if self.base is None:
            return value, value
        rounded = round_to(value, self.base)
        return max(rounded - self.base // 2, 0), rounded + (self.base - 1) // 2

    def _shown(self) -> Shown:
        return {**self._nothing_left, **self._before, **self._now()}

    @cached_property
    def _before(self) -> Shown:
        return {figure: (value, value) for figure, value in self.ledger.shown.items()}

    def exposed(self) -> list[Figure]:
        """Guarded counts about which more can be worked out than their sign says, the smallest figures first."""
        return sorted(self._too_close(self.guarded - self.hopeless), key=lambda f: f.order)

    def _too_close(self, wanted: Collection[Figure], *, first_only: bool = False) -> list[Figure]:
        own = self._kept_to(wanted)
        attack = self.attack if self.base is None else _told_by_rounding
        left, exposed = set(own), list[Figure]()
        for shown, hidden, of in self._views():
            asked = {of(figure): figure for figure in own if figure in left}
            ranges = {named: own[figure] for named, figure in asked.items()}
            found = attack(ranges, shown, hidden, self.memory, first_only=first_only)
            exposed += [asked[named] for named, is_close in found.items() if is_close]
            left = {asked[named] for named, is_close in found.items() if not is_close}
            if not left or (first_only and exposed):
                break
        return exposed

    def _views(self) -> Iterator[tuple[Shown, Collection[Figure], Callable[[Figure], Figure]]]:
        """What a reader may set side by side: shown, hidden, how figures are named; the next where it does not add up.

        First what was shown before and now; where figures were revised, this release by itself; where that does not
        add up either, because parts are no parts, both again with every facet by itself.
        """
        hidden = self.hidden
        yield self._shown(), hidden, _same
        yield {**self._nothing_left, **self._now()}, hidden, _same
        if self.parted.is_cut:
            hidden = frozenset(map(_plain, hidden))
            now = {_plain(figure): span for figure, span in self._now().items()}
            yield {**{_plain(figure): span for figure, span in self._before.items()}, **now}, hidden, _plain
            yield now, hidden, _plain

    def _kept_to(self, wanted: Collection[Figure]) -> dict[Figure, Range]:
        """What the signs say of each figure, and a reader may know: from 1 to 4, and each hidden part 1 or more."""
        parts = sorted(self.hidden, key=lambda f: f.order)
        ranges = {}
        for figure in wanted:
            low = max(1, self._hidden_parts(figure, parts))
            ranges[figure] = (float(low), float(max(self.rule.largest_hidden, low + 1)))
        return ranges

    @staticmethod
    def _hidden_parts(figure: Figure, hidden: Sequence[Figure]) -> int:
        """How many hidden counts a figure is made of that have no cell in common."""
        left, count = set(figure.atoms), 0
        for part in hidden if figure.size > 1 else ():
            if part.size < figure.size and part.atoms <= left:
                left -= part.atoms
                count += 1
        return count

    def hide_more(self) -> None:
        """Cover exposed counts one after another until none is left that can be."""
        while exposed := self.exposed():
            before = len(self.more)
            for figure in exposed:
                if not self._is_covered(figure) and (cover := self._cover(figure)) is not None:
                    self.more.add(cover)
            if len(self.more) == before:
                self.hopeless.update(exposed)

    def _is_covered(self, figure: Figure) -> bool:
        """Whether one count is safe by now; counts that do not add up are looked at by `exposed`."""
        attack = self.attack if self.base is None else _told_by_rounding
        return not attack(self._kept_to([figure]), self._shown(), self.hidden, self.memory)

    def _cover(self, figure: Figure) -> Figure | None:
        """The count to hide next: in the tightest sum that holds the exposed one, the first part that makes it safe,
        else the first of all, else the sum itself.

        Parts are taken by value, the smallest first; never 0, which would tell that a hidden count may be 0, and never
        what was shown before.
        """
        may_go = [f for f in self._now() if self._may_hide(f)]
        for whole in self._tightest(figure):
            could = [f for f in may_go if f.size < whole.size and f.atoms < whole.atoms and not f.atoms & figure.atoms]
            could.sort(key=lambda f: (self.counts[f], f.order))
            saving = next((other for other in could[:TRIED] if self._would_save(figure, other)), None)
            if saving or could:
                return saving or could[0]
            if whole not in self.hidden and self._may_hide(whole):
                return whole
        return figure if figure not in self.hidden and self._may_hide(figure) else None

    def _tightest(self, figure: Figure) -> list[Figure]:
        """Shown sums, the one to loosen first: one cell unknown, of the figure itself or one that its sums lean on."""
        shown = self._shown()
        known = {atom for other in shown if other.size == 1 for atom in other.atoms}
        unknown = {f: f.atoms - known for f in shown if f.size > 1}
        own = [f for f in unknown if f.atoms & figure.atoms]
        leant_on = {atom for f in own for atom in unknown[f]}
        near = [f for f, cells in unknown.items() if len(cells) == 1 and cells & leant_on and f not in own]
        return sorted((*own, *near), key=lambda f: (len(unknown[f]), f in near, f.order))

    def _may_hide(self, figure: Figure) -> bool:
        """Of what is shown now."""
        return self.counts.get(figure, 0) > 0 and figure not in self.ledger.shown

    def _would_save(self, figure: Figure, other: Figure) -> bool:
        self.more.add(other)
        is_covered = self._is_covered(figure)
        self.more.discard(other)
        return is_covered

    def show_again(self) -> None:
        """Show what was hidden on the way and proves not to be needed, the largest first; at most so many are tried."""
        for figure in sorted(self.more, key=lambda f: (-self.counts[f], f.order))[:SHOWN_AGAIN]:
            self.more.discard(figure)
            if self._too_close(self.guarded - self.hopeless, first_only=True):
                self.more.add(figure)


TRIED = 4  # counts that are tried one by one before the first is taken
SHOWN_AGAIN = 12  # counts that are tried one by one to be shown again: each costs a search of its own
Known = Mapping[Figure, float]


def _differences(known: Known, along: str, same: str) -> Iterator[tuple[Figure, float]]:
    """What is left of a whole without a part of it, and without all its parts that are known; with its value.

    along: "areas" or "periods", in which they differ; same: the other, in which they do not.
    """
    alike: dict[object, list[tuple[Figure, frozenset[object]]]] = defaultdict(list)
    for figure in known:
        alike[getattr(figure, same), figure.measure, figure.facet].append((figure, frozenset(getattr(figure, along))))
    for own in alike.values():
        for whole, members in own:
            parts = [(part, others) for part, others in own if others < members] if len(members) > 1 else []
            yield from ((_left(whole, along, others), known[whole] - known[part]) for part, others in parts)
            rest, value = members, known[whole]
            for part, others in sorted(parts, key=lambda pair: pair[0].order):
                if others <= rest:
                    rest, value = rest - others, value - known[part]
            if parts and rest:
                yield _left(whole, along, members - rest), value


def _left(whole: Figure, along: str, taken: frozenset[object]) -> Figure:
    kept = tuple(member for member in getattr(whole, along) if member not in taken)
    return replace(whole, areas=kept) if along == "areas" else replace(whole, periods=kept)
