from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from eyre_web.accounts.access import NOBODY, Access, access_of, check_may
from eyre_web.accounts.models import Holding, Person, Post, RoleHeld, User
from eyre_web.accounts.roles import ROLES, SAYS, Permission

pytestmark = pytest.mark.db

TODAY = date(2025, 11, 12)

# --- the table of roles --------------------------------------------------------------------------------------------


def test_every_role_and_permission_is_said_in_words():
    assert len(ROLES) == 10
    for role in ROLES.values():
        assert str(role.name)
        assert str(role.what).endswith(".")
        assert role.permissions
    assert set(SAYS) == set(Permission)
    assert frozenset().union(*(role.permissions for role in ROLES.values())) == set(Permission)


def test_only_the_oversight_body_decides():
    decides = {key for key, role in ROLES.items() if Permission.DECIDE in role.permissions}
    assert decides == {"commissioner", "chief_executive", "policy_officer"}


def test_whoever_keeps_accounts_sees_no_action():
    sees = {Permission.SEE_ALL, Permission.SEE_OWN, Permission.SEE_PUBLISHED}
    assert not ROLES["administrator"].permissions & sees


# --- what a person may do on a day ---------------------------------------------------------------------------------


@pytest.fixture
def holder(db):
    user = User.objects.create_user("fay@example.org", person=Person.objects.create(name="Fay"))
    post = Post.objects.create(key="acc", title="Assistant chief constable", place=0)
    return user, post


def test_a_role_and_a_post_hold_from_their_first_day_to_their_last(holder):
    user, post = holder
    first, last = date(2025, 3, 1), date(2025, 8, 31)
    RoleHeld.objects.create(user=user, role="chief_officer", from_date=first, to_date=last)
    Holding.objects.create(post=post, person=user.person, from_date=first, to_date=last, acting=True, place=0)
    for day, holds in {first - timedelta(1): False, first: True, last: True, last + timedelta(1): False}.items():
        access = access_of(user, day)
        assert bool(access.permissions) is holds
        assert access.posts == (("acc",) if holds else ())


def test_a_closed_account_may_do_nothing(ada):
    ada.is_active = False
    ada.save()
    assert access_of(ada, TODAY) == NOBODY


def test_a_person_may_hold_several_posts_and_roles(ada):
    other = Post.objects.create(key="clerk", title="Clerk", place=9)
    Holding.objects.create(post=other, person=ada.person, place=0)
    RoleHeld.objects.create(user=ada, role="auditor")
    access = access_of(ada, TODAY)
    assert access.posts == ("policy", "clerk")
    assert access.may(Permission.SEE_AUDIT)
    assert access.may(Permission.DECIDE)


def test_what_a_person_may_do_takes_two_queries(ada, django_assert_num_queries):
    with django_assert_num_queries(2):
        access_of(ada, TODAY)


def test_a_refusal_says_what_is_missing():
    with pytest.raises(PermissionDenied, match="Only somebody who sees who holds which post may do this"):
        check_may(Access(), Permission.SEE_PEOPLE)


def test_a_role_cannot_end_before_it_begins(ada):
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleHeld.objects.create(user=ada, role="auditor", from_date=date(2025, 2, 1), to_date=date(2025, 1, 1))


def test_one_address_is_one_account_however_it_is_written(body):
    User.objects.create_user("Gus@Example.org")
    assert User.objects.get_by_natural_key("GUS@example.ORG").email == "gus@example.org"
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(email="GUS@example.org")
