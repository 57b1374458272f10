"""The predicates, and the queryset that must say the same."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eyre_web.accounts.access import Access, access_of
from eyre_web.accounts.roles import ROLES, Permission
from eyre_web.meetings.models import Action
from eyre_web.meetings.permissions import (
    acting_post,
    check_may_answer,
    check_may_decide,
    may_answer,
    may_decide,
    may_see,
)
from web.people import NAMES, account

pytestmark = pytest.mark.db

TODAY = date(2025, 11, 12)
POSTS = [*NAMES, "of-another-body"]

accesses = st.builds(
    Access,
    st.one_of(
        st.frozensets(st.sampled_from(Permission)),
        st.sampled_from([role.permissions for role in ROLES.values()]),
    ),
    st.lists(st.sampled_from(POSTS), max_size=3, unique=True).map(tuple),
)
ON_ONE_BODY = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


@given(accesses)
@ON_ONE_BODY
def test_the_list_holds_exactly_what_may_be_seen_one_by_one(body, access):
    one_by_one = {action.pk for action in Action.objects.all() if may_see(access, action)}
    assert set(Action.objects.for_user(access).values_list("pk", flat=True)) == one_by_one


@given(accesses)
@ON_ONE_BODY
def test_the_actions_of_a_person_are_exactly_those_of_a_post_they_hold(body, access):
    one_by_one = {action.pk for action in Action.objects.all() if action.is_of(access.posts)}
    assert set(Action.objects.of_posts(*access.posts).values_list("pk", flat=True)) == one_by_one


@given(accesses)
@ON_ONE_BODY
def test_nobody_changes_what_they_cannot_see_or_without_a_post(body, access):
    for action in Action.objects.all():
        if may_answer(access, action) or may_decide(access, action):
            assert may_see(access, action)
            assert acting_post(access, action) in access.posts


@given(accesses)
@ON_ONE_BODY
def test_a_check_refuses_exactly_what_its_question_denies(body, access):
    for action in Action.objects.all():
        for may, check in ((may_answer, check_may_answer), (may_decide, check_may_decide)):
            if may(access, action):
                check(access, action)
            else:
                with pytest.raises(PermissionDenied):
                    check(access, action)


# --- worked by hand ------------------------------------------------------------------------------------------------

SEES = {
    "Ada": ["2025-09/1", "2025-09/2", "2025-09/3", "2025-09/4", "2025-10/1", "2025-10/2"],
    "Cy": ["2025-09/2", "2025-09/3"],  # manages one, owns one
}


@pytest.mark.parametrize("name", SEES)
def test_who_sees_what(body, name):
    seen = Action.objects.for_user(access_of(account(name), TODAY))
    assert [action.slug for action in seen] == SEES[name]


def test_a_panel_member_sees_what_is_published(body):
    seen = Action.objects.for_user(access_of(account("Pat", "panel_member"), TODAY))
    assert [action.slug for action in seen] == SEES["Ada"][:4]


def test_an_administrator_sees_no_action(body):
    assert not Action.objects.for_user(access_of(account("Pat", "administrator"), TODAY)).exists()


def test_a_person_acts_in_the_post_that_owns_the_action_else_in_their_first(body):
    access = Access(posts=("policy", "chief"))
    of = {action.slug: acting_post(access, action) for action in Action.objects.all()}
    assert of["2025-09/1"] == "chief"
    assert of["2025-09/2"] == "policy"
    assert of["2025-09/4"] == "chief"  # everyone present owns it


def test_whoever_holds_no_post_today_is_told_so(body):
    action = Action.objects.get(reference="action 2025-09/1")
    with pytest.raises(PermissionDenied, match="You hold no post"):
        check_may_decide(access_of(account("Pat", "policy_officer"), TODAY), action)
