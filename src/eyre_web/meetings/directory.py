"""Keys of posts and organisations as people read them: the title of the post, and who held it on a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from django.utils.translation import gettext as _

from eyre.body.check import EVERYONE
from eyre.core import is_in_force
from eyre_web.accounts.models import Holding, OrganisationName, Post


@dataclass(frozen=True, slots=True)
class Directory:
    """Every post and organisation of the body, looked up in two queries; in two more, who held the posts and what the
    organisations were called when."""

    titles: Mapping[str, str]
    holdings: Mapping[str, tuple[Holding, ...]] = field(default_factory=dict)
    names: Mapping[str, tuple[OrganisationName, ...]] = field(default_factory=dict)  # of organisations

    @classmethod
    def load(cls) -> Directory:
        """Titles and names alone, as lists need them."""
        posts = dict(Post.objects.values_list("key", "title"))
        names = OrganisationName.objects.order_by("organisation__place", "place")
        organisations = dict(names.values_list("organisation__key", "name"))  # the last name of each
        return cls({**posts, **organisations, **posts, EVERYONE: _("Everyone present")})

    @classmethod
    def load_with_holders(cls) -> Directory:
        """Titles, whoever held each post at any time, and every name of each organisation."""
        holdings: dict[str, tuple[Holding, ...]] = {}
        for holding in Holding.objects.select_related("person", "post").order_by("place"):
            holdings[holding.post.key] = (*holdings.get(holding.post.key, ()), holding)
        names: dict[str, tuple[OrganisationName, ...]] = {}
        for name in OrganisationName.objects.select_related("organisation").order_by("place"):
            names[name.organisation.key] = (*names.get(name.organisation.key, ()), name)
        return replace(cls.load(), holdings=holdings, names=names)

    def title(self, key: str) -> str:
        """The title of a post or the name of an organisation; the key where it is known no more."""
        return self.titles.get(key, key)

    @property
    def posts_and_organisations(self) -> dict[str, str]:
        """Every key that somebody may choose, with its title: the posts in their order, then the organisations."""
        return {key: title for key, title in self.titles.items() if key != EVERYONE}

    def holders(self, key: str, on: date) -> tuple[str, ...]:
        """The names of those who held a post on a day."""
        held = (h for h in self.holdings.get(key, ()) if is_in_force(h.from_date, h.to_date, on))
        return tuple(holding.person.name for holding in held if holding.person)

    def named(self, key: str, on: date) -> str:
        """The title of a post with who held it on a day, "Chief (Ben)"; an organisation as it was called then.

        A key of both is that of the post.
        """
        title = self.title(key)
        called = [each.name for each in self.names.get(key, ()) if is_in_force(each.from_date, each.to_date, on)]
        if called and any(each.name == title for each in self.names[key]):
            title = called[-1]
        who = ", ".join(self.holders(key, on))
        return f"{title} ({who})" if who and who != title else title

    def list(self, keys: Iterable[str]) -> str:
        return ", ".join(self.title(key) for key in keys) or _("Nobody is named")
