"""``python manage.py replay_decisions``: does every decision still follow from what was kept of it?"""

from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from governance.services.replaying import replay_decisions


class Command(BaseCommand):
    help = "Evaluate each decided submission under the packs that it names, and compare byte for byte."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--submission", type=int, metavar="ID", help="only this submission")

    def handle(self, *args: Any, **options: Any) -> str:
        counted: Counter[str] = Counter()
        remarks: Counter[str] = Counter()
        for one in replay_decisions(options["submission"]):
            counted[one.outcome] += 1
            if one.outcome == "same":
                remarks[one.remark] += 1
                continue
            where = f"submission {one.submission.pk}, round {one.round}: {one.outcome}"
            told = one.differences or (one.problem, one.remark)
            self.stderr.write(f"{where}: {' '.join(told).strip()}")
        if not counted:
            raise CommandError("Nothing was decided yet, so there is nothing to compare.")
        for remark in filter(None, remarks):
            self.stdout.write(f"{remarks[remark]} of the same: {remark}")
        said = ", ".join(f"{counted[name]} {name}" for name in ("same", "differs", "unverifiable"))
        if counted["differs"]:
            raise CommandError(said, returncode=1)
        return said
