"""The addresses of circles, of their sessions, and what coordinators may know of them."""

from django.urls import URLPattern, URLResolver, path

from peer_supervision import urls_calendar
from peer_supervision.views import circles, members, rhythm, sessions, turns

app_name = "peer_supervision"

CIRCLE, SESSION = "circles/<uuid:circle_id>/", "circles/<uuid:circle_id>/sessions/<uuid:session_id>/"
INVITED, TURN = f"{CIRCLE}members/invitations/<uuid:invitation_id>/", f"{CIRCLE}turns/<uuid:turn_id>/"
SWAP = f"{CIRCLE}swaps/<uuid:swap_id>/"

urlpatterns: list[URLPattern | URLResolver] = [
    *urls_calendar.urlpatterns,
    path("circles/", circles.MyCirclesView.as_view(), name="circles"),
    path("circles/open/", circles.OpenView.as_view(), name="open"),
    path("circles/invitations/<str:token>/", members.InvitationView.as_view(), name="invitation"),
    path("circles/invitations/<str:token>/accept/", members.AcceptView.as_view(), name="invitation_accept"),
    path(CIRCLE, circles.OneCircleView.as_view(), name="circle"),
    path(f"{CIRCLE}agreement/", circles.AgreementView.as_view(), name="agreement"),
    path(f"{CIRCLE}change/", circles.ChangeView.as_view(), name="change"),
    path(f"{CIRCLE}agenda/", circles.AgendaView.as_view(), name="agenda"),
    path(f"{CIRCLE}past/", circles.PastView.as_view(), name="past"),
    path(f"{CIRCLE}close/", circles.CloseView.as_view(), name="close"),
    path(f"{CIRCLE}rhythm/", rhythm.RhythmView.as_view(), name="rhythm"),
    path(f"{CIRCLE}rhythm/end/", rhythm.EndRhythmView.as_view(), name="rhythm_end"),
    path(f"{CIRCLE}members/", members.MembersView.as_view(), name="members"),
    path(f"{CIRCLE}members/invite/", members.InviteView.as_view(), name="invite"),
    path(f"{INVITED}again/", members.SendAgainView.as_view(), name="invite_again"),
    path(f"{INVITED}revoke/", members.RevokeView.as_view(), name="invite_revoke"),
    path(f"{CIRCLE}members/<uuid:membership_id>/remove/", members.RemoveView.as_view(), name="member_remove"),
    path(f"{CIRCLE}members/<uuid:membership_id>/hand-over/", members.HandOverView.as_view(), name="hand_over"),
    path(f"{CIRCLE}leave/", members.LeaveView.as_view(), name="leave"),
    path(f"{CIRCLE}urgent/", turns.UrgentView.as_view(), name="urgent"),
    path(SESSION, sessions.SessionView.as_view(), name="session"),
    path(f"{SESSION}screen/", sessions.ScreenView.as_view(), name="screen"),
    path(f"{SESSION}answer/", sessions.AnswerView.as_view(), name="answer"),
    path(f"{SESSION}attended/", sessions.AttendedView.as_view(), name="attended"),
    path(f"{SESSION}move/", sessions.MoveView.as_view(), name="move"),
    path(f"{SESSION}cancel/", sessions.CancelView.as_view(), name="cancel"),
    path(f"{SESSION}held/", sessions.HeldView.as_view(), name="held"),
    path(f"{SESSION}challenge/", turns.ChallengeView.as_view(), name="challenge"),
    path(f"{SESSION}challenge/delete/", turns.DeleteChallengeView.as_view(), name="challenge_delete"),
    path(f"{TURN}accept/", turns.AcceptTurnView.as_view(), name="turn_accept"),
    path(f"{TURN}decline/", turns.DeclineTurnView.as_view(), name="turn_decline"),
    path(f"{TURN}swap/", turns.SwapView.as_view(), name="turn_swap"),
    path(f"{SWAP}accept/", turns.AcceptSwapView.as_view(), name="swap_accept"),
    path(f"{SWAP}decline/", turns.DeclineSwapView.as_view(), name="swap_decline"),
    path(f"{SWAP}withdraw/", turns.WithdrawSwapView.as_view(), name="swap_withdraw"),
    path("coordination/circles/", circles.OutlinesView.as_view(), name="coordination_circles"),
]
