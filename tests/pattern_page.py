"""A page with every component and pattern on it: what a browser, a screen reader and a printer are tried on.

It stands outside the server, so that the look can be tested without a database.
"""

from datetime import date, datetime
from pathlib import Path

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.template import engines
from django.urls import path
from django.utils.safestring import mark_safe

from eyre_web.project.components.dates import DateField
from eyre_web.project.components.records import Change, FieldVersions, TimelineEvent

TEMPLATE = Path(__file__).with_name("pattern_page.html")
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'"
)
TODAY = date(2018, 1, 16)


class ActionForm(forms.Form):
    """One field of every kind."""

    words = forms.CharField(
        label="Words of the action",
        help_text="As the meeting said them. They cannot be changed later.",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    title = forms.CharField(label="Short title", required=False, max_length=60)
    email = forms.EmailField(label="E-mail address", widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    password = forms.CharField(label="Password", widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}))
    cases = forms.IntegerField(
        label="How many cases", min_value=1, widget=forms.NumberInput(attrs={"class": "govuk-input--width-4"})
    )
    owner = forms.ChoiceField(
        label="Accountable owner",
        choices=[
            ("", "Choose a post"),
            ("Force", [("cc", "Chief Constable"), ("dcc", "Deputy Chief Constable")]),
            ("Office", [("ce", "Chief Executive")]),
        ],
    )
    due = DateField(label="Due date", help_text="For example, 27 3 2018 or 27 March 2018.")
    closes = forms.ChoiceField(
        label="How was it closed?",
        choices=[("done", "Done"), ("superseded", "Superseded by another action"), ("withdrawn", "Withdrawn")],
        widget=forms.RadioSelect,
    )
    successor = forms.CharField(label="Reference of the other action", required=False)
    areas = forms.MultipleChoiceField(
        label="Local policing areas",
        help_text="Choose all that it is about.",
        required=False,
        choices=[("h", "Herefordshire"), ("s", "Shropshire"), ("w", "North Worcestershire")],
        widget=forms.CheckboxSelectMultiple,
    )
    evidence = forms.FileField(
        label="Evidence", required=False, help_text="A Word, PDF or spreadsheet file of at most 20 MB."
    )
    confirm = forms.BooleanField(label="The chief officer has seen this")


class FilterForm(forms.Form):
    owner = forms.ChoiceField(
        label="Owner",
        required=False,
        choices=[("", "Any"), ("cc", "Chief Constable"), ("dcc", "Deputy Chief Constable")],
    )
    state = forms.MultipleChoiceField(
        label="State",
        required=False,
        choices=[("late", "Late"), ("soon", "Due soon")],
        widget=forms.CheckboxSelectMultiple,
    )
    since = DateField(label="Set since", required=False)
    text = forms.CharField(label="Words", required=False)


WRONG = QueryDict(
    "words=Provide+a+plan&email=nobody&cases=none&due-day=31&due-month=February&due-year=2018&closes=superseded&areas=h&areas=w"
)
ASKED = QueryDict("owner=cc&state=late&state=soon&since-day=1&since-month=12&since-year=2017&sort=due&page=2")

BEFORE = "The Chief Constable will provide a plan to raise satisfaction to 90 % by the end of January."
AFTER = "The Chief Constable will provide a costed plan to raise victim satisfaction to 90 % by the end of March."

HISTORY = [
    TimelineEvent(
        when=datetime(2018, 1, 15, 16, 42),
        what="New due date asked for",
        who="Deputy Chief Constable",
        changes=[Change("Due date", "31 January 2018", "31 March 2018")],
        why="The survey provider changes in January.",
    ),
    TimelineEvent(
        when=datetime(2018, 1, 9, 9, 5),
        what="Update",
        who="Staff officer to the Chief Constable",
        words="A first draft is with the chief officer team.\nFigures for December are awaited.",
    ),
    TimelineEvent(
        when=date(2017, 12, 20),
        what="Set by the meeting",
        who="Commissioner",
        link="#table",
        link_text="Notes of the meeting",
    ),
]

ROWS = [
    [
        {"text": mark_safe('<a class="govuk-link" href="#table">2017-12/3</a>')},
        AFTER,
        "Chief Constable",
        {"text": "41", "format": "numeric"},
    ],
    [
        {"text": mark_safe('<a class="govuk-link" href="#table">2017-12/4</a>')},
        "Report on near repeats of burglary in dwellings, with what was done in each cluster.",
        "Assistant Chief Constable (Local Policing)",
        {"text": "1,204", "format": "numeric"},
    ],
]


def context(*, wrong: bool) -> dict[str, object]:
    """What the page shows; wrong: as it comes back after a form was sent with errors."""
    return {
        "wrong": wrong,
        "form": ActionForm(WRONG) if wrong else ActionForm(),
        "filter": FilterForm(ASKED, auto_id="filter_%s"),
        "page": Paginator(range(500), 25).page(8),
        "kept": ("sort",),
        "today": TODAY,
        "late": date(2017, 12, 31),
        "soon": date(2018, 1, 20),
        "later": date(2018, 3, 31),
        "history": HISTORY,
        "versions": [
            FieldVersions("Words", BEFORE, AFTER),
            FieldVersions("Managing officer", "", "Head of Strategy, Planning and Insight"),
            FieldVersions("Owner", "Chief Constable", "Chief Constable"),
        ],
        "head": [
            {"text": "Reference", "href": "?sort=reference"},
            {"text": "Action", "href": "?sort=words"},
            {"text": "Owner", "href": "?sort=owner", "sort": "ascending"},
            {"text": "Days open", "format": "numeric"},
        ],
        "rows": ROWS,
        "crumbs": [{"text": "Front page", "href": "/"}, {"text": "Actions", "href": "#table"}, {"text": "2017-12/3"}],
        "body": {
            "name": "Office of the Police and Crime Commissioner for West Mercia",
            "illustrative": "The meeting is real; people's names are not, and some figures are made up.",
            "licence": "Open Government Licence v3.0",
        },
        "navigation": [
            {"text": "Front page", "href": "/"},
            {"text": "Actions", "href": "#table", "current": True},
            {"text": "Meetings", "href": "#meetings"},
            {"text": "People", "href": "#people"},
            {"text": "Search", "href": "#search"},
        ],
        "signed_in_as": "Ada Lovett, policy officer",
        "sign_out_url": "/sign-out",
        "footer_links": [{"text": "Accessibility statement", "href": "#a"}, {"text": "About Eyre", "href": "#b"}],
        "version": "0.3",
    }


def page_html(request, *, wrong: bool = False) -> str:
    """The whole page."""
    template = engines["django"].from_string(TEMPLATE.read_text(encoding="utf-8"))
    return template.render(context(wrong=wrong), request)


def front(request) -> HttpResponse:
    """The page under the policy that the server sends."""
    answer = HttpResponse(page_html(request, wrong="wrong" in request.GET))
    answer["Content-Security-Policy"] = POLICY
    return answer


urlpatterns = [path("", front, name="front_page")]
