"""What a file says, on its way to becoming values."""

from django.db import models

from .value import column_letters


class StagedValue(models.Model):
    """A cell of a draft on its way in: what the file says, and what the names in it mean. Gone once it is imported.

    Its keys are checked when it becomes a Value; checked here as well, they would double the time of an import.
    """

    written_in_bulk = True

    batch = models.ForeignKey(
        "lagesbild.ImportBatch", models.CASCADE, related_name="staged", db_constraint=False
    )
    sheet = models.CharField(max_length=120, blank=True)
    row = models.PositiveIntegerField(null=True)
    col = models.PositiveIntegerField(null=True)
    text = models.CharField(max_length=200, blank=True)
    number = models.DecimalField(max_digits=30, decimal_places=10, null=True)
    flag = models.CharField(max_length=14, blank=True)
    indicator_text = models.CharField(max_length=200, blank=True)
    area_text = models.CharField(max_length=200, blank=True)
    indicator = models.ForeignKey(
        "lagesbild.Indicator",
        models.CASCADE,
        null=True,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )
    area = models.ForeignKey(
        "collab.Area", models.CASCADE, null=True, related_name="+", db_index=False, db_constraint=False
    )
    period = models.ForeignKey(
        "lagesbild.Period", models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    breakdown = models.ForeignKey(
        "lagesbild.Breakdown", models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    # Left out on purpose: a name that was mapped to nothing.
    is_skipped = models.BooleanField(default=False)
    # The indicator or the place does not exist yet and is made by the import.
    is_made = models.BooleanField(default=False)

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"{self.sheet}!{column_letters(self.col or 0)}{self.row}"
