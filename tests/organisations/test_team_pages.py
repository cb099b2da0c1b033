"""The pages of a team: who sees what, and who may act."""

from __future__ import annotations

import pytest

from lero_hub.accounts import erasure
from lero_hub.accounts.workflows import erase_account
from lero_hub.errors import Refused
from lero_hub.outbox import kinds
from lero_hub.outbox.models import OutboxMessage
from organisations.models import Invitation, JoinRequest, Membership
from organisations.policies import can_manage_team, can_open_workspace
from organisations.states import State
from organisations.workflows.farewell import say_farewell
from organisations.workflows.invitations import invite, revoke, send_again
from organisations.workflows.joining import answer_join_request, ask_to_join
from organisations.workflows.listing import archive_entry
from organisations.workflows.team import change_role, remove_member
from tests.factories import browser_of, coordinator, draft, entry, join, me, person, queries
from tests.organisations.team_world import World, page

pytestmark = pytest.mark.django_db


class TestTeamPage(World):
    def test_a_lead_sees_all_and_may_act(self):
        text = page(browser_of(self.lead), self.team)
        for words in ("Lee", "Ed", "new@people.example", "Asha", "from the cafe", "Send again", "Invite somebody"):
            assert words in text

    def test_an_editor_sees_the_team_and_no_button(self):
        text = page(browser_of(self.editor), self.team)
        assert "new@people.example" in text
        for words in ("Asha", "Send again", "Invite somebody", "Make a lead", "Remove"):
            assert words not in text

    @pytest.mark.parametrize("who", ["another lead", "a member", "a coordinator"])
    def test_others_are_refused_and_change_nothing(self, who):
        user = {"another lead": entry, "a member": person, "a coordinator": coordinator}[who]()
        browser = browser_of(getattr(user, "created_by", user))
        assert browser.get(self.team).status_code == 403
        for address in self.acts():
            assert browser.post(address, {"email": "x@people.example", "role": "lead"}).status_code == 403
        self.unchanged()

    def test_of_an_entry_that_they_cannot_see_others_learn_nothing(self):
        hidden = draft()
        browser = browser_of(self.lead)
        for address in ("team/", "still-true/", "ask/", "leave/"):
            assert browser.get(f"/organisations/{hidden.slug}/{address}").status_code == 404

    def test_an_editor_cannot_act_either(self):
        for address in self.acts():
            answer = browser_of(self.editor).post(address, {"email": "x@people.example", "role": "lead"})
            assert answer.status_code in {302, 403}
        self.unchanged()

    def acts(self):
        """List every address that changes a team."""
        lead = self.own(self.lead).pk
        return [
            f"{self.team}invite/",
            f"{self.team}invitations/{self.invitation.pk}/again/",
            f"{self.team}invitations/{self.invitation.pk}/revoke/",
            f"{self.team}requests/{self.request.pk}/accept/",
            f"{self.team}requests/{self.request.pk}/decline/",
            f"{self.team}{self.membership.pk}/lead/",
            f"{self.team}{lead}/editor/",
            f"{self.team}{lead}/remove/",
            f"{self.team}{self.membership.pk}/hand-over/",
        ]

    def unchanged(self):
        """Make sure that nothing happened."""
        assert (self.own(self.lead).role, self.own(self.editor).role) == ("lead", "editor")
        assert list(Invitation.objects.open()) == [self.invitation]
        assert list(JoinRequest.objects.open()) == [self.request]

    def test_acts_take_post_alone_but_for_those_that_ask_first(self):
        browser = browser_of(self.lead)
        answers = {address: browser.get(address).status_code for address in self.acts()}
        assert list(answers.values()) == [405] * 7 + [200, 200]

    def test_the_invitation_of_another_organisation_is_unknown_here(self):
        other = entry()
        theirs = invite(
            organisation_id=other.pk, email="x@people.example", role="editor", by=me(other.created_by), now=self.now
        )
        browser = browser_of(self.lead)
        assert browser.post(f"{self.team}invitations/{theirs.pk}/revoke/").status_code == 404
        assert browser.post(f"{self.team}{other.memberships.get().pk}/remove/").status_code == 404
        assert list(Invitation.objects.open().filter(pk=theirs.pk)) == [theirs]

    def test_it_takes_as_many_queries_for_three_of_each_as_for_one(self):
        browser = browser_of(self.lead)
        one = queries(browser, self.team)
        for number in range(2):
            join(self.organisation)
            self.invite(f"more{number}@people.example")
            ask_to_join(organisation_id=self.organisation.pk, note="", by=me(person()), now=self.now)
        assert queries(browser, self.team) == one

    def test_a_form_with_a_mistake_comes_back_with_what_was_written(self):
        browser = browser_of(self.lead)
        for email in ("", "nobody", "ed@people.example", f"{'x' * 10_000}@people.example"):
            answer = browser.post(f"{self.team}invite/", {"email": email, "role": "editor"})
            text = answer.content.decode()
            assert (answer.status_code, "to put right" in text, f'value="{email}"' in text or not email) == (
                200,
                True,
                True,
            )

    def test_inviting_sending_again_and_taking_back_by_clicks(self):
        browser = browser_of(self.lead)
        answer = browser.post(f"{self.team}invite/", {"email": "z@people.example", "role": "lead"}, follow=True)
        assert b"An invitation is on its way to z@people.example" in answer.content
        answer = browser.post(f"{self.team}invitations/{self.invitation.pk}/again/", follow=True)
        assert b"The old link no longer works" in answer.content
        for _click in range(2):
            answer = browser.post(f"{self.team}invitations/{self.invitation.pk}/revoke/", follow=True)
            assert b"is taken back" in answer.content
        answer = browser.post(f"{self.team}invitations/{self.invitation.pk}/again/", follow=True)
        assert b"This invitation has ended" in answer.content

    def test_roles_change_by_a_click_that_can_be_undone(self):
        browser = browser_of(self.lead)
        answer = browser.post(f"{self.team}{self.membership.pk}/lead/", follow=True)
        assert f'action="{self.team}{self.membership.pk}/editor/"' in answer.content.decode()
        browser.post(f"{self.team}{self.membership.pk}/editor/")
        assert self.own(self.editor).role == "editor"
        answer = browser.post(f"{self.team}{self.own(self.lead).pk}/editor/", follow=True)
        assert b"An organisation needs a lead" in answer.content

    def test_a_lead_who_becomes_an_editor_cannot_undo_it_and_may_click_twice(self):
        change_role(membership_id=self.membership.pk, role="lead", by=me(self.lead), now=self.now)
        browser, address = browser_of(self.lead), f"{self.team}{self.own(self.lead).pk}/editor/"
        for _click in range(2):
            answer = browser.post(address, follow=True)
            assert (answer.status_code, b"Lee is an editor now" in answer.content) == (200, True)
            assert b"Undo" not in answer.content

    def test_removing_is_asked_in_words_and_a_second_click_is_harmless(self):
        browser, address = browser_of(self.lead), f"{self.team}{self.membership.pk}/remove/"
        assert "Remove Ed from the team?" in page(browser, address)
        for _click in range(2):
            assert browser.post(address, follow=True).status_code == 200
        assert self.own(self.editor).ended_at
        page(browser, address, 404)
        answer = browser.post(f"{self.team}{self.own(self.lead).pk}/remove/", follow=True)
        assert "choose “Leave”" in answer.content.decode()

    def test_the_lead_is_handed_over_and_a_second_click_is_harmless(self):
        browser, address = browser_of(self.lead), f"{self.team}{self.membership.pk}/hand-over/"
        assert "Hand the lead over to Ed?" in page(browser, address)
        for _click in range(2):
            answer = browser.post(address, follow=True)
            assert (answer.status_code, b"Ed leads now" in answer.content) == (200, True)
        assert (self.own(self.lead).role, self.own(self.editor).role) == ("editor", "lead")
        page(browser, address, 403)

    def test_to_oneself_or_to_somebody_who_left_there_is_nothing_to_hand_over(self):
        browser = browser_of(self.lead)
        page(browser, f"{self.team}{self.own(self.lead).pk}/hand-over/", 404)
        remove_member(membership_id=self.membership.pk, by=me(self.lead), now=self.now)
        page(browser, f"{self.team}{self.membership.pk}/hand-over/", 404)
        answer = browser.post(f"{self.team}{self.membership.pk}/hand-over/", follow=True)
        assert b"no longer acts" in answer.content

    def test_leaving_is_asked_in_words_and_a_second_click_is_harmless(self):
        browser, address = browser_of(self.editor), f"/organisations/{self.organisation.slug}/leave/"
        assert f"Leave {self.organisation.name}?" in page(browser, address)
        for _click in range(2):
            assert browser.post(address).url == "/hub/"
        assert self.own(self.editor).ended_at
        assert browser.get(address).url == "/hub/"

    def test_the_last_lead_who_leaves_is_told_what_to_do(self):
        browser, address = browser_of(self.lead), f"/organisations/{self.organisation.slug}/leave/"
        answer = browser.post(address, follow=True)
        assert b"An organisation needs a lead" in answer.content
        assert b"You are the only lead" in answer.content

    def test_requests_are_answered_by_clicks(self):
        browser = browser_of(self.lead)
        for _click in range(2):
            answer = browser.post(f"{self.team}requests/{self.request.pk}/accept/", follow=True)
            assert b"Asha can edit the entry now" in answer.content
        answer = browser.post(f"{self.team}requests/{self.request.pk}/decline/", follow=True)
        assert b"This request has its answer" in answer.content
        second = ask_to_join(organisation_id=self.organisation.pk, note="", by=me(person("bo")), now=self.now)
        answer = browser.post(f"{self.team}requests/{second.pk}/decline/", follow=True)
        assert b"the answer is no" in answer.content


