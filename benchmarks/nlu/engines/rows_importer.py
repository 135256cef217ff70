"""Gives Rasa its training messages from JSON Lines.

Rasa's YAML would read square brackets in a message as entities, and can hold no label with a slash
that is not a retrieval intent.
"""

from __future__ import annotations

from pathlib import Path

from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from .contract import Example, read_lines


class RowsImporter(RasaFileImporter):
    """Domain, rules and stories from files as usual; the messages from `rows`."""

    def __init__(
        self,
        config_file: str | None = None,
        domain_path: str | None = None,
        training_data_paths: list[str] | str | None = None,
        rows: str = "",
        retrieval: bool = True,
    ) -> None:
        """`retrieval` says whether a label with a slash is a retrieval intent with its key."""
        super().__init__(config_file, domain_path, training_data_paths)
        self._rows = Path(rows)
        self._retrieval = retrieval

    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        """The messages of the rows, and for each retrieval intent a response with its own name."""
        examples = [Example(**row) for row in read_lines(self._rows)]
        keys = sorted({e.label for e in examples if self._key(e)})
        return TrainingData(
            [self._message(e) for e in examples],
            responses={f"utter_{key}": [{"text": key}] for key in keys},
        )

    def _key(self, example: Example) -> str | None:
        return example.label if self._retrieval and "/" in example.label else None

    def _message(self, example: Example) -> Message:
        key = self._key(example)
        data = {
            "text": example.text,
            "intent": example.label.partition("/")[0] if key else example.label,
            "metadata": {"intent": {"stem": example.voice}} if example.voice else {},
        }
        return Message(data={**data, "intent_response_key": key} if key else data)
