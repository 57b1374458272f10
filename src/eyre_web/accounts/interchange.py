"""Posts, their holders and organisations: from body values to rows, and back again.

What goes in comes out equal: tests/web/transfer walks every field.
"""

from __future__ import annotations

from collections.abc import Iterable

from eyre.body import settings
from eyre_web.accounts.models import Holding, Organisation, OrganisationName, Person, Post


def keep_posts(posts: Iterable[settings.Post]) -> None:
    """Keep posts with those who hold and held them. One name is one person."""
    posts = list(posts)
    names = sorted({holder.person for post in posts for holder in post.holders if holder.person})
    Person.objects.bulk_create(Person(name=name) for name in names)
    people = {person.name: person for person in Person.objects.filter(name__in=names)}
    for place, post in enumerate(posts):
        row = Post.objects.create(
            key=post.key,
            title=post.title,
            abbreviation=post.abbreviation,
            organisation=post.organisation,
            collective=post.collective,
            from_date=post.from_date,
            to_date=post.to_date,
            place=place,
        )
        Holding.objects.bulk_create(
            Holding(
                post=row,
                person=people.get(holder.person),
                from_date=holder.from_date,
                to_date=holder.to_date,
                temporary=holder.temporary,
                acting=holder.acting,
                place=turn,
            )
            for turn, holder in enumerate(post.holders)
        )


def posts() -> tuple[settings.Post, ...]:
    """Every post as a body value, in its order."""
    return tuple(post(row) for row in Post.objects.order_by("place").prefetch_related("holdings__person"))


def post(row: Post) -> settings.Post:
    return settings.Post(
        key=row.key,
        title=row.title,
        abbreviation=row.abbreviation,
        organisation=row.organisation,
        collective=row.collective,
        holders=tuple(_holder(holding) for holding in row.holdings.all()),
        from_date=row.from_date,
        to_date=row.to_date,
    )


def _holder(row: Holding) -> settings.Holder:
    return settings.Holder(
        person=row.person.name if row.person else "",
        from_date=row.from_date,
        to_date=row.to_date,
        temporary=row.temporary,
        acting=row.acting,
    )


def keep_organisations(organisations: Iterable[settings.Organisation]) -> None:
    """Keep organisations under all their names."""
    for place, organisation in enumerate(organisations):
        row = Organisation.objects.create(
            key=organisation.key, what=organisation.what, aliases=list(organisation.aliases), place=place
        )
        OrganisationName.objects.bulk_create(
            OrganisationName(
                organisation=row,
                place=turn,
                name=name.name,
                abbreviation=name.abbreviation,
                from_date=name.from_date,
                to_date=name.to_date,
            )
            for turn, name in enumerate(organisation.names)
        )


def organisations() -> tuple[settings.Organisation, ...]:
    """Every organisation as a body value, in its order."""
    return tuple(organisation(row) for row in Organisation.objects.order_by("place").prefetch_related("names"))


def organisation(row: Organisation) -> settings.Organisation:
    return settings.Organisation(
        key=row.key,
        names=tuple(
            settings.DatedName(
                name=name.name, abbreviation=name.abbreviation, from_date=name.from_date, to_date=name.to_date
            )
            for name in row.names.all()
        ),
        aliases=tuple(row.aliases),
        what=row.what,
    )
