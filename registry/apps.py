from django.apps import AppConfig
from django.db.models.signals import post_migrate


class RegistryConfig(AppConfig):
    name = "registry"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from registry.ledger.triggers import install_triggers

        # Django's own hook: rebuilding a table on SQLite drops its triggers; each migrate puts them back.
        post_migrate.connect(install_triggers, sender=self, dispatch_uid="registry.ledger.triggers")
