"""How registers write the number of a matter: a municipality's in one form, other parties' in forms of their own."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from collab.models import Party

MUNICIPAL = re.compile(r"[A-ZÅÄÖ]{2,4}-\d{4}/\d+(\.\d{3})?")


def check_registry_number(number, party):
    """Raise ValidationError when the party's register cannot have written the number."""
    if party.kind == Party.Kind.MUNICIPALITY and not MUNICIPAL.fullmatch(number):
        raise ValidationError(
            _("The municipality writes its registry numbers like KS-2023/410 or KS-2023/410.181."),
            code="form",
        )
