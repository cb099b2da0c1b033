"""The addresses of a person's own account, below /account/. Signing in and the like are allauth's, below /accounts/."""

from django.urls import path

from lero_hub.accounts import views

app_name = "accounts"

urlpatterns = [
    path("", views.OverviewView.as_view(), name="overview"),
    path("profile/", views.ProfileView.as_view(), name="profile"),
    path("notifications/", views.NotificationsView.as_view(), name="notifications"),
    path("consent/", views.ConsentView.as_view(), name="consent"),
    path("consent/<slug:purpose>/renew/", views.RenewConsentView.as_view(), name="renew_consent"),
    path("consent/withdraw/", views.WithdrawConsentView.as_view(), name="withdraw_consent"),
    path("data/", views.DataView.as_view(), name="data"),
    path("data/download/", views.DownloadView.as_view(), name="download"),
    path("delete/", views.DeletionView.as_view(), name="delete"),
    path("gone/", views.GoneView.as_view(), name="gone"),
]
