"""A field of a Django form writes itself, whatever was typed; an error is said at the top and at its field."""

from datetime import date

import pytest
from django import forms
from django.http import QueryDict
from django.template import engines
from hypothesis import given
from hypothesis import strategies as st

from eyre_web.project.components.dates import DateField
from eyre_web.project.components.fields import gds_error_summary, gds_field, gds_fields
from html_tree import read_html
from pattern_page import ActionForm


def elements(html, name):
    return [element for element in read_html(html).each() if element.name == name]


def form_with(field, data=None, **more):
    class OneField(forms.Form):
        it = field

    return OneField(None if data is None else QueryDict(data), **more)


@pytest.mark.parametrize(
    ("field", "tag", "marks"),
    [
        (forms.CharField(), "input", {"type": "text", "class": "govuk-input"}),
        (forms.EmailField(), "input", {"type": "email", "spellcheck": "false"}),
        (forms.URLField(assume_scheme="https"), "input", {"type": "url"}),
        (forms.IntegerField(min_value=1), "input", {"type": "text", "inputmode": "numeric"}),
        (forms.DecimalField(), "input", {"type": "text", "inputmode": "decimal"}),
        (forms.CharField(widget=forms.Textarea), "textarea", {"class": "govuk-textarea"}),
        (
            forms.CharField(widget=forms.Textarea, max_length=9),
            "textarea",
            {"class": "govuk-textarea govuk-js-character-count"},
        ),
        (
            forms.CharField(widget=forms.PasswordInput),
            "input",
            {"type": "password", "autocomplete": "current-password"},
        ),
        (forms.ChoiceField(choices=[("a", "A")]), "select", {"class": "govuk-select"}),
        (forms.ChoiceField(choices=[("a", "A")], widget=forms.RadioSelect), "input", {"type": "radio", "value": "a"}),
        (forms.MultipleChoiceField(choices=[("a", "A")]), "input", {"type": "checkbox", "value": "a"}),
        (forms.BooleanField(), "input", {"type": "checkbox", "value": "on"}),
        (forms.FileField(), "input", {"type": "file"}),
        (forms.CharField(widget=forms.HiddenInput), "input", {"type": "hidden"}),
        (DateField(), "input", {"name": "it-day", "inputmode": "numeric"}),
    ],
)
def test_the_widget_chooses_the_component(field, tag, marks):
    control = elements(gds_field(form_with(field)["it"]), tag)[0]
    assert marks.items() <= control.attributes.items()


def test_a_widget_without_a_component_is_refused_with_a_sentence():
    with pytest.raises(TypeError, match="No component is known for SplitDateTimeWidget, the widget of 'it'"):
        gds_field(form_with(forms.SplitDateTimeField())["it"])


def test_label_hint_and_error_belong_to_the_control():
    html = gds_field(form_with(forms.CharField(label="Owner", help_text="A post."), "it=")["it"])
    control = elements(html, "input")[0].attributes
    assert elements(html, "label")[0].attributes["for"] == control["id"] == "id_it"
    assert control["aria-describedby"] == "id_it-hint id_it-error"
    ids = {element.attributes.get("id") for element in read_html(html).each()}
    assert {"id_it-hint", "id_it-error"} <= ids
    assert "Fill in “Owner”." in html


def test_the_browser_neither_stops_nor_cuts_off_what_is_typed():
    box = forms.TextInput(attrs={"placeholder": "Short", "data-kept": "yes"})
    html = gds_field(form_with(forms.CharField(max_length=5, min_length=2, widget=box), "it=far+too+long")["it"])
    assert elements(html, "input")[0].attributes["value"] == "far too long"
    assert elements(html, "input")[0].attributes["data-kept"] == "yes"
    assert not {"required", "maxlength", "minlength", "placeholder"} & elements(html, "input")[0].attributes.keys()


def test_what_need_not_be_answered_says_so():
    assert "Note (optional)" in gds_field(form_with(forms.CharField(label="Note", required=False))["it"])
    assert "optional" not in gds_field(
        form_with(forms.CharField(label="Note", required=False))["it"], mark_optional=False
    )


def test_radios_have_no_blank_choice_and_reveal_another_field():
    class Closing(forms.Form):
        how = forms.ChoiceField(
            choices=[("", "---"), ("done", "Done"), ("superseded", "Superseded")], widget=forms.RadioSelect
        )
        successor = forms.CharField(required=False)

    form = Closing(QueryDict("how=superseded&successor=2018-01/2"))
    html = gds_field(form["how"], reveal_superseded=form["successor"])
    radios = [element.attributes for element in elements(html, "input") if element.attributes["type"] == "radio"]
    assert [radio["value"] for radio in radios] == ["done", "superseded"]
    assert radios[1]["data-aria-controls"] == "conditional-id_how-2"
    assert "checked" in radios[1]
    assert 'value="2018-01/2"' in html


def test_groups_of_choices_stay_groups():
    html = gds_field(ActionForm(QueryDict("owner=dcc"))["owner"])
    assert [group.attributes["label"] for group in elements(html, "optgroup")] == ["Force", "Office"]
    assert [option.attributes["value"] for option in elements(html, "option") if "selected" in option.attributes] == [
        "dcc"
    ]


# ---------------------------------------------------------------- errors


def test_every_error_is_at_the_top_with_a_link_to_its_control():
    form = ActionForm(QueryDict("words=x&due-day=3&due-year=2018&closes=sideways"))
    form.add_error(None, "Somebody else has changed this action.")
    summary, fields = gds_error_summary(form), gds_fields(form)
    links = [link.attributes["href"].removeprefix("#") for link in elements(summary, "a")]
    ids = {element.attributes.get("id") for element in read_html(fields).each()}
    assert set(links) <= ids
    assert links == ["id_email", "id_password", "id_cases", "id_owner", "id_due-month", "id_closes", "id_confirm"]
    assert "Somebody else has changed this action." in summary
    assert "Due date: The date must include a month." in summary
    assert "This field is required" not in summary + fields


