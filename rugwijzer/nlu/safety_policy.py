"""A policy that no other can outvote: an alarm signal in the message means action_rode_vlag.

It also holds an urgent advice that is not confirmed yet: then action_rode_vlag speaks first too.
"""

from __future__ import annotations

from typing import Any

from rasa.core.policies.policy import Policy, PolicyPrediction, SupportedData
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.generator import TrackerWithCachedStates
from rasa.shared.core.trackers import DialogueStateTracker

from .red_flag_detector import PARSE_KEY

ACTION = "action_rode_vlag"
REACTION = "action_reactie_advies"
#: Above RulePolicy (6) and every other policy of Rasa.
PRIORITY = 100


@DefaultV1Recipe.register(
    DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=False
)
class SafetyPolicy(Policy):
    """Predicts action_rode_vlag with certainty whenever the detector says escalate or ask."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """As any policy, but a priority in config.yml counts for nothing."""
        super().__init__(*args, **kwargs)
        self.priority = PRIORITY

    @staticmethod
    def supported_data() -> SupportedData:
        """It learns nothing."""
        return SupportedData.ML_AND_RULE_DATA

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The priority, where Rasa's check of the configuration reads it."""
        return {"priority": PRIORITY}

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> SafetyPolicy:
        """Nothing is stored."""
        return cls.create(config, model_storage, resource, execution_context)

    def train(
        self, training_trackers: list[TrackerWithCachedStates], domain: Domain, **kwargs: Any
    ) -> Resource:
        """Nothing to train."""
        return self._resource

    def predict_action_probabilities(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> PolicyPrediction:
        """action_rode_vlag right after the message, then listen; otherwise no opinion."""
        probabilities = self._default_predictions(domain)
        reaction, last = is_reaction(tracker), tracker.latest_action_name
        if last == ACTION or (reaction and last == REACTION):
            # It ends its turn, also when it closed the advice that called for it.
            following = ACTION_LISTEN_NAME
        elif last == ACTION_LISTEN_NAME and (reaction or concerns_safety(tracker)):
            following = REACTION if reaction else ACTION
        else:
            return self._prediction(probabilities)
        probabilities[domain.index_for_action(following)] = 1.0
        return self._prediction(probabilities, is_no_user_prediction=True)


def is_reaction(tracker: DialogueStateTracker) -> bool:
    """Whether the patient tapped a reaction to an urgent advice, also while a question is open."""
    message = tracker.latest_message
    return bool(message and (message.text or "").startswith("/kies_reactie"))


def concerns_safety(tracker: DialogueStateTracker) -> bool:
    """Whether the latest message holds a signal, or an urgent advice is still open."""
    message = tracker.latest_message
    if message is None or not message.text:
        return False
    found = (message.parse_data or {}).get(PARSE_KEY) or {}
    if found.get("uitkomst") in ("escalate", "ask"):
        return True
    opened = tracker.get_slot("advies_open")
    # While a question is open, the text is its answer; the advice is held again after it.
    return bool(opened) and not tracker.active_loop_name
