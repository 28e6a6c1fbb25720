"""``manage.py export_registry --output registry.json``."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from governance.reports.export import record_taken
from governance.reports.registry import registry_document
from policies.canonical import canonical_bytes


class Command(BaseCommand):
    help = "Write what is registered, with waivers and decisions, for `muster check --registry FILE`."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--output", metavar="FILE", help="write it here and not to the terminal")

    def handle(self, *args: Any, **options: Any) -> str | None:
        document = registry_document()
        record_taken("registry", document, by=None, whole=True)
        made = canonical_bytes(document) + b"\n"
        if not options["output"]:
            return made.decode().rstrip("\n")
        try:
            Path(options["output"]).write_bytes(made)
        except OSError as problem:
            raise CommandError(f"{options['output']} can't be written: {problem.strerror}") from problem
        return None
