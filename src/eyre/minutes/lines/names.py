"""Posts, areas and measures as they are called in a line, and what a name that is not known may have meant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches

from eyre.body.check import EVERYONE
from eyre.body.folder import BodyFolder
from eyre.core import is_in_force, say_date

RANK = re.compile(r"(?P<how>[TA])/(?P<post>.+)", re.IGNORECASE)
APART = re.compile(r"\s*[,&]\s*|\s+and\s+", re.IGNORECASE)
# Words that part a head into who, to whom and by when: a name that has one in it is called by its key.
STRUCTURE = re.compile(
    r"[,&|:]|\b(?:and|to|with|by|before|in|within|after|at|on|until|from|during|between|no later than|prior to"
    r"|ahead of)\b",
    re.IGNORECASE,
)


class Unknown(ValueError):
    """A name that leads to nothing, or to more than one thing; the sentence says what to write."""


@dataclass(frozen=True)
class Register:
    """Names of one kind of thing: each name, made even, to the keys it may mean; and each key to its short name."""

    what: str
    keys: Mapping[str, tuple[str, ...]]
    short: Mapping[str, str]

    @classmethod
    def of(cls, what: str, named: Iterable[tuple[str, str, tuple[str, ...]]]) -> Register:
        """named: key, preferred short name, and every other name."""
        found: dict[str, list[str]] = {}
        short: dict[str, str] = {}
        for key, brief, names in named:
            short.setdefault(key, brief)
            for name in {even(name) for name in (key, key.replace("_", " "), brief, *names) if name}:
                if key not in found.setdefault(name, []):
                    found[name].append(key)
        own = {even(key): key for key in short}  # its own key always means the thing itself
        return cls(what, {name: (own[name],) if name in own else tuple(keys) for name, keys in found.items()}, short)

    def find(self, name: str) -> str:
        """The key that a name means. Raises Unknown with its neighbours."""
        keys = self.keys.get(even(name), ())
        if len(keys) == 1:
            return keys[0]
        if keys:
            raise Unknown(f'"{name}" may mean {" or ".join(sorted(keys))}. Write one of these.')
        raise Unknown(f'There is no {self.what} "{name}". {self._hint(name)}')

    def _hint(self, name: str) -> str:
        near = get_close_matches(even(name), self.keys, n=3, cutoff=0.6)
        meant = list(dict.fromkeys(self.call(key) for each in near for key in self.keys[each]))
        if meant:
            return f"Did you mean {' or '.join(meant[:3])}?"
        some = sorted({self.call(key) for key in self.short}, key=lambda each: (len(each), each))[:8]
        return f"Write one that is known: {', '.join(some)} …" if some else f"No {self.what} is known here."

    def find_all(self, text: str) -> tuple[str, ...]:
        """One name, or several with commas or "and" between them. Raises Unknown with every name that is not known."""
        if even(text) in self.keys:
            return (self.find(text),)
        found, unknown = [], []
        for name in filter(None, APART.split(text.strip())):
            try:
                found.append(self.find(name))
            except Unknown as fault:
                unknown.append(str(fault))
        if unknown:
            raise Unknown(" ".join(unknown))
        return tuple(dict.fromkeys(found))

    def call(self, key: str) -> str:
        """The shortest safe name of a key: its short name, where that means it alone; else the key."""
        brief = self.short.get(key, "")
        is_safe = bool(brief) and not STRUCTURE.search(brief) and self.keys.get(even(brief)) == (key,)
        return brief if is_safe else key


def even(name: str) -> str:
    return " ".join(name.casefold().split())


@dataclass(frozen=True)
class Names:
    """Everything a line may name, on the day of its meeting."""

    on: date
    posts: Register
    areas: Register
    measures: Register
    terms: Mapping[str, tuple[date | None, date | None]] = field(default_factory=dict)
    ranks: Mapping[str, frozenset[str]] = field(default_factory=dict)  # of each post, "t" or "a" if held so on the day

    @classmethod
    def of(cls, folder: BodyFolder, on: date) -> Names:
        """The names of a body on a day. An organisation that was renamed is found under all of its names."""
        posts = [(post.key, post.abbreviation, (post.title,)) for post in folder.body.posts]
        organisations = [
            (each.key, each.name(on).abbreviation or each.name(on).name, tuple(sorted(each.known_as)))
            for each in folder.organisations.organisations
        ]
        held = {post.key: post.holder(on) for post in folder.body.posts}
        return cls(
            on=on,
            posts=Register.of("post or organisation", [*posts, *organisations, (EVERYONE, "ALL", ("everyone",))]),
            areas=Register.of("area", [(a.key, a.name, a.aliases) for a in folder.body.areas]),
            measures=Register.of("measure", [(m.key, "", (m.name,)) for m in folder.measures]),
            terms={post.key: (post.from_date, post.to_date) for post in folder.body.posts},
            ranks={
                key: frozenset(how for how, so in (("t", h.temporary), ("a", h.acting)) if so)
                for key, h in held.items()
                if h
            },
        )

    def find_post(self, name: str, doubts: list[str]) -> str:
        """The post a name means on the day; T/ and A/ before it are read off. Raises Unknown."""
        return self._seen(self.posts.find(_post(name)), name, doubts)

    def find_posts(self, text: str, doubts: list[str]) -> tuple[str, ...]:
        """One post, or several. Raises Unknown with every name that is not known."""
        whole = even(text) in self.posts.keys
        names = [text.strip()] if whole else [name for name in APART.split(text.strip()) if name]
        keys = self.posts.find_all(text if whole else ", ".join(map(_post, names)))
        for name in names:
            self._seen(self.posts.find(_post(name)), name, doubts)
        return keys

    def _seen(self, key: str, name: str, doubts: list[str]) -> str:
        """The key, with a doubt where the post was not there, or not held so, on the day."""
        ranked = RANK.fullmatch(name)
        if ranked and ranked["how"].lower() not in self.ranks.get(key, frozenset()):
            doubts.append(f"That {name} held the post so on {say_date(self.on)} is not on record; read as the post.")
        first, last = self.terms.get(key, (None, None))
        if not is_in_force(first, last, self.on):
            doubts.append(f"The post {self.posts.call(key)} was not there on {say_date(self.on)}.")
        return key


def _post(name: str) -> str:
    """The name of a post without its temporary or acting rank."""
    ranked = RANK.fullmatch(name)
    return ranked["post"] if ranked else name
