"""Addresses of frameworks, pledges and an organisation's page of standards."""

from django.urls import URLPattern, URLResolver, path

from standards import paths
from standards.views import framework_desk, frameworks, pledges

_ORGANISATION = "standards/organisations/<slug:slug>/"
_PLEDGE = f"{_ORGANISATION}pledge/<uuid:version_id>/"
_WITHDRAW = f"{_ORGANISATION}pledges/<uuid:pledge_id>/"
_DESK = "coordination/frameworks/"
_VERSION = f"{_DESK}<uuid:version_id>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("standards/", frameworks.StandardsView.as_view(), name="index"),
    path("standards/how-we-assess/", frameworks.HowWeAssessView.as_view(), name="how_we_assess"),
    path(_ORGANISATION, pledges.OrganisationStandardsView.as_view(), name="organisation"),
    path(f"{_PLEDGE}ask/", pledges.AskPledgeView.as_view(), name="ask_pledge"),
    path(_PLEDGE, pledges.PledgeView.as_view(), name="pledge"),
    path(f"{_WITHDRAW}ask-withdraw/", pledges.AskWithdrawPledgeView.as_view(), name="ask_withdraw_pledge"),
    path(f"{_WITHDRAW}withdraw/", pledges.WithdrawPledgeView.as_view(), name="withdraw_pledge"),
    path(_DESK, framework_desk.FrameworksView.as_view(), name="frameworks"),
    path(f"{_VERSION}ask-publish/", framework_desk.AskPublishView.as_view(), name="ask_publish_framework"),
    path(f"{_VERSION}publish/", framework_desk.PublishView.as_view(), name="publish_framework"),
    path(f"{_VERSION}ask-retire/", framework_desk.AskRetireView.as_view(), name="ask_retire_framework"),
    path(f"{_VERSION}retire/", framework_desk.RetireView.as_view(), name="retire_framework"),
    path(paths.EDITION, frameworks.EditionView.as_view(), name="edition"),
    path(paths.DOMAIN, frameworks.DomainView.as_view(), name="domain"),
]
