"""Inviting somebody to act for an organisation, and following the link."""

from __future__ import annotations

from datetime import timedelta

import pytest

from lero_hub.errors import NotAllowed, Refused
from lero_hub.outbox.models import OutboxMessage
from organisations.invitation_links import token_for
from organisations.models import Invitation, JoinRequest, Membership
from organisations.states import MemberRole, RequestOutcome, State
from organisations.workflows.entries import delete_draft
from organisations.workflows.invitations import accept, invite, revoke, send_again
from organisations.workflows.joining import answer_join_request, ask_to_join
from organisations.workflows.team import change_role, remove_member
from tests.factories import DAY, NOW, coordinator, draft, entry, join, me, person

pytestmark = pytest.mark.django_db
LEAD, EDITOR = MemberRole.LEAD, MemberRole.EDITOR


def of(organisation, user):
    """Find somebody's newest membership."""
    return Membership.objects.filter(organisation=organisation, user=user).order_by("-since", "-id").first()


def mails(kind):
    """List who got a kind of mail."""
    return sorted(OutboxMessage.objects.filter(kind=kind).values_list("to", flat=True))


class TestInvite:
    def test_a_lead_invites_and_the_link_goes_to_the_address_in_lower_case(self):
        lead = person("lee")
        organisation = entry(lead=lead)
        invitation = invite(
            organisation_id=organisation.pk, email=" New@People.Example ", role=EDITOR, by=me(lead), now=NOW
        )
        message = OutboxMessage.objects.get(kind="organisations.invitation")
        assert (invitation.email, message.to, message.recipient) == ("new@people.example", "new@people.example", None)
        assert token_for(invitation) in message.text
        assert organisation.name not in message.subject
        assert invitation.expires_at == NOW + timedelta(days=14)

    def test_a_second_click_sends_nothing_more(self):
        lead = person()
        organisation = entry(lead=lead)
        call = {"organisation_id": organisation.pk, "email": "new@people.example", "role": EDITOR, "now": NOW}
        assert invite(by=me(lead), **call) == invite(by=me(lead), **call)
        assert OutboxMessage.objects.filter(kind="organisations.invitation").count() == 1

    def test_an_address_with_an_account_is_written_to_as_that_person(self):
        lead, other = person(), person("known")
        organisation = entry(lead=lead)
        invite(organisation_id=organisation.pk, email=other.email, role=EDITOR, by=me(lead), now=NOW)
        assert OutboxMessage.objects.get(kind="organisations.invitation").recipient == other

    @pytest.mark.parametrize(
        ("email", "role", "code"),
        [
            ("no address", EDITOR, "bad_address"),
            ("new@people.example", "owner", "unknown_role"),
            ("ed@people.example", EDITOR, "member_already"),
        ],
    )
    def test_what_cannot_be_is_refused(self, email, role, code):
        lead = person()
        organisation = entry(lead=lead)
        join(organisation, person("ed"))
        with pytest.raises(Refused) as refused:
            invite(organisation_id=organisation.pk, email=email, role=role, by=me(lead), now=NOW)
        assert refused.value.code == code

    def test_another_role_for_an_open_invitation_is_refused(self):
        lead = person()
        organisation = entry(lead=lead)
        call = {"organisation_id": organisation.pk, "email": "new@people.example", "now": NOW}
        invite(role=EDITOR, by=me(lead), **call)
        with pytest.raises(Refused) as refused:
            invite(role=LEAD, by=me(lead), **call)
        assert refused.value.code == "invited_already"

    def test_an_expired_one_is_replaced(self):
        lead = person()
        organisation = entry(lead=lead)
        call = {"organisation_id": organisation.pk, "email": "new@people.example", "role": EDITOR}
        old = invite(by=me(lead), now=NOW, **call)
        new = invite(by=me(lead), now=NOW + 15 * DAY, **call)
        old.refresh_from_db()
        assert (old.email, bool(old.revoked_at)) == ("", True)
        assert list(Invitation.objects.open()) == [new]

    def test_thirty_a_day_are_enough(self):
        lead = person()
        organisation = draft(lead)
        for number in range(30):
            address = f"new{number}@people.example"
            invite(organisation_id=organisation.pk, email=address, role=EDITOR, by=me(lead), now=NOW)
        with pytest.raises(Refused) as refused:
            invite(organisation_id=organisation.pk, email="one@more.example", role=EDITOR, by=me(lead), now=NOW)
        assert refused.value.code == "too_many_today"

    def test_thirty_a_day_are_all_that_one_person_sends_also_over_drafts_that_are_deleted(self):
        lead = person()
        for _number in range(3):
            organisation = draft(lead)
            for number in range(10):
                address = f"new{number}@people.example"
                invite(organisation_id=organisation.pk, email=address, role=EDITOR, by=me(lead), now=NOW)
            delete_draft(organisation_id=organisation.pk, by=me(lead), now=NOW)
        call = {"organisation_id": draft(lead).pk, "email": "one@more.example", "role": EDITOR, "by": me(lead)}
        with pytest.raises(Refused) as refused:
            invite(now=NOW + DAY - timedelta(seconds=1), **call)
        assert refused.value.code == "too_many_today"
        assert invite(now=NOW + DAY, **call).email == "one@more.example"

    def test_sending_again_counts_as_one_more_and_other_people_are_not_held_back(self):
        lead, other = person(), person()
        organisation = draft(lead)
        join(organisation, other, role=LEAD, now=NOW - DAY)
        call = {"organisation_id": organisation.pk, "role": EDITOR, "now": NOW}
        for number in range(30):
            last = invite(email=f"new{number}@people.example", by=me(lead), **call)
        with pytest.raises(Refused) as refused:
            send_again(invitation_id=last.pk, by=me(lead), now=NOW + timedelta(hours=1))
        assert refused.value.code == "too_many_today"
        assert send_again(invitation_id=last.pk, by=me(other), now=NOW + timedelta(hours=1)).times_sent == 2
        assert invite(email="one@more.example", by=me(other), **call).email == "one@more.example"

    @pytest.mark.parametrize("state", [State.DRAFT, State.SUBMITTED, State.UNLISTED])
    def test_a_name_that_is_not_public_is_in_no_mail(self, state):
        lead = person()
        organisation = entry(state, lead=lead, name="You won: go to prize.example")
        invite(organisation_id=organisation.pk, email="new@people.example", role=EDITOR, by=me(lead), now=NOW)
        message = OutboxMessage.objects.get(kind="organisations.invitation")
        assert "prize" not in f"{message.subject}{message.text}{message.html}"
        assert "the page of an organisation on LERO Hub" in message.text
        assert "the page of an organisation on LERO Hub" in message.html

    def test_nobody_is_invited_to_an_archived_organisation(self):
        lead = person()
        organisation = entry(State.ARCHIVED, lead=lead)
        with pytest.raises(Refused) as refused:
            invite(organisation_id=organisation.pk, email="new@people.example", role=EDITOR, by=me(lead), now=NOW)
        assert refused.value.code == "archived"

    def test_editors_coordinators_and_other_leads_may_not(self):
        organisation, editor, other = entry(), person(), person()
        join(organisation, editor)
        entry(lead=other)
        for user in (editor, other, coordinator()):
            with pytest.raises(NotAllowed):
                invite(organisation_id=organisation.pk, email="new@people.example", role=EDITOR, by=me(user), now=NOW)
        assert not Invitation.objects.open().exists()


