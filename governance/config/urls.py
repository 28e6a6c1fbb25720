"""Every address."""

from django.contrib import admin
from django.urls import include, path, re_path

from governance.api.views.unknown import UnknownAddress

urlpatterns = [
    path("admin/", admin.site.urls),
    path("api/v1/", include("governance.api.urls")),
    re_path("^api/", UnknownAddress.as_view()),
    path("", include("governance.urls")),
]
