"""Who acts for an organisation: roles, removal, leaving, handing over."""

from __future__ import annotations

import pytest

from lero_hub.accounts.workflows import erase_account
from lero_hub.audit.models import AuditEvent
from lero_hub.errors import NotAllowed, Refused
from lero_hub.outbox.models import OutboxMessage
from organisations.invitation_links import token_for
from organisations.models import JoinRequest, Membership
from organisations.states import MemberRole, State
from organisations.workflows import joining_checks
from organisations.workflows.invitations import accept, invite
from organisations.workflows.joining import answer_join_request, ask_to_join, withdraw_request
from organisations.workflows.team import change_role, hand_over, leave, remove_member
from tests.factories import DAY, NOW, entry, join, me, person

pytestmark = pytest.mark.django_db
LEAD, EDITOR = MemberRole.LEAD, MemberRole.EDITOR


def of(organisation, user):
    """Find somebody's newest membership."""
    return Membership.objects.filter(organisation=organisation, user=user).order_by("-since", "-id").first()


def mails(kind):
    """List who got a kind of mail."""
    return sorted(OutboxMessage.objects.filter(kind=kind).values_list("to", flat=True))


class TestRoles:
    def setup_method(self):
        self.lead, self.editor = person("lee"), person("ed")
        self.organisation = entry(lead=self.lead)
        self.membership = join(self.organisation, self.editor)
        OutboxMessage.objects.all().delete()

    def change(self, membership, role, user):
        return change_role(membership_id=membership.pk, role=role, by=me(user), now=NOW)

    def test_an_editor_becomes_a_lead_once_and_is_told(self):
        for _click in range(2):
            self.change(self.membership, LEAD, self.lead)
        assert of(self.organisation, self.editor).role == LEAD
        assert mails("organisations.team") == ["ed@people.example"]
        assert AuditEvent.objects.filter(verb="organisations.change_role").count() == 1

    def test_the_last_lead_cannot_become_an_editor(self):
        own = of(self.organisation, self.lead)
        with pytest.raises(Refused) as refused:
            self.change(own, EDITOR, self.lead)
        assert refused.value.code == "last_lead"
        self.change(self.membership, LEAD, self.lead)
        assert self.change(own, EDITOR, self.lead).role == EDITOR

    def test_a_lead_whose_account_is_closed_does_not_count(self):
        self.change(self.membership, LEAD, self.lead)
        self.editor.is_active = False
        self.editor.save(update_fields=["is_active"])
        with pytest.raises(Refused) as refused:
            self.change(of(self.organisation, self.lead), EDITOR, self.lead)
        assert refused.value.code == "last_lead"

    def test_an_editor_cannot_change_roles_and_unknown_roles_do_not_exist(self):
        with pytest.raises(NotAllowed):
            self.change(self.membership, LEAD, self.editor)
        with pytest.raises(Refused) as refused:
            self.change(self.membership, "owner", self.lead)
        assert refused.value.code == "unknown_role"

    def test_somebody_who_left_has_no_role_to_change(self):
        leave(organisation_id=self.organisation.pk, by=me(self.editor), now=NOW)
        with pytest.raises(Refused) as refused:
            self.change(self.membership, LEAD, self.lead)
        assert refused.value.code == "left_already"

    def test_removing_ends_the_membership_once_tells_the_person_and_takes_their_invitations_back(self):
        self.change(self.membership, LEAD, self.lead)
        invitation = invite(
            organisation_id=self.organisation.pk, email="x@people.example", role=LEAD, by=me(self.editor), now=NOW
        )
        for _click in range(2):
            remove_member(membership_id=self.membership.pk, by=me(self.lead), now=NOW)
        self.membership.refresh_from_db()
        invitation.refresh_from_db()
        assert (self.membership.ended_at, self.membership.ended_by) == (NOW, self.lead)
        assert (invitation.revoked_at, invitation.email) == (NOW, "")
        assert OutboxMessage.objects.filter(kind="organisations.team", text__contains="no longer act").count() == 1

    @pytest.mark.parametrize("how", ["leave", "hand_over", "change_role", "erase_account"])
    def test_invitations_end_with_the_right_of_whoever_sent_them_and_the_others_stay(self, how):
        self.change(self.membership, LEAD, self.lead)
        call = {"organisation_id": self.organisation.pk, "now": NOW}
        second, other = person("lee.again"), person("new")
        way_back = invite(email=second.email, role=LEAD, by=me(self.lead), **call)
        kept = invite(email=other.email, role=EDITOR, by=me(self.editor), **call)
        OutboxMessage.objects.exclude(kind="organisations.invitation").delete()
        own = of(self.organisation, self.lead)
        {
            "leave": lambda: leave(by=me(self.lead), **call),
            "hand_over": lambda: hand_over(membership_id=self.membership.pk, by=me(self.lead), **call),
            "change_role": lambda: self.change(own, EDITOR, self.editor),
            "erase_account": lambda: erase_account(user_id=self.lead.pk, by=me(self.lead), now=NOW),
        }[how]()
        way_back.refresh_from_db()
        assert (way_back.revoked_at, way_back.email) == (NOW, "")
        with pytest.raises(Refused) as refused:
            accept(token=token_for(way_back), by=me(second), now=NOW)
        assert refused.value.code == "revoked"
        event = AuditEvent.objects.get(verb="organisations.revoke_invitation")
        assert event.subject_id == str(way_back.pk)
        assert not OutboxMessage.objects.filter(to=second.email).exclude(kind="organisations.invitation").exists()
        assert accept(token=token_for(kept), by=me(other), now=NOW).role == EDITOR

    def test_nobody_removes_themselves_and_editors_remove_nobody(self):
        with pytest.raises(Refused) as refused:
            remove_member(membership_id=of(self.organisation, self.lead).pk, by=me(self.lead), now=NOW)
        assert refused.value.code == "own"
        with pytest.raises(NotAllowed):
            remove_member(membership_id=of(self.organisation, self.lead).pk, by=me(self.editor), now=NOW)

    def test_an_editor_leaves_once_and_the_leads_are_told(self):
        for _click in range(2):
            leave(organisation_id=self.organisation.pk, by=me(self.editor), now=NOW)
        assert of(self.organisation, self.editor).ended_at == NOW
        assert mails("organisations.team") == ["lee@people.example"]

    def test_the_last_lead_cannot_leave(self):
        with pytest.raises(Refused) as refused:
            leave(organisation_id=self.organisation.pk, by=me(self.lead), now=NOW)
        assert refused.value.code == "last_lead"

    def test_handing_over_swaps_the_roles_in_one_step_and_a_second_click_is_harmless(self):
        for _click in range(2):
            hand_over(organisation_id=self.organisation.pk, membership_id=self.membership.pk, by=me(self.lead), now=NOW)
        assert of(self.organisation, self.editor).role == LEAD
        assert of(self.organisation, self.lead).role == EDITOR
        assert AuditEvent.objects.filter(verb="organisations.hand_over").count() == 1
        assert mails("organisations.team") == ["ed@people.example"]

    def test_the_lead_is_handed_to_members_alone_and_not_to_oneself_or_by_editors(self):
        call = {"organisation_id": self.organisation.pk, "now": NOW}
        own, stranger = of(self.organisation, self.lead), of(entry(lead=person("sam")), person("other"))
        stranger = Membership.objects.exclude(organisation=self.organisation).first()
        for membership, code in ((own, "own"), (stranger, "not_a_member")):
            with pytest.raises(Refused) as refused:
                hand_over(membership_id=membership.pk, by=me(self.lead), **call)
            assert refused.value.code == code
        third = join(self.organisation, person("third"))
        with pytest.raises(NotAllowed):
            hand_over(membership_id=third.pk, by=me(self.editor), **call)


