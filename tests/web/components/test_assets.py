"""What ships: nothing of GOV.UK's brand, nothing from elsewhere, nothing that a strict policy would refuse."""

import hashlib
import re
from pathlib import Path

import pytest
from django.test import RequestFactory

import eyre_web.project
from html_tree import read_html
from pattern_page import page_html

PROJECT = Path(eyre_web.project.__file__).parent
STATIC = PROJECT / "static" / "eyre"
STYLE = PROJECT / "style"
CSS = (STATIC / "eyre.css").read_text(encoding="utf-8")
JS = (STATIC / "eyre.js").read_text(encoding="utf-8")
TEMPLATES = sorted((PROJECT / "templates").rglob("*.html"))


def test_nothing_else_ships():
    assert {file.name for file in STATIC.iterdir()} == {"eyre.css", "eyre.js", "icon.svg", "LICENCE-govuk-frontend.txt"}


def test_what_ships_was_built_from_the_sources_beside_it():
    recorded = dict(
        reversed(line.split()) for line in (STYLE / "built.sha256").read_text(encoding="utf-8").splitlines()
    )
    found = {name: hashlib.sha256((STYLE / name).read_bytes()).hexdigest() for name in recorded}
    assert found == recorded, "Build again: sh src/eyre_web/project/style/build.sh"
    sources = {file.name for file in STYLE.iterdir() if file.suffix in {".scss", ".js", ".json"}}
    assert set(recorded) == sources | {"../static/eyre/eyre.css", "../static/eyre/eyre.js"}


@pytest.mark.parametrize("brand", ["@font-face", "GDS Transport", "crest", "govuk-crown", "govuk-logo", "govuk-footer"])
def test_the_brand_of_gov_uk_is_not_in_it(brand):
    for text in (CSS, JS, *(template.read_text(encoding="utf-8") for template in TEMPLATES)):
        assert brand.lower() not in text.lower()


def test_style_and_script_fetch_nothing():
    """A picture, a font or another sheet would be fetched from wherever its address says."""
    assert not re.search(r"url\(|@import|@charset|expression\(", CSS)
    without_selectors = re.sub(r'\[href\^="https?://"\]', "", CSS)
    assert "//" not in re.sub(r"/\*.*?\*/", "", without_selectors, flags=re.DOTALL)
    assert not re.search(r"https?://|fetch\(|XMLHttpRequest|import\(|sourceMappingURL|eval\(|new Function", JS)


def test_both_files_name_their_licence():
    for text in (CSS, JS):
        assert text.startswith("/*! Contains GOV.UK Frontend 6.6.0, Copyright (C) 2017 Crown Copyright")
    assert "Permission is hereby granted" in (STATIC / "LICENCE-govuk-frontend.txt").read_text(encoding="utf-8")


def test_the_brand_colour_is_our_own():
    assert "#4a3b6b" in CSS
    assert "theme-color" in (PROJECT / "templates" / "layout.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("wrong", [False, True])
def test_a_page_has_no_script_or_style_of_its_own(wrong):
    """So that the policy can be script-src 'self'; style-src 'self'."""
    page = read_html(page_html(RequestFactory().get("/"), wrong=wrong))
    for element in page.each():
        assert element.name != "style"
        assert not [name for name in element.attributes if name == "style" or name.startswith("on")]
        if element.name == "script":
            assert element.attributes["src"] == "/static/eyre/eyre.js"
            assert element.children == []
        for name in ("src", "href", "action"):
            address = element.attributes.get(name) or ""
            assert re.match(r"$|[/#?](?!/)", address), f"{element.name} leads to {address}"


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda file: file.name)
def test_a_template_writes_no_script_style_or_foreign_address(template):
    source = template.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
    assert not re.search(
        r"https?:|\bstyle=|<style|\bon[a-z]+=|<script(?! type=\"module\" src=)|\|safe\b|autoescape", source
    )