class TestAskingByPage(World):
    def test_somebody_asks_sees_that_it_waits_and_takes_it_back(self):
        browser, address = browser_of(person("bo")), f"/organisations/{self.organisation.slug}/ask/"
        assert "Ask the leads" in page(browser, address)
        assert browser.post(address, {"note": "x" * 400}).status_code == 200
        for _click in range(2):
            assert browser.post(address, {"note": "Bo here."}).url == address
        assert "Bo here." in page(browser, address)
        asked = JoinRequest.objects.get(note="Bo here.")
        for _click in range(2):
            assert browser.post(f"{address}{asked.pk}/withdraw/").url == address
        assert "Ask the leads" in page(browser, address)
        assert browser.post(f"{address}{self.request.pk}/withdraw/").status_code == 404

    def test_an_answered_one_cannot_be_taken_back(self):
        answer_join_request(request_id=self.request.pk, accepted=False, by=me(self.lead), now=self.now)
        address = f"/organisations/{self.organisation.slug}/ask/"
        browser = browser_of(self.asker)
        answer = browser.post(f"{address}{self.request.pk}/withdraw/", follow=True)
        assert b"A lead has answered already" in answer.content
        answer = browser.post(address, {"note": ""})
        assert (answer.status_code, b"less than a month ago" in answer.content) == (200, True)

    def test_people_of_the_team_are_led_to_their_own_page(self):
        address = f"/organisations/{self.organisation.slug}/ask/"
        assert browser_of(self.editor).get(address).url == f"/organisations/{self.organisation.slug}/"


