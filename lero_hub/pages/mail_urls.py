"""Addresses of the coordinators' page about mail, under `/coordination/`.

The page stands here and not in the outbox, because it asks policies, which stand above the outbox.
"""

from django.urls import path

from lero_hub.pages.views import mail

app_name = "outbox"

urlpatterns = [
    path("mail/", mail.FailuresView.as_view(), name="failures"),
    path("mail/try-again/", mail.TrySelectedAgainView.as_view(), name="try_selected_again"),
    path("mail/set-aside/", mail.SetSelectedAsideView.as_view(), name="set_selected_aside"),
    path("mail/<uuid:message>/try-again/", mail.TryAgainView.as_view(), name="try_again"),
    path("mail/<uuid:message>/set-aside/", mail.SetAsideView.as_view(), name="set_aside"),
]
