"""The changes that a page offers: which form asks for each, which service makes it, who may, and when."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from eyre.cycle.events import ACTION_MOVES, EventKind
from eyre.cycle.states import ActionStatus, can_move, is_closed
from eyre_web.accounts.access import Access
from eyre_web.meetings import forms, services
from eyre_web.meetings.models import Action
from eyre_web.meetings.permissions import may_answer, may_ask_for_date, may_decide, may_prove
from eyre_web.meetings.says import say_state


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that can be done with an action. kind: of the event it adds; done: what is said once it is there."""

    title: str | Promise
    button: str | Promise
    form: type[forms.ChangeForm]
    service: Callable[..., Action]
    may: Callable[[Access, Action], bool]
    kind: EventKind
    done: str | Promise

    def is_allowed(self, action: Action) -> bool:
        """Say whether an action allows it where it stands now."""
        status = ActionStatus(action.status)
        if self.kind in ACTION_MOVES:
            return can_move(status, ACTION_MOVES[self.kind])
        return not is_closed(status) and (self.kind is not EventKind.DATE_KEPT or action.date_asked is not None)

    def refusal(self, action: Action) -> str:
        """Why an action does not allow it now."""
        if self.kind is EventKind.DATE_KEPT and not is_closed(ActionStatus(action.status)):
            return services.none_asked()
        return gettext("This action is %(state)s: that cannot be done now.") % {"state": say_state(action.status)}


# In the order of the buttons on an action's page; the key is the end of the address.
CHANGES: Final[Mapping[str, Change]] = {
    "update": Change(
        _("Give an update"), _("Add the update"), forms.UpdateForm, services.update_action, may_answer,
        EventKind.UPDATE, _("The update is on record."),
    ),
    "evidence": Change(
        _("Give evidence"), _("Add the evidence"), forms.EvidenceForm, services.give_evidence, may_answer,
        EventKind.EVIDENCE,
        _("The evidence is on record."),
    ),
    "ask-date": Change(
        _("Ask for a new date"), _("Ask for it"), forms.AskDateForm, services.ask_for_date, may_ask_for_date,
        EventKind.DATE_ASKED,
        _("The new date is asked for. The due date stands until the oversight body sets another."),
    ),
    "complete": Change(
        _("Report it complete"), _("Report it complete"), forms.CompleteForm, services.report_complete, may_answer,
        EventKind.REPORTED_COMPLETE,
        _("It is reported complete. The oversight body now accepts it or returns it."),
    ),
    "new-date": Change(
        _("Set a new date"), _("Set the new date"), forms.RedateForm, services.redate_action, may_decide,
        EventKind.NEW_DATE,
        _("The new date is set. The first one stays on record."),
    ),
    "keep-date": Change(
        _("Keep the date"), _("Keep the date"), forms.ReasonForm, services.keep_date, may_decide,
        EventKind.DATE_KEPT,
        _("The date stands. What was asked for stays on record, with your reason."),
    ),
    "proof": Change(
        _("Record its closing proof"), _("Record the proof"), forms.ProofForm, services.record_proof, may_prove,
        EventKind.DOCUMENT_RECEIVED,
        _("The closing proof is on record."),
    ),
    "accept": Change(
        _("Accept it as done"), _("Accept it as done"), forms.AcceptForm, services.accept_action, may_decide,
        EventKind.ACCEPTED,
        _("It is accepted as done and closed."),
    ),
    "return": Change(
        _("Return it to its owner"), _("Return it"), forms.ReasonForm, services.return_action, may_decide,
        EventKind.RETURNED,
        _("It is returned to its owner, and open again."),
    ),
    "withdraw": Change(
        _("Withdraw it"), _("Withdraw it"), forms.ReasonForm, services.withdraw_action, may_decide,
        EventKind.WITHDRAWN,
        _("It is withdrawn."),
    ),
    "close": Change(
        _("Close it for another reason"), _("Close it"), forms.CloseForm, services.close_action, may_decide,
        EventKind.SUPERSEDED,
        _("It is closed."),
    ),
}  # fmt: skip


ANSWERS: Final = ("update", "evidence", "ask-date", "complete")  # what an owner says; all else the body decides


def open_to(access: Access, action: Action) -> list[tuple[str, Change]]:
    """What a person may do with an action where it stands now."""
    return [(key, each) for key, each in CHANGES.items() if each.may(access, action) and each.is_allowed(action)]
