"""A link that signs one person in, once. With it, the first operator."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from sesame.utils import get_query_string

from governance.services.operators import create_operator
from registry.models import User


class Command(BaseCommand):
    help = "Print a link that signs EMAIL in, once and within the hour."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--base-url", default="http://127.0.0.1:8000", help="where the site is served")
        parser.add_argument(
            "--create-operator",
            metavar="NAME",
            help="create EMAIL as an operator called NAME, who may do everything but decide",
        )

    def handle(self, *, email: str, base_url: str, create_operator: str | None, **_: Any) -> str:
        user = _create(email, create_operator) if create_operator else _find(email)
        return base_url.rstrip("/") + reverse("sign_in_with_link") + get_query_string(user)


def _create(email: str, name: str) -> User:
    try:
        return create_operator(email, name)
    except ValueError as problem:
        raise CommandError(str(problem)) from problem


def _find(email: str) -> User:
    user = User.objects.filter(email__iexact=email, is_active=True).first()
    if user is None:
        raise CommandError(f"Nobody active has the e-mail address {email}.")
    return user
