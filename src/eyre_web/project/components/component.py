"""How a component becomes HTML: arguments of a function, what it works out from them, a template of its name."""

import inspect
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, ParamSpec

from django.template import loader
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

P = ParamSpec("P")

Options = Mapping[str, Any]  # what the design system calls an object: some of the keys that the component knows
Attributes = Mapping[str, Any]  # name of an HTML attribute → its value


def component(work_out: Callable[P, Options]) -> Callable[P, SafeString]:
    """Let a function `gds_some_name` return the HTML of `templates/components/some_name.html`.

    The template sees every argument by its name, defaults included, and on top of them what the function returned.
    """
    signature = inspect.signature(work_out)
    template = f"components/{work_out.__name__.removeprefix('gds_').removeprefix('eyre_')}.html"

    @wraps(work_out)
    def html(*args: P.args, **kwargs: P.kwargs) -> SafeString:
        given = signature.bind(*args, **kwargs)
        given.apply_defaults()
        return loader.render_to_string(template, {**given.arguments, **work_out(*args, **kwargs)})

    return html


def attributes_html(attributes: Attributes | str | None) -> SafeString:
    """Write HTML attributes, each with a space before it; True gives a name without a value, None and False nothing.

    A value of text is always written, even when it is empty: `alt=""` means something.
    """
    if not attributes:
        return SafeString()
    if isinstance(attributes, str):  # already written by another component
        return mark_safe(attributes)
    return mark_safe("".join(_attribute(name, value) for name, value in attributes.items()))


def _attribute(name: str, value: object) -> str:
    if value is None or value is False:
        return ""
    return format_html(" {}", name) if value is True else format_html(' {}="{}"', name, value)


def classes(*names: str) -> str:
    """Join class names, leaving out the empty ones."""
    return " ".join(name for name in names if name)


def as_content(value: Options | str | None) -> dict[str, Any]:
    """Read a part that may be given as a text or as options (`hint="…"` or `hint={"text": "…", "classes": "…"}`).

    Returns every key that a part may have, since a template that asks for a missing key loses time.
    """
    blank = {"text": "", "classes": "", "attributes": None, "is_page_heading": False}
    if not value:
        return blank
    return {**blank, **value} if isinstance(value, Mapping) else {**blank, "text": value}


def filled(defaults: Options, item: Options) -> dict[str, Any]:
    """Return `item` with every key that its template asks for."""
    return {**defaults, **item}
