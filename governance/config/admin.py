"""Django's admin with our site in it."""

from django.contrib.admin.apps import AdminConfig


class CouncilAdminConfig(AdminConfig):
    default_site = "governance.config.admin_site.CouncilSite"
