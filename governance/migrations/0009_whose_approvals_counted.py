from typing import Any

from django.db import migrations, models


def count_all(apps: Any, schema_editor: Any) -> None:
    """What was granted until now was granted on all its approvals."""
    approvals = apps.get_model("governance", "WaiverApproval").objects.using(schema_editor.connection.alias)
    approvals.filter(waiver__granted_on__isnull=False).update(counted=True)


class Migration(migrations.Migration):
    dependencies = [
        ("governance", "0008_release_of_checks"),
    ]

    operations = [
        migrations.AddField(
            model_name="waiverapproval",
            name="counted",
            field=models.BooleanField(default=False),
        ),
        migrations.RunPython(count_all, migrations.RunPython.noop),
    ]