def test_a_form_without_errors_has_no_summary():
    assert gds_error_summary(ActionForm()) == ""


def test_a_summary_takes_several_forms_and_formsets():
    several = forms.formset_factory(forms.Form, min_num=2, validate_min=True)(
        QueryDict("form-TOTAL_FORMS=0&form-INITIAL_FORMS=0")
    )
    html = gds_error_summary(form_with(forms.CharField(label="One"), "it="), several)
    assert [item.text() for item in elements(html, "li")] == ["Fill in “One”.", "Please submit at least 2 forms."]


def test_words_of_its_own_for_an_empty_field_are_kept():
    field = forms.CharField(label="One", error_messages={"required": "Say one."})
    assert "Say one." in gds_field(form_with(field, "it=")["it"])


# ---------------------------------------------------------------- dates


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("it-day=27&it-month=3&it-year=2018", date(2018, 3, 27)),
        ("it-day=+27+&it-month=March&it-year=2018", date(2018, 3, 27)),
        ("it-day=1&it-month=sept&it-year=2018", date(2018, 9, 1)),
        ("it-day=29&it-month=02&it-year=2020", date(2020, 2, 29)),
    ],
)
def test_a_date_is_read_as_people_write_it(typed, meant):
    form = form_with(DateField(), typed)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["it"] == meant


@pytest.mark.parametrize(
    ("typed", "said", "wrong"),
    [
        ("it-day=27&it-month=3", "The date must include a year.", ["year"]),
        ("it-month=3", "The date must include a day and a year.", ["day", "year"]),
        ("it-day=27&it-month=3&it-year=18", "The year must have four numbers, as in 2027.", ["year"]),
        ("it-day=31&it-month=2&it-year=2018", "This must be a real date, as in 27 3 2027.", ["day", "month", "year"]),
        (
            "it-day=1&it-month=Brumaire&it-year=2018",
            "This must be a real date, as in 27 3 2027.",
            ["day", "month", "year"],
        ),
        ("it-day=²&it-month=3&it-year=2018", "This must be a real date, as in 27 3 2027.", ["day", "month", "year"]),
        ("", "Fill in “It”.", ["day", "month", "year"]),
    ],
)
def test_a_date_that_is_none_says_what_is_wrong_with_which_part(typed, said, wrong):
    html = gds_field(form_with(DateField(), typed)["it"])
    assert said in html
    marked = [
        box.attributes["name"] for box in elements(html, "input") if "govuk-input--error" in box.attributes["class"]
    ]
    assert marked == [f"it-{part}" for part in wrong]


@given(st.text(max_size=12), st.text(max_size=12), st.text(max_size=12))
def test_nothing_typed_as_a_date_is_lost_or_fails(day, month, year):
    data = QueryDict(mutable=True)
    data.update({"it-day": day, "it-month": month, "it-year": year})

    class OneDate(forms.Form):
        it = DateField(required=False)

    form = OneDate(data)
    form.is_valid()
    boxes = elements(gds_field(form["it"]), "input")
    shown = [" ".join((box.attributes.get("value") or "").split()) for box in boxes]
    assert shown == [" ".join(text.split()) for text in (day.strip(), month.strip(), year.strip())]


def test_a_stored_date_stands_in_its_boxes_and_has_not_changed():
    form = form_with(DateField(), "it-day=27&it-month=3&it-year=2018", initial={"it": date(2018, 3, 27)})
    assert not form.has_changed()
    unsent = form_with(DateField(), initial={"it": date(2018, 3, 27)})
    assert [box.attributes["value"] for box in elements(gds_field(unsent["it"]), "input")] == ["27", "3", "2018"]


@given(st.text(max_size=200))
def test_whatever_was_typed_comes_back_and_is_never_a_tag(text):
    """Browsers turn a lone carriage return into a line feed; HTML cannot carry a NUL."""
    said = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    form = form_with(forms.CharField(widget=forms.Textarea, required=False, strip=False))
    form = type(form)({"it": said})
    area = elements(gds_field(form["it"]), "textarea")[0]
    assert "".join(map(str, area.children)) == said


# ---------------------------------------------------------------- tags


def render(source, **context):
    return engines["django"].from_string("{% load gds %}" + source).render(context)


def test_a_tag_that_does_not_know_an_argument_says_so():
    with pytest.raises(Exception, match="unexpected keyword argument 'txt'"):
        render('{% gds_button txt="Save" %}')


def test_tabs_collect_what_stands_in_them_even_inside_one_another():
    html = render(
        '{% gds_tabs %}{% gds_tab label="A" id="a" %}{% gds_tabs id="in" %}'
        '{% gds_tab label="B" id="b" %}<i>x</i>{% endgds_tab %}{% endgds_tabs %}{% endgds_tab %}'
        '{% gds_tab label=label id="c" %}y{% endgds_tab %}{% endgds_tabs %}',
        label="<C>",
    )
    assert [link.attributes["href"] for link in elements(html, "a")] == ["#a", "#c", "#b"]
    assert "&lt;C&gt;" in html
    assert "<i>x</i>" in html


def test_a_row_of_a_summary_escapes_what_it_is_given():
    html = render(
        "{% gds_summary %}{% gds_row key=key href='/x' %}{{ key }}{% endgds_row %}{% endgds_summary %}", key="<b>"
    )
    assert "<b>" not in html
    assert html.count("&lt;b&gt;") == 3  # key, value, and what the link would change
