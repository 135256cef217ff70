"""The whole model on whole messages: an alarm signal wins from every intent."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
import yaml
from rasa.core.agent import Agent
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.events import ActionExecuted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from rugwijzer.nlu.safety_policy import ACTION
from rugwijzer.run.training import ensure_model

MESSAGES = {
    name: text
    for message in yaml.safe_load(Path(__file__).with_name("alarm_conversations.yml").read_text())
    for name, text in message.items()
}
HARMLESS = "Helpt een dure matras tegen lage rugpijn?"


@pytest.fixture(scope="module")
def agent() -> Agent:
    return Agent.load(str(ensure_model()))


def next_action(agent: Agent, text: str) -> str:
    """What the policies choose right after a message."""
    parsed = asyncio.run(agent.parse_message(text))
    said = UserUttered(text, parsed["intent"], parsed["entities"], parsed)
    tracker = DialogueStateTracker.from_events(
        "test", [ActionExecuted(ACTION_LISTEN_NAME), said], agent.domain.slots
    )
    assert agent.processor is not None
    action, _ = agent.processor.predict_next_with_tracker_if_should(tracker)
    return str(action.name())


@pytest.mark.parametrize("text", MESSAGES.values(), ids=MESSAGES.keys())
def test_the_alarm_goes_first(agent: Agent, text: str) -> None:
    assert next_action(agent, text) == ACTION


def test_a_question_without_a_signal_gets_its_answer(agent: Agent) -> None:
    assert next_action(agent, HARMLESS) == "action_faq"
