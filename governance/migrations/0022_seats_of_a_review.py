from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('governance', '0021_council'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='submission',
            name='required_seat',
        ),
    ]
