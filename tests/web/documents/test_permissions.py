"""Who sees which document: the predicates, and the queryset that must say the same."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eyre_web.accounts.access import Access, access_of
from eyre_web.accounts.roles import ROLES, Permission
from eyre_web.documents.models import Document
from eyre_web.documents.permissions import check_may_keep, check_may_send, may_keep, may_see, may_send
from web.people import NAMES, account

pytestmark = pytest.mark.db

TODAY = date(2025, 11, 12)
OFFICIAL, SENSITIVE = ["repeat-burglary", "plan"], ["rota", "names"]

accesses = st.builds(
    Access,
    st.one_of(
        st.frozensets(st.sampled_from(Permission)),
        st.sampled_from([role.permissions for role in ROLES.values()]),
    ),
    st.lists(st.sampled_from([*NAMES, "of-another-body", ""]), max_size=3, unique=True).map(tuple),
)
ON_ONE_BODY = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


@given(accesses)
@ON_ONE_BODY
def test_the_list_holds_exactly_what_may_be_seen_one_by_one(body, access):
    one_by_one = {document.key for document in Document.objects.all() if may_see(access, document)}
    assert set(Document.objects.for_user(access).values_list("key", flat=True)) == one_by_one


@given(accesses)
@ON_ONE_BODY
def test_what_is_sensitive_is_seen_only_by_role_or_by_whoever_holds_it_or_was_asked(body, access):
    for document in Document.objects.exclude(marking="OFFICIAL"):
        if may_see(access, document):
            by_role = access.may(Permission.SEE_DOCUMENTS) and access.may(Permission.SEE_SENSITIVE)
            assert by_role or (access.may(Permission.SEE_OWN_DOCUMENTS) and document.is_of(access.posts))


@given(accesses)
@ON_ONE_BODY
def test_nobody_writes_about_what_they_cannot_see(body, access):
    for document in Document.objects.all():
        if may_keep(access, document) or may_send(access, document):
            assert may_see(access, document)


@given(accesses)
@ON_ONE_BODY
def test_a_check_refuses_exactly_what_its_question_denies(body, access):
    for document in Document.objects.all():
        for may, check in ((may_keep, check_may_keep), (may_send, check_may_send)):
            if may(access, document):
                check(access, document)
            else:
                with pytest.raises(PermissionDenied):
                    check(access, document)


# --- worked by hand ------------------------------------------------------------------------------------------------

SEES = [
    ("Ada", None, [*OFFICIAL, *SENSITIVE]),
    ("Dee", None, [*OFFICIAL, *SENSITIVE]),
    ("Ben", None, ["repeat-burglary"]),  # asked for it
    ("Cy", None, ["plan"]),  # was asked for it
    ("Eve", None, ["rota"]),  # her post holds it, sensitive as it is
    ("Pat", "analyst", OFFICIAL),
    ("Pat", "auditor", [*OFFICIAL, *SENSITIVE]),
    ("Pat", "panel_member", []),
    ("Pat", "administrator", []),
]


@pytest.mark.parametrize(("name", "role", "keys"), SEES)
def test_who_sees_what(body, name, role, keys):
    seen = Document.objects.for_user(access_of(account(name, role), TODAY))
    assert {document.key for document in seen} == set(keys)
