"""The project's own rules for the check-in, trained by Rasa's RulePolicy beside SafetyPolicy."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, Event, SlotSet, UserUttered
from rasa.shared.core.generator import TrainingDataGenerator
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.core.training_data.story_reader.yaml_story_reader import YAMLStoryReader
from rasa.shared.core.training_data.structures import StoryGraph

from rugwijzer.nlu.safety_policy import ACTION, SafetyPolicy

from .conftest import ROOT
from .test_safety_policy import Policies

INSIDE: list[Event] = [
    UserUttered("/EXTERNAL_checkin", {"name": "EXTERNAL_checkin", "confidence": 1.0}),
    ActionExecuted("action_checkin_start"),
    ActionExecuted("checkin_form"),
    ActiveLoop("checkin_form"),
    SlotSet("requested_slot", "checkin_antwoord"),
    ActionExecuted("action_listen"),
]


def own_rules() -> list[dict[str, Any]]:
    """The project's rules; those of small talk need responses that only a whole training has."""
    path = ROOT / "data" / "dialoog" / "regels.yml"
    rules = yaml.safe_load(path.read_text(encoding="utf8"))["rules"]
    return [r for r in rules if not any("utter_" in s.get("action", "") for s in r["steps"])]


@pytest.fixture(scope="module")
def policies(tmp_path_factory: pytest.TempPathFactory) -> Policies:
    domain = Domain.load(ROOT / "domain.yml")
    storage = LocalModelStorage.create(tmp_path_factory.mktemp("policies"))
    context = ExecutionContext(GraphSchema({}), "test", node_name="policy")
    config = {**RulePolicy.get_default_config(), "core_fallback_action_name": "action_weet_niet"}
    rules = RulePolicy.create(config, storage, Resource("rules"), context)
    steps = YAMLStoryReader().read_from_parsed_yaml({"version": "3.1", "rules": own_rules()})
    trackers = TrainingDataGenerator(StoryGraph(steps), domain, augmentation_factor=0).generate()
    rules.train(trackers, domain)
    safety = SafetyPolicy.load(
        SafetyPolicy.get_default_config(), storage, Resource("safety"), context
    )
    return Policies(domain, safety, rules)


@pytest.mark.parametrize("intent", ["EXTERNAL_checkin", "checkin"])
def test_it_begins_by_the_worker_or_by_the_patient(policies: Policies, intent: str) -> None:
    assert policies.following("none", [], intent=intent) == "action_checkin_start"


def test_the_form_follows_the_start(policies: Policies) -> None:
    tracker = DialogueStateTracker.from_events(
        "whatsapp-1", [ActionExecuted("action_listen"), *INSIDE[:2]], domain=policies.domain
    )
    assert policies.decide(tracker) == "checkin_form"


@pytest.mark.parametrize("intent", ["faq", "nlu_fallback", "stop", "ja"])
def test_a_reply_goes_to_the_form(policies: Policies, intent: str) -> None:
    assert policies.following("none", INSIDE, intent=intent) == "checkin_form"


@pytest.mark.parametrize("found", ["escalate", "ask"])
def test_a_signal_wins_inside_the_check_in(policies: Policies, found: str) -> None:
    assert policies.following(found, INSIDE) == ACTION


def test_at_the_end_the_answers_are_kept(policies: Policies) -> None:
    events = [
        ActionExecuted("action_listen"),
        *INSIDE,
        UserUttered("nee", {"name": "nee", "confidence": 1.0}),
        ActionExecuted("checkin_form"),
        ActiveLoop(None),
        SlotSet("requested_slot", None),
    ]
    tracker = DialogueStateTracker.from_events("whatsapp-1", events, domain=policies.domain)
    assert policies.decide(tracker) == "action_checkin_klaar"
