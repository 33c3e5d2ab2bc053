"""The 377 public bodies and the elections of 2026, 2027, 2030 and 2031. Running it again changes nothing."""

from django.db import migrations

from parties.places import load_bodies, load_elections


def load(apps, schema_editor):
    load_bodies(apps.get_model("parties", "PublicBody"))
    load_elections(apps.get_model("parties", "Election"))


class Migration(migrations.Migration):
    dependencies = [("parties", "0002_shared_cache")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
