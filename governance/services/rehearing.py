"""Having who is heard asked anew once people, terms or loans have changed.

It is queued and not done at once: whoever votes holds the submission before the seats, and who gives or ends
a seat holds the seat already.
"""

from governance.models import Seat
from registry.models import User


def hear_anew_soon(*functions: str) -> None:
    """Ask who is heard on what these functions are asked for, once this is committed."""
    from governance.tasks import hear_anew_for

    hear_anew_for.delay_on_commit(sorted(functions))


def follow_roles(person: User) -> None:
    """The same where ``person``, who joined or left a team, may be heard (``MUSTER_AFTER_ROLES``)."""
    functions = [row["function"] for row in Seat.objects.spoken_for(person)]
    if functions:
        hear_anew_soon(*functions)
