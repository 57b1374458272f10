"""The body itself, every record that has no table of its own yet, and the files that came with its folder.

Why one table for so many kinds: docs/adr/0012-keep-what-has-no-model-yet-as-body-values.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar, cast

from django.db import models

from eyre.body.agreed import AgreedTests
from eyre.body.reading import Reading
from eyre.body.registers import (
    AskedFor,
    Happening,
    Initiative,
    Inspection,
    LoadEntry,
    Plan,
    Prediction,
    ProjectionSpecification,
    RebaseMark,
    Sample,
    Standard,
)
from eyre.body.settings import Abbreviation, Body
from eyre.core import raise_if_any
from eyre.core.codec import json_ready, read_record
from eyre.measures import Measure
from eyre_web.body.fields import PlainField

T = TypeVar("T")

# Each kind of kept record and what it is in a body folder. A kind leaves this table when it gets a model.
KEPT: dict[str, type[Any]] = {
    "body": Body,  # without its posts, which are in accounts
    "measures": Measure,
    "loads": LoadEntry,
    "asked_for": AskedFor,
    "timeline": Happening,
    "rebases": RebaseMark,
    "predictions": Prediction,
    "projections": ProjectionSpecification,
    "abbreviations": Abbreviation,
    "commitments": AgreedTests,
    "readings": Reading,
    "samples": Sample,
    "initiatives": Initiative,
    "standards": Standard,
    "inspections": Inspection,
    "plans": Plan,
}


class KeptRecordManager(models.Manager["KeptRecord"]):
    def keep(self, kind: str, records: Iterable[Any]) -> None:
        """Keep records of one kind in the order given."""
        rows = (KeptRecord(kind=kind, place=place, value=json_ready(record)) for place, record in enumerate(records))
        self.bulk_create(rows, batch_size=500)

    def of(self, kind: str) -> Iterator[Any]:
        """The records of one kind as body values, in their order. Raises BadInput for one that cannot be read."""
        for row in self.filter(kind=kind).order_by("place"):
            yield row.record()


class KeptRecord(models.Model):
    """One body value in its plain form."""

    kind = models.TextField()
    place = models.PositiveIntegerField()  # its row in a table, its turn in a list
    value = PlainField()

    objects = KeptRecordManager()

    class Meta:
        ordering = ("kind", "place")
        constraints = (models.UniqueConstraint(fields=("kind", "place"), name="one_record_a_place"),)

    def record(self) -> Any:
        """The body value. Raises BadInput, naming the row, where the database holds what no folder could."""
        return as_record(KEPT[self.kind], self.value, f"{self.kind}[{self.place + 1}]")


class KeptFile(models.Model):
    """A file of the body folder that is kept in the data directory as it came: a load, a pack as issued, a README."""

    name = models.TextField(unique=True)
    sha256 = models.TextField()
    size = models.BigIntegerField()

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


def as_record(cls: type[T], value: Any, where: str) -> T:
    """A body value from its plain form. Raises BadInput with every fault."""
    record, faults = read_record(cls, value, where)
    raise_if_any(faults)
    return cast(T, record)


def body_value() -> dict[str, Any]:
    """The plain form of body.toml without its posts, in one query; empty before a body was brought in."""
    row = KeptRecord.objects.filter(kind="body").first()
    return {} if row is None else row.value
