from django.db import migrations, models


def forget_readings(apps, schema_editor):
    """What rules read of entries was not kept; it is by the next check of everything."""
    apps.get_model("governance", "Reading").objects.all().delete()
    apps.get_model("governance", "PortfolioCheck").objects.update(readings_digest="", inputs_digest="")


class Migration(migrations.Migration):
    dependencies = [("governance", "0035_outcomes_and_facts")]

    operations = [
        migrations.RunPython(forget_readings, migrations.RunPython.noop),
        migrations.AddField(
            "reading", "projection", models.TextField(default=""), preserve_default=False
        ),
        migrations.AddField(
            "reading", "projected_by", models.CharField(default="", max_length=64), preserve_default=False
        ),
        migrations.AddField("portfoliocheck", "projections", models.JSONField(blank=True, default=dict)),
    ]
