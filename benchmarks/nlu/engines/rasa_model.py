"""Training and asking a Rasa model through Rasa's own API, for the two engines that run on Rasa."""

from __future__ import annotations

import asyncio
import logging
import os
from pathlib import Path
from typing import Any

import yaml

from .contract import Example, write_lines

IMPORTER = "benchmarks.nlu.engines.rows_importer.RowsImporter"
NAME = "model.tar.gz"


class RasaModel:
    """A Rasa model in `folder / "model"`; raises RuntimeError when Rasa could not train it."""

    def __init__(self, folder: Path) -> None:
        """Keep Rasa's cache inside the folder, so that no earlier run saves training time."""
        os.environ["RASA_CACHE_DIRECTORY"] = str(folder / "cache")
        from rasa.core.agent import Agent
        from rasa.model_training import train, train_nlu
        from rasa.utils.log_utils import configure_structlog

        # At its default level Rasa writes every message and its parse data to the screen.
        logging.getLogger().setLevel(logging.ERROR)
        configure_structlog(logging.ERROR)
        self._agent_class, self._train, self._train_nlu = Agent, train, train_nlu
        self._folder = folder
        self._loop = asyncio.new_event_loop()
        self.agent: Any = None

    def train_nlu(self, config: dict[str, Any], examples: list[Example], retrieval: bool) -> None:
        """Train the pipeline of `config` on these messages."""
        rows, path = self._prepare(config, examples, retrieval)
        made = self._train_nlu(str(path), str(rows), str(self._folder / "model"), "model")
        if not made:
            raise RuntimeError("Rasa trained no model")

    def train_whole(
        self, config: dict[str, Any], examples: list[Example], domain: Path, rules: Path
    ) -> None:
        """Train pipeline and policies, for measuring whole turns."""
        _, path = self._prepare(config, examples, retrieval=True)
        result = self._train(
            str(domain),
            str(path),
            [str(rules)],
            str(self._folder / "model"),
            fixed_model_name="model",
        )
        if not result.model:
            raise RuntimeError("Rasa trained no model")

    def load(self, model: Path | None = None, **stores: Any) -> None:
        """Load the trained model, or another one."""
        path = model or self._folder / "model" / NAME
        self.agent = self._agent_class.load(str(path), **stores)

    def parse(self, text: str) -> dict[str, Any]:
        """The parse data of a message, as the server would compute it."""
        result: dict[str, Any] = self._loop.run_until_complete(self.agent.parse_message(text))
        return result

    def turn(self, text: str, sender: str) -> list[dict[str, Any]]:
        """One whole turn of a conversation: NLU, policies, actions."""
        replies = self._loop.run_until_complete(self.agent.handle_text(text, sender_id=sender))
        return list(replies or [])

    def _prepare(
        self, config: dict[str, Any], examples: list[Example], retrieval: bool
    ) -> tuple[Path, Path]:
        (self._folder / "model").mkdir(parents=True, exist_ok=True)
        rows = write_lines(self._folder / "rows.jsonl", examples)
        importer = {"name": IMPORTER, "rows": str(rows), "retrieval": retrieval}
        path = self._folder / "config.yml"
        whole = {"recipe": "default.v1", "assistant_id": "benchmark", **config}
        path.write_text(yaml.safe_dump({**whole, "importers": [importer]}), encoding="utf8")
        return rows, path
