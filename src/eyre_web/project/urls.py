"""The addresses of the site."""

from __future__ import annotations

from django.urls import include, path

from eyre_web.accounts import holdings, posts
from eyre_web.accounts import views as accounts
from eyre_web.project import language, views

handler400 = "eyre_web.project.refusing.unanswerable"

urlpatterns = [
    # before the actions: some of their addresses stand under an action
    path("", include("eyre_web.documents.urls")),
    path("", include("eyre_web.sheets.urls")),
    path("", include("eyre_web.finding.urls")),
    path("", include("eyre_web.minutes.urls")),
    path("", include("eyre_web.meetings.urls")),
    path("people/", accounts.people, name="people"),
    path("people/posts/<str:key>/", holdings.post_page, name="post"),
    path("people/new-post/", posts.new_post, name="new_post"),
    path("people/posts/<str:key>/last-day/", posts.last_day_of_post, name="last_day_of_post"),
    path("people/posts/<str:key>/new-holder/", holdings.new_holder, name="new_holder"),
    path("people/holdings/<int:pk>/last-day/", holdings.last_day, name="last_day"),
    path("people/new-account/", accounts.new_account, name="new_account"),
    path("people/accounts/<int:pk>/close/", accounts.close_account, name="close_account"),
    path("people/accounts/<int:pk>/roles/", accounts.change_roles, name="change_roles"),
    path("people/accounts/<int:pk>/invite/", accounts.send_invitation, name="send_invitation"),
    path("more/", views.more, name="more"),
    path("audit/", views.audit_trail, name="audit_trail"),
    path("audit/<int:number>/", views.audit_entry, name="audit_entry"),
    path("audit/<int:number>/remove/", views.remove_entry, name="remove_entry"),
    path("tokens/", accounts.tokens, name="tokens"),  # not below account/, which opens without a second factor
    path("tokens/new/", accounts.new_token, name="new_token"),
    path("tokens/<int:pk>/revoke/", accounts.revoke_token, name="revoke_token"),
    path("account/language/", language.choose, name="language"),  # before a second factor, and before signing in
    path("account/", include("eyre_web.accounts.urls")),
    path("api/v1/", include("eyre_web.api.urls")),
    path("feeds/", include("eyre_web.api.feed_urls")),
]
