"""What a password may not be, beside what Django refuses."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LONGEST = 200


class LongestPasswordValidator:
    """Refuses a password longer than any that a person or their keeper of passwords makes."""

    def validate(self, password: str, user: object = None) -> None:
        if len(password) > LONGEST:
            raise ValidationError(
                _("A password has at most %(most)d characters, and this one has %(found)d. Take a shorter one.")
                % {"most": LONGEST, "found": len(password)}
            )

    def get_help_text(self) -> str:
        return _("Your password can have at most %(most)d characters.") % {"most": LONGEST}
