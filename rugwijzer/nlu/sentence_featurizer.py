"""Graph component: one sentence embedding a message, as Rasa's dense sentence features."""

from __future__ import annotations

from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import FEATURIZER_CLASS_ALIAS
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from .encoder import SentenceEncoder, load_encoder
from .kept_vectors import KeptVectors


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceFeaturizer(DenseFeaturizer, GraphComponent):
    """Adds the sentence vector of the encoder; adds features and never removes any."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """No options of its own."""
        return dict(DenseFeaturizer.get_default_config())

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Nothing to validate."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceFeaturizer:
        """Make the component with the encoder of this process."""
        return cls(execution_context.node_name, config, load_encoder())

    def __init__(self, name: str, config: dict[str, Any], encoder: SentenceEncoder) -> None:
        """Take the encoder to use."""
        super().__init__(name, config)
        self._encoder = encoder

    def process(self, messages: list[Message]) -> list[Message]:
        """Add one vector to every message that has text."""
        self._add(messages, self._encoder)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add vectors to the training examples; those of an earlier training are used again."""
        self._add(training_data.training_examples, KeptVectors(self._encoder))
        return training_data

    def _add(self, messages: list[Message], encoder: SentenceEncoder) -> None:
        chosen = [m for m in messages if m.get(TEXT)]
        vectors = encoder.encode([m.get(TEXT) for m in chosen])
        for message, vector in zip(chosen, vectors):
            alias = self._config[FEATURIZER_CLASS_ALIAS]
            message.add_features(Features(vector[None, :], FEATURE_TYPE_SENTENCE, TEXT, alias))


def sentence_vector(message: Message, encoder: SentenceEncoder) -> np.ndarray:
    """The vector that SentenceFeaturizer added to a message; encodes it when it is not there."""
    for features in message.features or []:
        if features.attribute == TEXT and features.features.shape[-1] == encoder.dimensions:
            return np.asarray(features.features)[0]
    return encoder.encode([message.get(TEXT) or ""])[0]
