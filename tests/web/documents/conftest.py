"""A day on which the tests of documents stand, and files to hand over."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

import incoming_files
from eyre_web.documents.models import Document

TODAY = date(2025, 11, 12)


@pytest.fixture(autouse=True)
def _today(monkeypatch, data):
    monkeypatch.setattr(timezone, "localdate", lambda *more: TODAY)


@pytest.fixture
def paper():
    """A file as a browser sends it."""

    def made(name="paper.pdf", content=None):
        return SimpleUploadedFile(name, incoming_files.WHOLE["paper.pdf"] if content is None else content)

    return made


@pytest.fixture
def the(body):
    return lambda key: Document.objects.get(key=key)
