"""Triggers in a migration, all at once: one at a time, Django renders every related model anew for each of them."""

from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class AddTriggers(Operation):
    """Install compiled triggers, given as {model name: [trigger, …]}; their models exist and keep their fields."""

    reversible = True

    def __init__(self, triggers):
        self.triggers = triggers

    def deconstruct(self):
        return type(self).__name__, [self.triggers], {}

    def state_forwards(self, app_label: str, state: ProjectState):
        # Nothing is rendered anew: to a model in a migration its triggers make no difference.
        for model, triggers in self.triggers.items():
            options = state.models[app_label, model].options
            options["triggers"] = [*options.get("triggers", []), *triggers]

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        self.execute(schema_editor, "install_sql")

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        self.execute(schema_editor, "uninstall_sql")

    def execute(self, schema_editor, wanted):
        for triggers in self.triggers.values():
            for trigger in triggers:
                # Without parameters, so that a percent sign in a function is just that.
                schema_editor.execute(getattr(trigger, wanted), params=None)

    def describe(self):
        return f"Install {sum(map(len, self.triggers.values()))} triggers"
