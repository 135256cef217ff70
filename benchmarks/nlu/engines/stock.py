"""(b) The pipeline that `rasa init` 3.6.21 writes; for Dutch with spaCy's tokens and features.

The fallback's thresholds 0.3 and 0.1 are those of the pipeline. FallbackClassifier looks at the
intent only (RasaHQ/rasa 9751), so the chance of a topic is taken as that of the intent times that of
the ResponseSelector.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from .contract import Example, Prediction, Settings
from .rasa_model import RasaModel

FALLBACK = "nlu_fallback"
_SPACY = [
    {"name": "SpacyNLP", "model": "nl_core_news_sm"},
    {"name": "SpacyTokenizer"},
    {"name": "SpacyFeaturizer"},
]
_PLAIN = [{"name": "WhitespaceTokenizer"}]


def pipeline(settings: Settings) -> list[dict[str, Any]]:
    """The components with their options; without a retrieval intent DIET alone decides."""
    selector = {
        "name": "ResponseSelector",
        "epochs": settings.epochs,
        "constrain_similarities": True,
    }
    if settings.topics:
        selector["retrieval_intent"] = settings.topics
    return [
        *(_SPACY if settings.language == "nl" else _PLAIN),
        {"name": "RegexFeaturizer"},
        {"name": "LexicalSyntacticFeaturizer"},
        {"name": "CountVectorsFeaturizer"},
        {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
        {"name": "DIETClassifier", "epochs": settings.epochs, "constrain_similarities": True},
        {"name": "EntitySynonymMapper"},
        selector,
        {"name": "FallbackClassifier", "threshold": 0.3, "ambiguity_threshold": 0.1},
    ]


class Stock:
    """DIET with ResponseSelector."""

    def __init__(self, settings: Settings, folder: Path) -> None:
        """Import Rasa and TensorFlow."""
        self._settings = settings
        self._names = folder / "model" / "labels.json"
        self._model = RasaModel(folder)
        self._labels: dict[str, str] = {}

    def train(self, examples: list[Example]) -> None:
        """Train with the labels as they are, or numbered when they may hold any character."""
        labels = sorted({e.label for e in examples})
        if self._settings.topics:
            self._labels = {label: label for label in labels}
        else:
            self._labels = {f"intent_{i}": label for i, label in enumerate(labels)}
        coded = {label: code for code, label in self._labels.items()}
        rows = [Example(e.text, coded[e.label]) for e in examples]
        config = {"language": self._settings.language, "pipeline": pipeline(self._settings)}
        self._model.train_nlu(config, rows, retrieval=bool(self._settings.topics))
        self._names.write_text(json.dumps(self._labels), encoding="utf8")

    def load(self) -> None:
        """Load model and labels."""
        self._labels = json.loads(self._names.read_text(encoding="utf8"))
        self._model.load()

    def predict(self, text: str) -> Prediction:
        """The selector's topic when the intent is the topics' one, else the intent."""
        parsed = self._model.parse(text)
        intent = parsed["intent"]
        abstains = intent["name"] == FALLBACK
        if abstains:
            intent = next(i for i in parsed["intent_ranking"] if i["name"] != FALLBACK)
        label, chance = str(intent["name"]), float(intent["confidence"])
        if self._settings.topics and label == self._settings.topics:
            picked = parsed["response_selector"][label]["response"]
            label, chance = picked["intent_response_key"], chance * picked["confidence"]
        label = self._labels.get(label, label)
        return Prediction(label, float(chance), None if abstains else label)
