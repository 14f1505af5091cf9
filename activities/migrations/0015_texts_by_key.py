"""The words of the search are written by key, whatever the planner believes of the tables."""

from django.db import migrations

from activities.models.finding import WRITE


class Migration(migrations.Migration):
    dependencies = [("activities", "0014_comments")]
    operations = [migrations.RunSQL(WRITE, migrations.RunSQL.noop)]
