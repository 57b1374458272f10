"""Django for the tests of components: the server's own settings where they are named, else the few that are needed."""

import os

SETTINGS = {
    "SECRET_KEY": "for tests only",
    "ALLOWED_HOSTS": ["127.0.0.1", "testserver"],
    "INSTALLED_APPS": ["django.contrib.staticfiles", "eyre_web.project"],
    "TEMPLATES": [
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
            "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
        }
    ],
    "STATIC_URL": "/static/",
    "ROOT_URLCONF": "pattern_page",
    "USE_I18N": True,
    "LANGUAGE_CODE": "en-gb",
    "TIME_ZONE": "Europe/London",
}


def set_up_django() -> None:
    """Make components usable. Does no harm where pytest-django or another test has set Django up already."""
    import django
    from django.conf import settings

    if not settings.configured and not os.environ.get("DJANGO_SETTINGS_MODULE"):
        settings.configure(**SETTINGS)
    django.setup()
