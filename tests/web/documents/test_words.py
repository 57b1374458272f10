"""Every word of these pages can be translated."""

from pathlib import Path

import pytest

import eyre_web
from pseudo_locale import literals

ROOMS = ("documents", "sheets", "meetings")
TEMPLATES = sorted(
    file for room in ROOMS for file in (Path(eyre_web.__file__).parent / room / "templates").rglob("*.html")
)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_a_template_has_no_words_of_its_own(template):
    assert literals(template.read_text(encoding="utf-8")) == []
