"""The elements of a satisfaction questionnaire: what a victim was asked about, as data.

The shipped list is that of the user-satisfaction survey of forces in England and Wales: four parts of the service and
the whole. A force that asks otherwise gives a list of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from eyre.core import Refused


@dataclass(frozen=True, slots=True)
class Element:
    """One question. also: other names that published tables give it."""

    key: str
    label: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """The elements that are asked about, in the order of the survey."""

    name: str
    version: int
    elements: tuple[Element, ...]

    def find(self, name: str) -> Element | None:
        """The element of this key, label or other name; None where there is none."""
        wanted = key_of(name)
        for element in self.elements:
            if wanted in (element.key, key_of(element.label), *map(key_of, element.also)):
                return element
        return None

    def why_unknown(self, name: str) -> str:
        """The sentence for a name that no element has."""
        keys = [element.key for element in self.elements]
        spellings = {key_of(own): each.key for each in self.elements for own in (each.key, each.label, *each.also)}
        near = get_close_matches(key_of(name), spellings, n=1)
        hint = f'Did you mean "{spellings[near[0]]}"?' if near else f"The elements are {', '.join(keys)}."
        return f'"{name}" is not an element of the questionnaire "{self.name}". {hint}'


USER_SATISFACTION = Questionnaire(
    "user satisfaction",
    1,
    (
        Element("first_contact", "First contact", ("ease of contact", "contact")),
        Element("actions", "Actions", ("actions taken", "response")),
        Element("follow_up", "Follow-up", ("kept informed", "progress", "followup")),
        Element("treatment", "Treatment", ("how treated",)),
        Element("whole_experience", "Whole experience", ("overall", "overall experience", "overall satisfaction")),
    ),
)


def questionnaire_of(name: str, labels: Iterable[str]) -> Questionnaire:
    """A questionnaire of other elements, keyed by their labels. Raises Refused for none, or one that is there twice."""
    elements = tuple(Element(key_of(label), label.strip()) for label in labels if label.strip())
    keys = [element.key for element in elements]
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if not elements or twice:
        found = f"has {', '.join(twice)} twice" if twice else "has no element"
        raise Refused(f'The questionnaire "{name}" {found}. Name each element once.')
    return Questionnaire(name, 1, elements)


def key_of(label: str) -> str:
    """First contact -> first_contact."""
    return re.sub(r"[^a-z0-9]+", "_", label.strip().lower()).strip("_")
