"""One row a thing that can be found, with its words; the databases keep their own index of the folded words.

Everything here repeats what the records say and can be made anew from them. How the words are looked up:
`search.matching`; the tables and triggers behind it: migration 0002.
"""

from __future__ import annotations

from django.db import models


class SearchEntry(models.Model):
    """What of one record can be found: kind and row say which record it is."""

    kind = models.TextField()
    row = models.BigIntegerField()  # its key in the table of its kind
    reference = models.TextField()
    heading = models.TextField()
    words = models.TextField(blank=True)
    heading_terms = models.TextField(blank=True)
    word_terms = models.TextField(blank=True)

    class Meta:
        ordering = ("kind", "row", "pk")
        constraints = (models.UniqueConstraint(fields=("kind", "row", "reference"), name="one_entry_a_record"),)

    def __str__(self) -> str:
        return self.reference
