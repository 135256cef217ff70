"""(a) This project's pipeline, with the components and thresholds of config.yml.

On other people's data the red-flag detector is left out, and lemmas too when the texts are not Dutch.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from .contract import Example, Prediction, Settings
from .rasa_model import RasaModel

CONFIG = Path(__file__).resolve().parents[3] / "config.yml"
_ROOM = "rugwijzer.nlu."
_LEMMAS = f"{_ROOM}lemma_annotator.LemmaAnnotator"
_TOPICS = f"{_ROOM}topic_classifier.TopicClassifier"
_FLAGS = f"{_ROOM}red_flag_detector.RedFlagDetector"


def pipeline(settings: Settings) -> list[dict[str, Any]]:
    """The components of config.yml that have a part in these data."""
    components = yaml.safe_load(CONFIG.read_text(encoding="utf8"))["pipeline"]
    left_out = set()
    if settings.topics is None or not settings.alarms:
        left_out.add(_FLAGS)
    if settings.language != "nl":
        left_out.add(_LEMMAS)
    return [
        {**c, "topics": settings.topics} if c["name"] == _TOPICS else c
        for c in components
        if c["name"] not in left_out
    ]


class Rugwijzer:
    """TopicClassifier behind its featurizers, inside Rasa."""

    def __init__(self, settings: Settings, folder: Path) -> None:
        """Import Rasa."""
        self._settings = settings
        self._model = RasaModel(folder)

    def train(self, examples: list[Example]) -> None:
        """Train the pipeline without policies."""
        config = {"language": self._settings.language, "pipeline": pipeline(self._settings)}
        self._model.train_nlu(config, examples, retrieval=self._settings.topics is not None)

    def load(self) -> None:
        """Load the model."""
        self._model.load()

    def predict(self, text: str) -> Prediction:
        """The first answered topic, or what the whole message was taken for."""
        parsed = self._model.parse(text)
        topics, ranking = parsed["onderwerpen"], parsed["intent_ranking"]
        prefix = f"{self._settings.topics}/" if self._settings.topics else ""
        own = prefix + topics["antwoord"][0] if topics["antwoord"] else None
        return Prediction(ranking[0]["name"], float(topics["kans"]), own)
