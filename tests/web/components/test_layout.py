"""What stands round every page."""

import pytest
from django.contrib.messages.storage.base import Message
from django.template import engines
from django.test import RequestFactory

from html_tree import read_html
from pattern_page import page_html

BODY = {"name": "A body"}


def page(content="", **context):
    source = (
        "{% extends 'layout.html' %}{% block title %}Actions{% endblock %}{% block content %}"
        + content
        + "{% endblock %}"
    )
    return read_html(engines["django"].from_string(source).render(context, RequestFactory().get("/")))


def only(found, name, **attributes):
    (element,) = [e for e in found.each() if e.name == name and attributes.items() <= e.attributes.items()]
    return element


def test_the_skip_link_comes_first_and_leads_to_what_the_page_says():
    found = page(body=BODY)
    first = next(element for element in found.each() if element.name in {"a", "button", "input"})
    assert first.attributes["href"] == "#main-content"
    assert only(found, "main").attributes["id"] == "main-content"


def test_the_title_says_error_first_where_a_form_has_one():
    assert only(page(body=BODY), "title").text() == "Actions – A body"
    assert only(page(body=BODY, has_errors=True), "title").text() == "Error: Actions – A body"
    assert "<title>Error: Patterns" in page_html(RequestFactory().get("/"), wrong=True)
    assert "<title>Patterns" in page_html(RequestFactory().get("/"))


@pytest.mark.parametrize("language", ["en-gb", "cy"])
def test_the_page_says_its_language(language):
    from django.utils import translation

    with translation.override(language):
        assert only(page(body=BODY), "html").attributes["lang"] == language


def test_what_of_a_body_is_not_real_is_said_on_every_page():
    assert "Names are made up." in page(body={**BODY, "illustrative": "Names are made up."}).text()
    assert "Example" not in page(body=BODY).text()


def test_signing_out_is_a_post_with_a_token():
    found = page(body=BODY, signed_in_as="Ada", sign_out_url="/sign-out")
    form = only(found, "form")
    assert form.attributes == {"method": "post", "action": "/sign-out"}
    assert only(form, "input").attributes["name"] == "csrfmiddlewaretoken"
    assert not [e for e in page(body=BODY).each() if e.name == "form"]


def test_the_part_one_is_in_is_marked_in_words_too():
    found = page(
        body=BODY,
        navigation=[{"text": "Actions", "href": "/actions", "current": True}, {"text": "People", "href": "/p"}],
    )
    assert only(found, "a", **{"aria-current": "page"}).text() == "Actions"
    assert only(found, "nav").attributes["aria-label"] == "Parts of the service"


def test_a_message_is_said_once_and_cannot_become_a_tag():
    messages = [Message(25, "Saved <b>", extra_tags="success"), Message(30, "Look out")]
    found = page(body=BODY, messages=messages)
    banners = [e for e in found.each() if "govuk-notification-banner" in (e.attributes.get("class") or "").split()]
    assert [banner.attributes["role"] for banner in banners] == ["alert", "region"]
    assert [banner.attributes["aria-labelledby"] for banner in banners] == ["message-1", "message-2"]
    assert "Saved <b>" in found.text()


def test_no_id_is_used_twice():
    ids = [
        e.attributes["id"]
        for e in read_html(page_html(RequestFactory().get("/"), wrong=True)).each()
        if "id" in e.attributes
    ]
    assert len(ids) == len(set(ids))
