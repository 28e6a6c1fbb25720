from django.db import migrations


def let_all_be_signed_anew(apps, schema_editor):
    """Products that entries name are compared since: what was signed before says nothing of them."""
    apps.get_model("registry", "OverlapSignature").objects.update(signed_by="")


class Migration(migrations.Migration):

    dependencies = [
        ('registry', '0011_overlap_common_keys'),
    ]

    operations = [
        migrations.RunPython(let_all_be_signed_anew, migrations.RunPython.noop),
    ]