class TestInvitationsLater:
    def setup_method(self):
        self.lead = person("lee")
        self.organisation = entry(lead=self.lead)
        self.invitation = invite(
            organisation_id=self.organisation.pk, email="new@people.example", role=EDITOR, by=me(self.lead), now=NOW
        )

    def refusal(self, token, user, now=NOW):
        with pytest.raises(Refused) as refused:
            accept(token=token, by=me(user), now=now)
        assert not Membership.objects.filter(user=user).exists()
        return refused.value.code

    def test_sent_again_the_old_link_is_dead_and_the_new_one_works(self):
        old, invited = token_for(self.invitation), person("new")
        new = send_again(invitation_id=self.invitation.pk, by=me(self.lead), now=NOW + DAY)
        assert (new.times_sent, new.expires_at) == (2, NOW + 15 * DAY)
        assert self.refusal(old, invited) == "replaced"
        assert accept(token=token_for(new), by=me(invited), now=NOW + DAY).role == EDITOR

    def test_a_second_click_on_send_again_sends_once(self):
        for _click in range(2):
            send_again(invitation_id=self.invitation.pk, by=me(self.lead), now=NOW + DAY)
        assert OutboxMessage.objects.filter(kind="organisations.invitation").count() == 2

    def test_it_is_sent_five_times_at_most(self):
        for day in range(1, 5):
            send_again(invitation_id=self.invitation.pk, by=me(self.lead), now=NOW + day * DAY)
        with pytest.raises(Refused) as refused:
            send_again(invitation_id=self.invitation.pk, by=me(self.lead), now=NOW + 5 * DAY)
        assert refused.value.code == "sent_often"

    def test_revoked_it_loses_its_address_and_cannot_be_accepted_or_sent(self):
        for _click in range(2):
            revoke(invitation_id=self.invitation.pk, by=me(self.lead), now=NOW)
        self.invitation.refresh_from_db()
        assert (self.invitation.email, self.invitation.revoked_at) == ("", NOW)
        assert self.refusal(token_for(self.invitation), person("new")) == "revoked"
        with pytest.raises(Refused) as refused:
            send_again(invitation_id=self.invitation.pk, by=me(self.lead), now=NOW + DAY)
        assert refused.value.code == "ended"

    def test_accepted_it_loses_its_address_makes_a_member_and_tells_the_leads(self):
        invited = person("new")
        membership = accept(token=token_for(self.invitation), by=me(invited), now=NOW)
        self.invitation.refresh_from_db()
        assert (self.invitation.email, self.invitation.accepted_by) == ("", invited)
        assert (membership.user, membership.role) == (invited, EDITOR)
        assert mails("organisations.team") == ["lee@people.example"]

    def test_the_same_person_accepting_twice_gets_the_same_membership(self):
        invited, token = person("new"), token_for(self.invitation)
        assert accept(token=token, by=me(invited), now=NOW) == accept(token=token, by=me(invited), now=NOW)

    def test_used_by_one_it_is_closed_to_another(self):
        token = token_for(self.invitation)
        accept(token=token, by=me(person("new")), now=NOW)
        assert self.refusal(token, person("other")) == "used"

    def test_once_removed_the_old_link_does_not_let_back_in(self):
        invited, token = person("new"), token_for(self.invitation)
        membership = accept(token=token, by=me(invited), now=NOW)
        remove_member(membership_id=membership.pk, by=me(self.lead), now=NOW)
        with pytest.raises(Refused) as refused:
            accept(token=token, by=me(invited), now=NOW)
        assert refused.value.code == "used"

    def test_expired_forged_and_cut_links_are_refused(self):
        invited, token = person("new"), token_for(self.invitation)
        assert self.refusal(token, invited, NOW + 14 * DAY) == "expired"
        assert self.refusal(token[:-1], invited) == "forged"
        assert self.refusal(token[::-1], invited) == "forged"
        assert self.refusal("", invited) == "forged"

    def test_an_invitation_that_is_gone_is_like_a_forged_one(self):
        token = token_for(self.invitation)
        self.invitation.delete()
        assert self.refusal(token, person("new")) == "forged"

    def test_another_address_is_refused_even_if_it_is_typed_but_not_confirmed(self):
        token = token_for(self.invitation)
        assert self.refusal(token, person("other")) == "other_address"
        assert self.refusal(token, person("new", address_verified=False)) == "other_address"

    def test_after_the_organisation_was_archived_nobody_joins(self):
        from organisations.workflows.listing import archive_entry, unlist_entry

        call = {"organisation_id": self.organisation.pk, "by": me(self.lead), "now": NOW}
        unlist_entry(reason="", **call)
        archive_entry(**call)
        assert self.refusal(token_for(self.invitation), person("new")) == "archived"

    def test_accepting_answers_what_the_person_asked(self):
        invited = person("new")
        ask_to_join(organisation_id=self.organisation.pk, note="", by=me(invited), now=NOW)
        accept(token=token_for(self.invitation), by=me(invited), now=NOW)
        assert JoinRequest.objects.get().outcome == RequestOutcome.ACCEPTED

    def test_an_editor_invited_as_lead_becomes_one_and_nobody_loses_a_role(self):
        invited = person("both")
        call = {"organisation_id": self.organisation.pk, "email": invited.email, "by": me(self.lead), "now": NOW}
        as_lead = invite(role=LEAD, **call)
        request = ask_to_join(organisation_id=self.organisation.pk, note="", by=me(invited), now=NOW)
        answer_join_request(request_id=request.pk, accepted=True, by=me(self.lead), now=NOW)
        assert accept(token=token_for(as_lead), by=me(invited), now=NOW).role == LEAD
        assert Membership.objects.filter(user=invited).count() == 1

    def test_a_lead_who_accepts_an_old_invitation_as_lead_stays_one(self):
        invited = person("both")
        call = {"organisation_id": self.organisation.pk, "email": invited.email, "by": me(self.lead), "now": NOW}
        as_lead = invite(role=LEAD, **call)
        request = ask_to_join(organisation_id=self.organisation.pk, note="", by=me(invited), now=NOW)
        answer_join_request(request_id=request.pk, accepted=True, by=me(self.lead), now=NOW)
        change_role(membership_id=of(self.organisation, invited).pk, role=LEAD, by=me(self.lead), now=NOW)
        assert accept(token=token_for(as_lead), by=me(invited), now=NOW).role == LEAD

    def test_an_editor_who_accepts_an_old_invitation_as_editor_stays_one(self):
        invited = person("new")
        request = ask_to_join(organisation_id=self.organisation.pk, note="", by=me(invited), now=NOW)
        answer_join_request(request_id=request.pk, accepted=True, by=me(self.lead), now=NOW)
        assert accept(token=token_for(self.invitation), by=me(invited), now=NOW).role == EDITOR

    def test_an_accepted_one_cannot_be_taken_back(self):
        accept(token=token_for(self.invitation), by=me(person("new")), now=NOW)
        with pytest.raises(Refused) as refused:
            revoke(invitation_id=self.invitation.pk, by=me(self.lead), now=NOW)
        assert refused.value.code == "accepted_already"
