from django.db import migrations, models


def forget_readings(apps, schema_editor):
    """They held records beside facts; what is read is read anew by the next check of everything."""
    apps.get_model("governance", "Reading").objects.all().delete()
    apps.get_model("governance", "PortfolioCheck").objects.update(readings_digest="", inputs_digest="")


class Migration(migrations.Migration):
    dependencies = [("governance", "0034_questions_closed")]

    operations = [
        migrations.RunPython(forget_readings, migrations.RunPython.noop),
        migrations.RemoveField("reading", "body"),
        migrations.AddField("reading", "facts", models.BinaryField(default=b""), preserve_default=False),
        migrations.AddField("checkrun", "outcomes", models.BinaryField(default=bytes)),
    ]
