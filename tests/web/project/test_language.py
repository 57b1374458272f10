"""The language of the pages: offered by the server, chosen by the person, and never half of one by accident."""

import gettext as stdlib
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client

import eyre_web.project
from eyre.core import BadInput
from eyre_web.project.environment import languages

pytestmark = pytest.mark.db

ROOMS = Path(eyre_web.project.__file__).parents[1]
CATALOGUE = Path(eyre_web.project.__file__).parent / "locale" / "cy" / "LC_MESSAGES" / "django.po"


@pytest.fixture
def bilingual(settings):
    settings.LANGUAGES = [("en-gb", "English"), ("cy", "Cymraeg")]
    settings.LANGUAGE_CODE = "en-gb"


def choose(client, code, back="/actions/2025-10/1/"):
    return client.post("/account/language/", {"language": code, "next": back})


def test_a_person_reads_in_the_language_they_chose_until_they_choose_another(client, ada, bilingual):
    client.force_login(ada)
    text = client.get("/").content.decode()
    assert '<html lang="en-gb"' in text
    assert "Camau gweithredu" not in text
    assert re.search(r'<button[^>]*value="cy" lang="cy"[^>]*>Cymraeg</button>', text)
    assert choose(client, "cy").url == "/actions/2025-10/1/"
    answer = client.get("/actions/2025-10/1/")
    text = answer.content.decode()
    assert answer.headers["Content-Language"] == "cy"
    for words in ('<html lang="cy"', "Camau gweithredu", "Cyfarfodydd", "Perchennog", "Allgofnodi", "Tachwedd 2025"):
        assert words in text
    assert "wedi&#x27;i gyfieithu eto" in text or "wedi'i gyfieithu eto" in text  # what is missing is said
    assert re.search(r'value="en-gb" lang="en-gb"[^>]*>English</button>', text)
    assert "Say why calls were lost in August." in text  # the words of a meeting are never translated
    choose(client, "en-gb")
    assert '<html lang="en-gb"' in client.get("/").content.decode()


def test_before_signing_in_a_language_can_be_chosen_too(client, body, bilingual):
    choose(client, "cy", "/account/login/")
    assert "Mewngofnodi" in client.get("/account/login/").content.decode()


def test_what_a_browser_would_like_is_not_asked(client, body, bilingual):
    assert '<html lang="en-gb"' in client.get("/account/login/", headers={"Accept-Language": "cy"}).content.decode()


def test_a_server_can_begin_in_the_other_language(client, body, settings):
    settings.LANGUAGES, settings.LANGUAGE_CODE = [("cy", "Cymraeg"), ("en-gb", "English")], "cy"
    assert '<html lang="cy"' in client.get("/account/login/").content.decode()


def test_where_there_is_one_language_nothing_is_asked_and_a_cookie_changes_nothing(client, ada):
    client.force_login(ada)
    choose(client, "cy")
    text = client.get("/").content.decode()
    assert '<html lang="en-gb"' in text
    assert "Cymraeg" not in text


@pytest.mark.parametrize("code", ["de", "xx", "../cy", ""])
def test_a_language_that_is_not_offered_is_passed_over(client, body, bilingual, code):
    choose(client, code)
    client.cookies["django_language"] = code
    assert '<html lang="en-gb"' in client.get("/account/login/").content.decode()


def test_the_choice_leads_back_to_this_site_and_needs_a_form_of_ours(client, body, bilingual):
    assert choose(client, "cy", "https://elsewhere.example/").url == "/"
    assert client.get("/account/language/").status_code == 405
    assert Client(enforce_csrf_checks=True).post("/account/language/", {"language": "cy"}).status_code == 403


def test_the_languages_are_read_from_the_environment():
    assert languages({}) == [("en-gb", "English")]
    assert languages({"EYRE_LANGUAGES": "cy, en-gb"}) == [("cy", "Cymraeg"), ("en-gb", "English")]
    with pytest.raises(BadInput, match=r'names "de". Eyre has: en-gb, cy'):
        languages({"EYRE_LANGUAGES": "en-gb,de"})


def test_the_setting_reaches_the_server():
    code = (
        "import django; from django.conf import settings; django.setup();"
        "print(settings.LANGUAGE_CODE, dict(settings.LANGUAGES))"
    )
    environment = {
        "PYTHONPATH": str(ROOMS.parent), "DJANGO_SETTINGS_MODULE": "eyre_web.project.settings", "EYRE_LANGUAGES": "cy",
    }  # fmt: skip
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    assert done.stdout.split() == ["cy", "{'cy':", "'Cymraeg'}"], done.stderr


# --- the catalogue -------------------------------------------------------------------------------------------------


def entries():
    text = CATALOGUE.read_text("utf-8")
    return dict(re.findall(r'^msgid "(.+)"\nmsgstr "(.+)"$', text, re.MULTILINE))


def test_the_catalogue_that_is_read_is_the_one_that_was_written():
    with CATALOGUE.with_suffix(".mo").open("rb") as compiled:
        read = stdlib.GNUTranslations(compiled)._catalog
    assert {said: put for said, put in read.items() if said} == entries()


def test_every_entry_is_of_words_that_a_page_says_and_keeps_its_places():
    sources = [path.read_text("utf-8") for ending in ("py", "html") for path in ROOMS.rglob(f"*.{ending}")]
    # A place stands in a template as {{ name }} and in the catalogue as %(name)s.
    said = "\n".join(re.sub(r"\{\{ (\w+) \}\}", r"%(\1)s", source) for source in sources)
    for words, put in entries().items():
        assert re.search(rf'["}}]{re.escape(words)}["{{]', said), words
        assert re.findall(r"%\(\w+\)s", words) == re.findall(r"%\(\w+\)s", put)
