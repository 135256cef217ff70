"""SafetyPolicy beside a trained RulePolicy in Rasa's own ensemble: it cannot be outvoted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rasa.core.policies.ensemble import DefaultPolicyPredictionEnsemble
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

from rugwijzer.nlu.safety_policy import ACTION, PRIORITY, SafetyPolicy

from .conftest import ROOT

RULES = """
version: "3.1"
rules:
- rule: vraag over een onderwerp
  steps:
  - intent: faq
  - action: action_faq
- rule: start de vragenlijst
  steps:
  - intent: vragenlijst
  - action: action_vragenlijst_start
  - action: triage_form
  - active_loop: triage_form
- rule: de vragen zijn klaar
  condition:
  - active_loop: triage_form
  steps:
  - action: triage_form
  - active_loop: null
  - slot_was_set:
    - requested_slot: null
  - action: action_triage_uitkomst
"""
ADVICE = {"niveau": "spoed", "vlaggen": ["plassen"]}
FORM = [
    ActionExecuted("triage_form"),
    ActiveLoop("triage_form"),
    SlotSet("requested_slot", "triage_antwoord"),
    ActionExecuted("action_listen"),
]


class Policies:
    """Both policies and the ensemble, asked for the next action."""

    def __init__(self, domain: Domain, safety: SafetyPolicy, rules: RulePolicy) -> None:
        self.domain, self.safety, self.rules = domain, safety, rules
        self.ensemble = DefaultPolicyPredictionEnsemble()

    def following(
        self, found: str | None, events: list[Event], text: str = "tekst", intent: str = "faq"
    ) -> str:
        tracker = DialogueStateTracker.from_events(
            "web_1",
            [ActionExecuted("action_listen"), *events],
            slots=self.domain.slots,
            domain=self.domain,
        )
        parse: dict[str, Any] = {"intent": {"name": intent, "confidence": 1.0}, "entities": []}
        if found:
            parse["rode_vlaggen"] = {"uitkomst": found}
        tracker.update(UserUttered(text, parse["intent"], parse_data=parse), self.domain)
        return self.decide(tracker)

    def decide(self, tracker: DialogueStateTracker) -> str:
        predictions = [
            self.rules.predict_action_probabilities(tracker, self.domain),
            self.safety.predict_action_probabilities(tracker, self.domain),
        ]
        best = self.ensemble.combine_predictions(predictions, tracker, self.domain)
        return self.domain.action_names_or_texts[best.max_confidence_index]


@pytest.fixture(scope="module")
def policies(tmp_path_factory: pytest.TempPathFactory) -> Policies:
    domain = Domain.load(ROOT / "domain.yml")
    storage = LocalModelStorage.create(tmp_path_factory.mktemp("policies"))
    context = ExecutionContext(GraphSchema({}), "test", node_name="policy")
    rules = RulePolicy.create(
        {**RulePolicy.get_default_config(), "core_fallback_action_name": "action_weet_niet"},
        storage,
        Resource("rules"),
        context,
    )
    steps = YAMLStoryReader().read_from_string(RULES)
    trackers = TrainingDataGenerator(StoryGraph(steps), domain, augmentation_factor=0).generate()
    rules.train(trackers, domain)
    safety = SafetyPolicy.load(
        SafetyPolicy.get_default_config(), storage, Resource("safety"), context
    )
    return Policies(domain, safety, rules)


def test_without_a_signal_the_rules_decide(policies: Policies) -> None:
    assert policies.following("none", []) == "action_faq"
    assert policies.following(None, []) == "action_faq"
    assert policies.following("none", [], intent="vragenlijst") == "action_vragenlijst_start"


@pytest.mark.parametrize("found", ["escalate", "ask"])
@pytest.mark.parametrize("intent", ["faq", "vragenlijst", "nlu_fallback", "stop", "herhaal"])
def test_a_signal_wins_from_every_intent(policies: Policies, found: str, intent: str) -> None:
    assert policies.following(found, [], intent=intent) == ACTION


@pytest.mark.parametrize("found", ["escalate", "ask"])
def test_a_signal_wins_inside_an_active_form(policies: Policies, found: str) -> None:
    assert policies.following("none", FORM) == "triage_form"
    assert policies.following(found, FORM) == ACTION


def _after_its_action(policies: Policies, outcome: str, *events: Event) -> str:
    """What follows action_rode_vlag with these events, on a message with this outcome."""
    intent = {"name": "faq", "confidence": 1.0}
    parse = {"intent": intent, "entities": [], "rode_vlaggen": {"uitkomst": outcome}}
    said = UserUttered("ik kan niet plassen", intent, parse_data=parse)
    tracker = DialogueStateTracker.from_events(
        "web_1",
        [ActionExecuted("action_listen"), *FORM, said, ActionExecuted(ACTION), *events],
        slots=policies.domain.slots,
        domain=policies.domain,
    )
    return policies.decide(tracker)


def test_after_its_action_it_listens(policies: Policies) -> None:
    assert _after_its_action(policies, "escalate") == "action_listen"


def test_it_listens_too_when_its_action_closed_the_advice(policies: Policies) -> None:
    closed = (SlotSet("advies_open", None), SlotSet("requested_slot", "triage_antwoord"))
    assert _after_its_action(policies, "none", *closed) == "action_listen"


def test_an_open_advice_holds_every_typed_message(policies: Policies) -> None:
    opened = [SlotSet("advies_open", ADVICE)]
    assert policies.following("none", opened) == ACTION
    assert policies.following(None, opened, intent="stop") == ACTION
    assert policies.following("none", [*opened, SlotSet("advies_open", None)]) == "action_faq"


def test_a_tapped_reaction_to_the_advice_reaches_its_own_action(policies: Policies) -> None:
    tapped = policies.following(None, [SlotSet("advies_open", ADVICE)], text="/kies_reactie")
    assert tapped != ACTION


def test_a_reply_inside_the_form_goes_to_the_form_although_an_advice_is_open(
    policies: Policies,
) -> None:
    assert policies.following("none", [SlotSet("advies_open", ADVICE), *FORM]) == "triage_form"
    assert policies.following("escalate", [SlotSet("advies_open", ADVICE), *FORM]) == ACTION


def test_its_priority_is_above_every_policy_of_rasa(policies: Policies) -> None:
    assert policies.safety.priority == PRIORITY
    assert policies.safety.priority > policies.rules.priority


def test_configuration_cannot_set_its_priority_lower(policies: Policies, tmp_path: Path) -> None:
    context = ExecutionContext(GraphSchema({}), "test", node_name="policy")
    configured = {**SafetyPolicy.get_default_config(), "priority": 1}
    storage = LocalModelStorage.create(tmp_path)
    safety = SafetyPolicy.load(configured, storage, Resource("safety"), context)
    found = Policies(policies.domain, safety, policies.rules).following("escalate", FORM)
    assert (safety.priority, found) == (PRIORITY, ACTION)


def test_it_learns_nothing(policies: Policies) -> None:
    assert policies.safety.train([], policies.domain) == Resource("safety")
