"""Addresses of the pages that draw on several apps."""

from django.urls import path

from lero_hub.pages import people_urls
from lero_hub.pages.views import contact, demo, help_now, home, hub, info, styleguide

app_name = "pages"

urlpatterns = [
    path("", home.HomeView.as_view(), name="home"),
    path("sitemap.xml", home.SitemapView.as_view(), name="sitemap"),
    path("robots.txt", home.RobotsView.as_view(), name="robots"),
    path("favicon.ico", home.FaviconView.as_view(), name="favicon"),
    path("about/", info.AboutView.as_view(), name="about"),
    path("help/", info.HelpView.as_view(), name="help"),
    path("help/<slug:role>/", info.GuideView.as_view(), name="guide"),
    path("help-now/", help_now.HelpNowView.as_view(), name="help_now"),
    path("contact/", contact.ContactView.as_view(), name="contact"),
    path("contact/sent/", contact.SentView.as_view(), name="contact_sent"),
    path("terms/", info.TermsView.as_view(), name="terms"),
    path("privacy/", info.PrivacyView.as_view(), name="privacy"),
    path("accessibility/", info.AccessibilityView.as_view(), name="accessibility"),
    path("attributions/", info.AttributionsView.as_view(), name="attributions"),
    path("hub/", hub.HubPage.as_view(), name="hub"),
    path("demo/mail/", demo.MailView.as_view(), name="demo_mail"),
    path("demo/mail/<str:name>/", demo.LetterView.as_view(), name="demo_letter"),
    path("styleguide/", styleguide.StyleGuideView.as_view(), name="styleguide"),
    *people_urls.urlpatterns,
]
