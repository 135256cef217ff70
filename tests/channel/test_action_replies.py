"""rugwijzer.channel.action_replies: the same verdicts as Rasa's own check."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from jsonschema import ValidationError
from rasa.core.actions.action import RemoteAction

from rugwijzer.channel.action_replies import check_with_one_validator

REPLIES: list[tuple[Any, bool]] = [
    ({"events": [], "responses": []}, True),
    ({"events": [{"event": "slot", "name": "a", "value": 1}], "responses": [{"text": "x"}]}, True),
    ({"events": [{"event": "slot"}], "responses": []}, False),
    ({"events": "none", "responses": []}, False),
    ({"events": [], "responses": ["text"]}, False),
]


def verdict(result: Any) -> bool:
    try:
        return bool(RemoteAction("action_faq", None)._validate_action_result(result))
    except ValidationError:
        return False


@pytest.fixture
def restored(monkeypatch: pytest.MonkeyPatch) -> Callable[..., bool]:
    own = RemoteAction._validate_action_result
    monkeypatch.setattr(RemoteAction, "_validate_action_result", own)
    return own


def test_good_and_malformed_replies_are_told_apart_as_rasa_does(
    restored: Callable[..., bool],
) -> None:
    before = [verdict(result) for result, _ in REPLIES]
    check_with_one_validator()
    assert RemoteAction._validate_action_result is not restored
    assert [verdict(result) for result, _ in REPLIES] == before == [ok for _, ok in REPLIES]
