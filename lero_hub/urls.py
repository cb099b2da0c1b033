"""Every address of the site, app by app."""

from django.urls import include, path

from lero_hub.pages import joint_urls
from lero_hub.pages.admin import operators
from organisations import urls as directory
from standards import urls as standards

urlpatterns = [
    path("", include("lero_hub.pages.urls")),
    path("", include("lero_hub.runtime.urls")),
    path("", include(([*directory.urlpatterns, *joint_urls.IN_DIRECTORY], directory.app_name))),
    path("", include(([*standards.urlpatterns, *joint_urls.IN_STANDARDS], standards.app_name))),
    path("", include("peer_supervision.urls")),
    path("", include("evidence.urls")),
    path("account/", include("lero_hub.accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("coordination/", include("lero_hub.pages.mail_urls")),
    path("admin/", operators.urls),
]

handler400 = "lero_hub.pages.views.errors.bad_request"
handler403 = "lero_hub.pages.views.errors.forbidden"
handler404 = "lero_hub.pages.views.errors.not_found"
handler500 = "lero_hub.pages.views.errors.broken"
