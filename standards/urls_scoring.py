"""Addresses of sealed levels, agreeing, the panel and recognitions."""

from django.urls import URLPattern, URLResolver, path

from standards.views import comparison, panel, results, scoring

REVIEW = "standards/reviews/<uuid:review_id>"

urlpatterns: list[URLPattern | URLResolver] = [
    path("standards/panel/", panel.PanelView.as_view(), name="panel"),
    path(f"{REVIEW}/", scoring.OverviewView.as_view(), name="review"),
    path(f"{REVIEW}/send-in/", scoring.SubmitScoresView.as_view(), name="submit_scores"),
    path(f"{REVIEW}/compare/", comparison.CompareView.as_view(), name="compare"),
    path(f"{REVIEW}/compare/agree/", comparison.AgreeEqualView.as_view(), name="agree_equal"),
    path(f"{REVIEW}/send-to-panel/", comparison.SendToPanelView.as_view(), name="send_to_panel"),
    path(f"{REVIEW}/decide/", panel.DecideView.as_view(), name="decide"),
    path(f"{REVIEW}/give-back/", panel.ReturnView.as_view(), name="return_to_assessors"),
    path(f"{REVIEW}/<str:code>/", scoring.ScoreView.as_view(), name="score"),
    path("standards/assessments/<uuid:assessment_id>/result/", results.ResultView.as_view(), name="result"),
    path("standards/recognitions/<uuid:recognition_id>/", results.RecognitionView.as_view(), name="recognition"),
]
