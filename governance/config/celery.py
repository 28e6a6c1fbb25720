"""Background work. Truth is a row in the database; a task only carries its id."""

import os
from typing import Any

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "governance.config.settings")

app = Celery("muster")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

MEMORY = "memory://"


@app.on_after_configure.connect
def queue_in_memory_without_a_broker(sender: Celery, **_: Any) -> None:
    """Connections are pooled at the first task, even one that runs at once: it must be right by then."""
    if not sender.conf.broker_url:
        sender.conf.update(broker_url=MEMORY, broker_transport_options={"polling_interval": 0.05})


# Nothing is decided by the clock alone: whatever these tasks do can be late without being wrong.
app.conf.beat_schedule = {
    "pick up what was left behind": {"task": "governance.tasks.pick_up_left_behind", "schedule": 60.0},
    "check the portfolio": {
        "task": "governance.tasks.check_portfolio",
        "schedule": crontab(hour="3", minute="0"),
    },
    "expire approvals": {
        "task": "governance.tasks.expire_approvals",
        "schedule": crontab(hour="0", minute="10"),
    },
    "compare every approval": {
        "task": "governance.tasks.compare_every_approval",
        "schedule": crontab(hour="2", minute="0"),
    },
    "remind of approvals that run out": {
        "task": "governance.tasks.remind_of_expiry",
        "schedule": crontab(hour="6", minute="0"),
    },
    "prune notices": {
        "task": "governance.tasks.prune_notices",
        "schedule": crontab(hour="4", minute="0"),
    },
    "release ended terms": {
        "task": "governance.tasks.release_ended_terms",
        "schedule": crontab(hour="0", minute="5"),
    },
}
