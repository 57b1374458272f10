"""Who is told that a draft was sent: those of the force who see it from then on. The mail has none of its words."""

from __future__ import annotations

from django.conf import settings
from django.core.mail import send_mail
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from eyre_web.accounts.models import RoleHeld, User
from eyre_web.accounts.roles import ROLES, Permission
from eyre_web.meetings.models import Meeting

SENT_TO = tuple(
    role
    for role, each in ROLES.items()
    if Permission.SEE_ALL in each.permissions and Permission.SEE_DRAFTS not in each.permissions
)


def tell_of_draft(meeting_id: int, *, by: User) -> None:
    """Send a mail to each person who may read a draft once it is sent."""
    meeting = Meeting.objects.get(pk=meeting_id)
    held = RoleHeld.objects.on(timezone.localdate()).filter(role__in=SENT_TO, user__is_active=True).exclude(user=by)
    page = reverse("after_meeting", args=[meeting.home])
    for address in sorted(set(held.values_list("user__email", flat=True))):
        send_mail(
            _("Draft notes: %(title)s") % {"title": meeting.title},
            _("See %(site)s%(page)s") % {"site": settings.EYRE_SITE, "page": page},
            None,
            [address],
            fail_silently=True,
        )