class TestAskingToJoin:
    def setup_method(self):
        self.lead, self.asker = person("lee"), person("asha")
        self.organisation = entry(lead=self.lead)
        OutboxMessage.objects.all().delete()

    def ask(self, now=NOW):
        note = " I open up on Fridays. "
        return ask_to_join(organisation_id=self.organisation.pk, note=note, by=me(self.asker), now=now)

    def test_asking_tells_the_leads_once_without_a_name(self):
        assert self.ask() == self.ask()
        message = OutboxMessage.objects.get()
        assert (message.to, message.kind) == ("lee@people.example", "organisations.join_request")
        assert "Asha" not in message.text + message.subject
        assert JoinRequest.objects.get().note == "I open up on Fridays."

    def test_accepted_the_person_is_an_editor_and_is_told(self):
        request = self.ask()
        for _click in range(2):
            answer_join_request(request_id=request.pk, accepted=True, by=me(self.lead), now=NOW)
        assert of(self.organisation, self.asker).role == EDITOR
        assert mails("organisations.join_request_answered") == ["asha@people.example"]

    def test_declined_the_person_is_told_and_asks_again_after_a_month(self):
        request = self.ask()
        answer_join_request(request_id=request.pk, accepted=False, by=me(self.lead), now=NOW)
        assert of(self.organisation, self.asker) is None
        assert mails("organisations.join_request_answered") == ["asha@people.example"]
        with pytest.raises(Refused) as refused:
            self.ask(NOW + DAY)
        assert refused.value.code == "declined_lately"
        assert self.ask(NOW + 31 * DAY) != request

    def test_two_leads_who_answer_differently_the_first_one_counts(self):
        request = self.ask()
        answer_join_request(request_id=request.pk, accepted=True, by=me(self.lead), now=NOW)
        with pytest.raises(Refused) as refused:
            answer_join_request(request_id=request.pk, accepted=False, by=me(self.lead), now=NOW)
        assert refused.value.code == "answered_already"

    def test_taken_back_it_cannot_be_answered_and_answered_it_cannot_be_taken_back(self):
        request = self.ask()
        for _click in range(2):
            withdraw_request(request_id=request.pk, by=me(self.asker), now=NOW)
        with pytest.raises(Refused):
            answer_join_request(request_id=request.pk, accepted=True, by=me(self.lead), now=NOW)
        second = self.ask()
        answer_join_request(request_id=second.pk, accepted=False, by=me(self.lead), now=NOW)
        with pytest.raises(Refused) as refused:
            withdraw_request(request_id=second.pk, by=me(self.asker), now=NOW)
        assert refused.value.code == "answered_already"

    def test_others_cannot_take_it_back_and_others_leads_cannot_answer(self):
        request, other = self.ask(), person()
        entry(lead=other)
        with pytest.raises(NotAllowed):
            withdraw_request(request_id=request.pk, by=me(self.lead), now=NOW)
        with pytest.raises(NotAllowed):
            answer_join_request(request_id=request.pk, accepted=True, by=me(other), now=NOW)

    def test_members_and_visitors_of_unlisted_entries_cannot_ask(self):
        with pytest.raises(NotAllowed):
            ask_to_join(organisation_id=self.organisation.pk, note="", by=me(self.lead), now=NOW)
        with pytest.raises(NotAllowed):
            ask_to_join(organisation_id=entry(State.UNLISTED).pk, note="", by=me(self.asker), now=NOW)

    def test_five_open_requests_are_enough(self):
        for _number in range(5):
            ask_to_join(organisation_id=entry().pk, note="", by=me(self.asker), now=NOW)
        with pytest.raises(Refused) as refused:
            self.ask()
        assert refused.value.code == "too_many"


def test_an_app_that_registers_twice_is_asked_once_before_somebody_joins_and_can_say_no(monkeypatch):
    asked, organisation, user = [], entry(), person()

    def check(*, user_id, organisation_id, by, now):
        asked.append((user_id, organisation_id, by.user_id))
        raise Refused("busy", "Not at the moment.")

    monkeypatch.setattr(joining_checks, "_checks", [])
    assert joining_checks.register(check) is check
    assert joining_checks.register(check) is check
    with pytest.raises(Refused) as refused:
        join(organisation, user)
    assert (refused.value.code, asked) == ("busy", [(user.pk, organisation.pk, user.pk)])
    assert of(organisation, user) is None
