"""Addresses of teams: members, invitations, requests to join."""

from django.urls import path

from organisations.states import MemberRole
from organisations.views import freshness, joining, members, team

urlpatterns = [
    path("organisations/<slug:slug>/still-true/", freshness.AskConfirmView.as_view(), name="ask_confirm"),
    path("organisations/<slug:slug>/team/", team.TeamView.as_view(), name="team"),
    path("organisations/<slug:slug>/team/invite/", team.InviteView.as_view(), name="invite"),
    path(
        "organisations/<slug:slug>/team/invitations/<uuid:invitation_id>/again/",
        team.SendAgainView.as_view(),
        name="invite_again",
    ),
    path(
        "organisations/<slug:slug>/team/invitations/<uuid:invitation_id>/revoke/",
        team.RevokeView.as_view(),
        name="invite_revoke",
    ),
    path(
        "organisations/<slug:slug>/team/requests/<uuid:request_id>/accept/",
        team.AnswerRequestView.as_view(accepted=True),
        name="request_accept",
    ),
    path(
        "organisations/<slug:slug>/team/requests/<uuid:request_id>/decline/",
        team.AnswerRequestView.as_view(accepted=False),
        name="request_decline",
    ),
    path(
        "organisations/<slug:slug>/team/<uuid:membership_id>/lead/",
        members.ChangeRoleView.as_view(role=MemberRole.LEAD),
        name="make_lead",
    ),
    path(
        "organisations/<slug:slug>/team/<uuid:membership_id>/editor/",
        members.ChangeRoleView.as_view(role=MemberRole.EDITOR),
        name="make_editor",
    ),
    path(
        "organisations/<slug:slug>/team/<uuid:membership_id>/remove/",
        members.RemoveView.as_view(),
        name="member_remove",
    ),
    path(
        "organisations/<slug:slug>/team/<uuid:membership_id>/hand-over/",
        members.HandOverView.as_view(),
        name="hand_over",
    ),
    path("organisations/<slug:slug>/leave/", members.LeaveView.as_view(), name="leave"),
    path("organisations/<slug:slug>/ask/", joining.AskView.as_view(), name="ask_to_join"),
    path(
        "organisations/<slug:slug>/ask/<uuid:request_id>/withdraw/",
        joining.WithdrawView.as_view(),
        name="withdraw_request",
    ),
    path("invitations/<str:token>/", joining.InvitationView.as_view(), name="invitation"),
    path("invitations/<str:token>/accept/", joining.AcceptView.as_view(), name="invitation_accept"),
]