class TestStillWanted(World):
    def wanted(self, kind):
        """Ask whether the newest mail of a kind is still wanted."""
        message = OutboxMessage.objects.filter(kind=kind).order_by("-created_at").first()
        return kinds.get(kind).still_wanted(message)

    def test_an_invitation_until_it_ended_or_was_sent_again(self):
        assert self.wanted("organisations.invitation")
        first = OutboxMessage.objects.get(kind="organisations.invitation", to="new@people.example")
        send_again(invitation_id=self.invitation.pk, by=me(self.lead), now=self.now)
        assert not kinds.get(first.kind).still_wanted(first)
        revoke(invitation_id=self.invitation.pk, by=me(self.lead), now=self.now)
        assert not self.wanted("organisations.invitation")

    def test_a_request_until_it_is_answered_or_its_reader_no_longer_leads(self):
        assert self.wanted("organisations.join_request")
        change_role(membership_id=self.membership.pk, role="lead", by=me(self.lead), now=self.now)
        change_role(membership_id=self.own(self.lead).pk, role="editor", by=me(self.lead), now=self.now)
        assert not self.wanted("organisations.join_request")
        change_role(membership_id=self.own(self.lead).pk, role="lead", by=me(self.editor), now=self.now)
        answer_join_request(request_id=self.request.pk, accepted=True, by=me(self.lead), now=self.now)
        assert not self.wanted("organisations.join_request")


class TestFarewell(World):
    def test_the_last_lead_is_held_back_and_told_where_to_settle_it(self):
        (obstacle,) = [each for each in erasure.obstacles(self.lead.pk) if each.code == "last_lead"]
        assert (obstacle.address, self.organisation.name in str(obstacle.message)) == (self.team, True)
        with pytest.raises(Refused) as refused:
            say_farewell(user_id=self.lead.pk, by=me(self.lead), now=self.now)
        assert refused.value.code == "last_lead"
        assert erasure.obstacles(self.editor.pk) == []

    def test_an_archived_organisation_holds_nobody_back(self):
        shelved = entry(State.UNLISTED)
        archive_entry(organisation_id=shelved.pk, by=me(shelved.created_by), now=self.now)
        assert erasure.obstacles(shelved.created_by.pk) == []
        erase_account(user_id=shelved.created_by.pk, by=me(shelved.created_by), now=self.now)
        assert not Membership.objects.open().filter(organisation=shelved).exists()

    def test_memberships_end_requests_are_withdrawn_and_addresses_forgotten(self):
        user = person("new")
        ask_to_join(organisation_id=entry().pk, note="Hello", by=me(user), now=self.now)
        other = entry()
        join(other, user, now=self.now)
        erase_account(user_id=user.pk, by=me(user), now=self.now)
        self.invitation.refresh_from_db()
        assert (self.invitation.email, bool(self.invitation.revoked_at)) == ("", True)
        assert not Membership.objects.open().filter(user=user).exists()
        assert JoinRequest.objects.get(user=user).outcome == "withdrawn"


def test_the_page_of_a_team_and_its_policies_agree():
    organisation = entry()
    editor = join(organisation).user
    for user in (organisation.created_by, editor, person(), coordinator(), entry().created_by):
        actor, answer = me(user), browser_of(user).get(f"/organisations/{organisation.slug}/team/")
        assert (answer.status_code == 200) == can_open_workspace(actor, organisation)
        assert (b"Invite somebody" in answer.content) == can_manage_team(actor, organisation)
        seen = Membership.objects.visible_to(actor).filter(organisation=organisation).exists()
        assert seen == (can_open_workspace(actor, organisation) or actor.has("coordinator"))


def test_the_still_true_page_asks_with_one_button_in_each_state():
    for state in (State.LISTED, State.UNLISTED, State.DRAFT):
        organisation = entry(state)
        text = page(browser_of(organisation.created_by), f"/organisations/{organisation.slug}/still-true/")
        assert ("Yes, all of this is still true" in text) == (state == State.LISTED)
