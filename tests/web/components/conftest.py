"""Django for the tests of components: the server's own settings where they are named, otherwise the few that are needed."""

import os

import pytest

pytest.importorskip("django", reason="Django is not installed: these tests need the web dependencies")


def set_up_django() -> None:
    import django
    from django.conf import settings

    if settings.configured or os.environ.get("DJANGO_SETTINGS_MODULE"):
        django.setup()
        return
    settings.configure(
        SECRET_KEY="for tests only",
        INSTALLED_APPS=["django.contrib.staticfiles", "eyre_web.project"],
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
            }
        ],
        STATIC_URL="/static/",
        ROOT_URLCONF="",
        USE_I18N=True,
        LANGUAGE_CODE="en-gb",
        TIME_ZONE="Europe/London",
    )
    django.setup()


set_up_django()
