"""`manage.py bench`: fill a database of its own and print every promise of speed as a ratio."""

import json
import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

SCALES = ("s", "m", "l")


class Command(BaseCommand):
    help = "Measure the portal against limits taken in the same run; nothing of the portal's own data is touched."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument(
            "--scale", choices=SCALES, default="m", help="10,000, 100,000 or 1,000,000 activities"
        )
        parser.add_argument("--json", type=Path, help="also write the ratios to this file")
        parser.add_argument(
            "--keep", action="store_true", help="use the database of the last run when it fits"
        )
        parser.add_argument("--part", action="append", help="measure this part alone, such as filters")

    def handle(self, scale, keep, part, **options):
        if os.environ.get("DJANGO_SETTINGS_MODULE") != "bench.settings":
            again = [sys.executable, str(settings.BASE_DIR / "manage.py"), *sys.argv[1:]]
            sys.exit(subprocess.call(again, env={**os.environ, "DJANGO_SETTINGS_MODULE": "bench.settings"}))
        from bench.run import run

        report = run(scale, keep=keep, parts=part, write=self.stdout.write)
        if options["json"]:
            options["json"].write_text(json.dumps(report.rows, indent=1, ensure_ascii=False))
        if report.failed:
            sys.exit(f"over the goal: {', '.join(report.failed)}")
