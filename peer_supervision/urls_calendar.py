"""The addresses of the calendar feed."""

from django.urls import path

from peer_supervision.views import feeds

urlpatterns = [
    path("circles/calendar/", feeds.CalendarView.as_view(), name="calendar"),
    path("circles/calendar/make/", feeds.MakeFeedView.as_view(), name="calendar_make"),
    path("circles/calendar/renew/", feeds.RenewFeedView.as_view(), name="calendar_renew"),
    path("circles/calendar/end/", feeds.RevokeFeedView.as_view(), name="calendar_end"),
    path("calendar/<str:secret>.ics", feeds.FeedView.as_view(), name="calendar_feed"),
]
