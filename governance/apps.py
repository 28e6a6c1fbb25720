from django.apps import AppConfig
from django.db.models.signals import post_migrate


class GovernanceConfig(AppConfig):
    name = "governance"
    verbose_name = "Council"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from governance.groups import install_groups
        from governance.sealing import install_seals
        from governance.services.rule_sets import keep_shipped_packs

        # Django's own hook: permissions exist only once migrate has made them.
        post_migrate.connect(install_groups, dispatch_uid="governance.groups")
        post_migrate.connect(install_seals, sender=self, dispatch_uid="governance.seals")
        post_migrate.connect(keep_shipped_packs, sender=self, dispatch_uid="governance.packs")
