"""The forms of allauth in the words of the other pages."""

from __future__ import annotations

from typing import Any, Final

from allauth.account import forms
from allauth.mfa.base import forms as codes
from allauth.mfa.totp import forms as totp
from django.utils.translation import gettext_lazy as _

LABELS: Final = {
    "login": _("E-mail address"),
    "email": _("E-mail address"),
    "oldpassword": _("Password until now"),
    "password": _("Password"),
    "password1": _("New password"),
    "password2": _("New password, once more"),
    "code": _("Code"),
}


class Worded:
    """Labels as people know them here. A page that needs a link for a forgotten password has one of its own."""

    fields: dict[str, Any]

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        for name, field in self.fields.items():
            field.label = LABELS.get(name, field.label)
        for name in ("password", "oldpassword"):
            if name in self.fields:
                self.fields[name].help_text = ""


class SignInForm(Worded, forms.LoginForm):  # type: ignore[misc]  # allauth has no types
    pass


class AgainForm(Worded, forms.ReauthenticateForm):  # type: ignore[misc]
    pass


class ResetForm(Worded, forms.ResetPasswordForm):  # type: ignore[misc]
    pass


class ResetByLinkForm(Worded, forms.ResetPasswordKeyForm):  # type: ignore[misc]
    pass


class ChangePasswordForm(Worded, forms.ChangePasswordForm):  # type: ignore[misc]
    pass


class CodeForm(Worded, codes.AuthenticateForm):  # type: ignore[misc]
    pass


class CodeAgainForm(Worded, codes.ReauthenticateForm):  # type: ignore[misc]
    pass


class SetUpForm(Worded, totp.ActivateTOTPForm):  # type: ignore[misc]
    pass
