"""Addresses of forming a review: the agreement, assignments and declarations of interest."""

from django.urls import URLPattern, URLResolver, path

from standards.views import agreement, forming, my_reviews, review_desk

_AGREEMENT, _MINE = "standards/assessors/agreement/", "standards/reviews/<uuid:review_id>/"
_ASSESSMENT = "coordination/assessments/<uuid:assessment_id>/"
_REVIEW = "coordination/reviews/<uuid:review_id>/"
_ASSIGNMENT = f"{_REVIEW}assessors/<uuid:assignment_id>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path(_AGREEMENT, agreement.AgreementView.as_view(), name="assessor_agreement"),
    path(f"{_AGREEMENT}take-back/", agreement.WithdrawAgreementView.as_view(), name="withdraw_agreement"),
    path("standards/reviews/", my_reviews.MyReviewsView.as_view(), name="my_reviews"),
    path(f"{_MINE}declare/", my_reviews.DeclareView.as_view(), name="declare"),
    path(f"{_MINE}decline/", my_reviews.DeclineView.as_view(), name="decline"),
    path("coordination/assessments/", review_desk.AssessmentsView.as_view(), name="coordination_assessments"),
    path(_ASSESSMENT, review_desk.AssessmentView.as_view(), name="coordination_assessment"),
    path(f"{_ASSESSMENT}ask/", review_desk.AskChangeView.as_view(), name="coordination_ask_change"),
    path(f"{_ASSESSMENT}review/", review_desk.OpenReviewView.as_view(), name="coordination_open_review"),
    path("coordination/reviews/", review_desk.ReviewsView.as_view(), name="coordination_reviews"),
    path(_REVIEW, forming.ReviewView.as_view(), name="coordination_review"),
    path(f"{_REVIEW}assign/", forming.AssignView.as_view(), name="coordination_assign"),
    path(f"{_REVIEW}cancel/", forming.CancelView.as_view(), name="coordination_cancel_review"),
    path(f"{_ASSIGNMENT}lead/", forming.LeadView.as_view(), name="coordination_lead_assessor"),
    path(f"{_ASSIGNMENT}release/", forming.ReleaseView.as_view(), name="coordination_release"),
]
