"""Pages that tell of several apps and stand among the addresses of one: its name, our view."""

from django.urls import path

from lero_hub.pages.views import criterion, profile
from standards import paths
from standards.views.criterion_answer import CriterionAnswerView

IN_DIRECTORY = [path("directory/<slug:slug>/", profile.ProfileView.as_view(), name="profile")]
IN_STANDARDS = [
    path(paths.CRITERION, criterion.CriterionView.as_view(), name="criterion"),
    path(paths.ANSWER, CriterionAnswerView.as_view(beside=criterion.how_others_do_it), name="criterion_answer"),
]
