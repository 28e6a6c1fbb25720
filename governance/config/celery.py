"""Background work. Truth is a row in the database; a task only carries its id."""

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "governance.config.settings")

app = Celery("muster")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
# Nothing is decided by the clock alone: whatever these tasks do can be late without being wrong.
app.conf.beat_schedule = {
    "pick up what was left behind": {"task": "governance.tasks.pick_up_left_behind", "schedule": 60.0},
    "check the portfolio": {
        "task": "governance.tasks.check_portfolio",
        "schedule": crontab(hour="3", minute="0"),
    },
    "release ended terms": {
        "task": "governance.tasks.release_ended_terms",
        "schedule": crontab(hour="0", minute="5"),
    },
}
