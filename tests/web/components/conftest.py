"""Without Django these tests are skipped, and say so."""

import pytest

pytest.importorskip("django", reason="Django is not installed: these tests need the dependencies of the web side")

from django_alone import set_up_django

set_up_django()
