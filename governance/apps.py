from django.apps import AppConfig
from django.db.models.signals import post_migrate


class GovernanceConfig(AppConfig):
    name = "governance"
    verbose_name = "Council"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from governance.groups import install_groups

        # Django's own hook: permissions exist only once migrate has made them.
        post_migrate.connect(install_groups, dispatch_uid="governance.groups")
