"""Graph component: looks for alarm signals in every message, whatever its intent.

Adds `rode_vlaggen` to the parse data: outcome, level, flags and the explanation. SafetyPolicy acts
on it. The lexicon travels inside the model, so that a model file is complete.
"""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path
from typing import Any

import joblib
import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.constants import INTENT_MESSAGE_PREFIX
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from rugwijzer.knowledge.flag_examples import load_examples
from rugwijzer.triage import Assessment, Triage

from .encoder import load_encoder
from .flag_model import FlagModel
from .kept_vectors import KeptVectors
from .sentence_featurizer import SentenceFeaturizer, sentence_vector

PARSE_KEY = "rode_vlaggen"
_MODEL = "flag_model.joblib"
_LEXICON = "red_flags"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class RedFlagDetector(GraphComponent):
    """Finds red flags with the lexicon and the learned detector."""

    @classmethod
    def required_components(cls) -> list[type]:
        """The sentence vectors must be there."""
        return [SentenceFeaturizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`folder` holds the red-flag files."""
        return {"folder": "data/red_flags"}

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """A change in a red-flag file trains the detector again."""
        digest = hashlib.sha256()
        for path in sorted(Path(config.get("folder", "data/red_flags")).glob("*.yml")):
            digest.update(path.name.encode() + path.read_bytes())
        return digest.hexdigest()

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> RedFlagDetector:
        """Make an untrained component."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> RedFlagDetector:
        """Load lexicon and detector of this resource."""
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            component._triage = Triage.load(folder / _LEXICON)
            component._model = joblib.load(folder / _MODEL)
        return component

    def __init__(
        self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource
    ) -> None:
        """Take the config; lexicon and model come from train or load."""
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._triage: Triage | None = None
        self._model: FlagModel | None = None
        self._encoder = load_encoder()

    def train(self, training_data: TrainingData) -> Resource:
        """Fit on the flags' own examples, with the ordinary questions as counter-examples."""
        folder = Path(self._config["folder"])
        self._triage = Triage.load(folder)
        ordinary = [m for m in training_data.intent_examples if m.get(TEXT)]
        examples = load_examples(folder)
        texts = [e.text for e in examples] + [m.get(TEXT) for m in ordinary]
        labels: list[Any] = [e.flags for e in examples] + [frozenset()] * len(ordinary)
        own = KeptVectors(self._encoder).encode([e.text for e in examples])
        shared = [sentence_vector(m, self._encoder) for m in ordinary]
        vectors = np.vstack([own, *([np.array(shared)] if shared else [])])
        about = [e.about for e in examples] + [""] * len(ordinary)
        self._model = FlagModel(list(self._triage.book.flags)).fit(texts, labels, vectors, about)
        with self._model_storage.write_to(self._resource) as target:
            joblib.dump(self._model, target / _MODEL, compress=1)
            shutil.copytree(folder, target / _LEXICON)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Judge every message with text; a failure of the detector leaves the lexicon's verdict."""
        for message in messages:
            text = message.get(TEXT) or ""
            if text and not text.startswith(INTENT_MESSAGE_PREFIX):
                vector = sentence_vector(message, self._encoder)
                message.set(PARSE_KEY, as_dict(self.assess(text, vector)), add_to_output=True)
        return messages

    def assess(self, text: str, vector: np.ndarray) -> Assessment:
        """The verdict of lexicon and detector on one text."""
        if self._triage is None or self._model is None:
            raise RuntimeError("RedFlagDetector is used before it was trained or loaded")
        chances = self._model.probability_map(text, vector, self._encoder.encode)
        return self._triage.assess(text, chances)


def as_dict(assessment: Assessment) -> dict[str, Any]:
    """The assessment as plain values for the tracker, explanation included."""
    return {
        "uitkomst": assessment.outcome,
        "niveau": assessment.level,
        "vlaggen": list(assessment.flags),
        "ook": list(assessment.also),
        "regels": list(assessment.rules),
        "feiten": {k: v for k, v in vars(assessment.facts).items() if v is not None},
        "kenmerken": list(assessment.modifiers),
        "uitleg": [
            {
                "vlag": f.flag,
                "woorden": f.words,
                "patroon": f.pattern,
                "sterkte": f.strength,
                **({"telt_niet": f.ruling.reason, "door": f.ruling.words} if f.ruling else {}),
            }
            for f in assessment.findings
        ],
    }
