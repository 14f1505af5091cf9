"""Who reads a frozen report, and the triggers that keep it as it is."""

from dataclasses import dataclass

import pgtrigger

from collab.access import Role, Through

REFUSE = "RAISE EXCEPTION 'a frozen report never changes' USING ERRCODE = 'check_violation';"


@dataclass(frozen=True)
class Published:
    """Open, once it is published, to those who see the agreement and not the work under it."""

    to: frozenset = frozenset({Role.ELECTED})

    def rows(self, queryset, actor):
        return Through("agreement", "view").rows(queryset.filter(publication__isnull=False), actor)


def never_changed():
    """The trigger that refuses every change."""
    return pgtrigger.Trigger(
        name="never_changed",
        when=pgtrigger.Before,
        operation=pgtrigger.Update | pgtrigger.Delete,
        func=REFUSE,
    )


def set_once(column, *others):
    """The trigger that refuses every change but one: that `column`, which is null, is set, with `others`."""
    rest = "".join(f" - '{name}'" for name in (column, *others))
    return pgtrigger.Trigger(
        name="frozen",
        when=pgtrigger.Before,
        operation=pgtrigger.Update | pgtrigger.Delete,
        func=f"""
            IF TG_OP = 'UPDATE' THEN
                IF OLD.{column} IS NULL AND NEW.{column} IS NOT NULL
                    AND to_jsonb(NEW){rest} = to_jsonb(OLD){rest} THEN
                    RETURN NEW;
                END IF;
            END IF;
            {REFUSE}
        """,
    )
