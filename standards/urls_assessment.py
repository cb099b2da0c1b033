"""Addresses of self-assessments. That of one criterion shows the library too, so `lero_hub.pages` adds it."""

from django.urls import URLPattern, URLResolver, path

from standards.views import assessment, assessment_acts, evidence

HERE = "standards/assessments/<uuid:assessment_id>/"
PIECE = HERE + "evidence/<uuid:evidence_id>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(
        "standards/organisations/<slug:slug>/look-at-ourselves/",
        assessment.StartView.as_view(),
        name="assessment_start",
    ),
    path(HERE, assessment.OverviewView.as_view(), name="assessment"),
    path(HERE + "paper/", assessment.PaperView.as_view(), name="assessment_paper"),
    path(HERE + "send/", assessment_acts.SendView.as_view(), name="assessment_send"),
    path(HERE + "submit/", assessment_acts.SubmitView.as_view(), name="assessment_submit"),
    path(HERE + "take-back/", assessment_acts.TakeBackView.as_view(), name="assessment_take_back"),
    path(HERE + "ask-withdraw/", assessment_acts.AskWithdrawView.as_view(), name="assessment_ask_withdraw"),
    path(HERE + "withdraw/", assessment_acts.WithdrawView.as_view(), name="assessment_withdraw"),
    path(HERE + "evidence/", evidence.EvidenceListView.as_view(), name="assessment_evidence"),
    path(PIECE, evidence.ChangeEvidenceView.as_view(), name="evidence"),
    path(PIECE + "file/", evidence.EvidenceFileView.as_view(), name="evidence_file"),
    path(PIECE + "ask-remove/", evidence.AskRemoveView.as_view(), name="evidence_ask_remove"),
    path(PIECE + "remove/", evidence.RemoveEvidenceView.as_view(), name="evidence_remove"),
    path(HERE + "<str:code>/add/<str:what>/", evidence.AddEvidenceView.as_view(), name="evidence_add"),
]
