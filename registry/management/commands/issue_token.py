"""``manage.py issue_token EMAIL NAME --scope check:run --days 90``."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from registry.models import Scope, User
from registry.services.tokens import DEFAULT_DAYS, issue_token


class Command(BaseCommand):
    help = "Make an API token for a person and print it. It is shown this once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="whose token it is: it sees and may do what this person may")
        parser.add_argument("name", help="what it is for, such as 'CI of the shop'")
        parser.add_argument(
            "--scope", action="append", choices=Scope.values, help=f"may be repeated (default: {Scope.CHECK})"
        )
        parser.add_argument("--days", type=int, default=DEFAULT_DAYS, help=f"default: {DEFAULT_DAYS}")

    def handle(self, *args: Any, **options: Any) -> str:
        try:
            owner = User.objects.get(email__iexact=options["email"], is_active=True)
            scopes = options["scope"] or [Scope.CHECK]
            token, secret = issue_token(owner, options["name"], scopes, by=owner, days=options["days"])
        except User.DoesNotExist as problem:
            raise CommandError(f"Nobody with the address {options['email']} is active here.") from problem
        except ValueError as problem:
            raise CommandError(str(problem)) from problem
        self.stderr.write(f"{token.name}, for {', '.join(token.scopes)}, until {token.expires_at:%d %B %Y}.")
        return secret
