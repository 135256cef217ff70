"""Reads the content once in a training: Rasa's own importer parses and checks every file twice."""

from __future__ import annotations

from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.training_data import TrainingData


class ContentImporter(RasaFileImporter):
    """Rasa's importer of files, which remembers the examples that it read."""

    _examples: TrainingData | None = None

    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        """All examples; Rasa's wrappers merge them into copies and never change them."""
        if self._examples is None:
            self._examples = super().get_nlu_data(language)
        return self._examples
