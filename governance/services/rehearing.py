"""Having who is heard asked anew once people, terms or loans have changed.

It is queued and not done at once: whoever votes holds the submission before the seats, and who gives or ends
a seat holds the seat already.
"""

from governance.models import Seat
from registry.models import User


def hear_anew_soon() -> None:
    """Ask who is heard on everything in review once this is committed."""
    from governance.tasks import hear_all_anew

    hear_all_anew.delay_on_commit()


def follow_roles(person: User) -> None:
    """The same where ``person``, who joined or left a team, may be heard (``MUSTER_AFTER_ROLES``)."""
    if Seat.objects.spoken_for(person).exists():
        hear_anew_soon()
