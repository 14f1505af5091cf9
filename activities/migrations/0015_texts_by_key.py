"""The functions that write the words of the search ask by key, whatever the planner believes of the tables."""

from django.db import migrations

from activities.models.finding import TEXTS, WRITE


class Migration(migrations.Migration):
    dependencies = [("activities", "0014_comments")]
    operations = [migrations.RunSQL([TEXTS, WRITE], migrations.RunSQL.noop)]
