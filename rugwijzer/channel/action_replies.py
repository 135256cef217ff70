"""Checks the action server's replies with a validator that is made once.

Rasa 3.6 calls `jsonschema.validate` on every reply, which first checks the schema itself, a constant,
against its metaschema. That took 47 of the 112 ms of processor time of a turn (docs/evaluatie.md).
"""

from __future__ import annotations

from typing import Any

from jsonschema.exceptions import best_match
from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction


def check_with_one_validator() -> None:
    """Let every RemoteAction of this process use the same validator; the verdicts stay the same.

    Afterwards a malformed reply still raises jsonschema.ValidationError, as in Rasa.
    """
    schema = RemoteAction.action_response_format_spec()
    validator = validator_for(schema)(schema)

    def validate(self: RemoteAction, result: dict[str, Any]) -> bool:
        error = best_match(validator.iter_errors(result))
        if error is not None:
            raise error
        return True

    RemoteAction._validate_action_result = validate
