"""The first person of an installation."""

from django.db import transaction

from governance.groups import OPERATORS
from governance.services.seats import appoint
from registry.ledger.writing import record
from registry.models import User


@transaction.atomic
def create_operator(email: str, name: str) -> User:
    """Create an operator who may do everything but decide. Only who has the machine itself comes this way.

    Without a password: the way in is a one-time link. Raises ``ValueError`` where the address is taken.
    """
    if User.objects.filter(email__iexact=email).exists():
        raise ValueError(f"Someone with the e-mail address {email} is here already.")
    user = User.objects.create_superuser(email, name=name)
    record("person.made_operator", user, by=None)
    appoint(user, OPERATORS, by=None)
    return user
