"""A stock Rasa project with this project's data: rasa init's pipeline and policies, rest, an action server.

Topics are answered by its ResponseSelector, and every turn asks its action server for one custom
action that says the same text, as a project with actions does.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

import yaml

from benchmarks.nlu.engines.contract import Example, Settings
from benchmarks.nlu.engines.rasa_model import RasaModel
from benchmarks.nlu.engines.stock import pipeline
from benchmarks.nlu.turns import ROOT, _dialogue, _domain
from rugwijzer.knowledge.messages import load_messages

ACTIONS = '''"""The custom action of the stock project."""

from rasa_sdk import Action


class Tell(Action):
    """Says a fixed line after an answer."""

    def name(self):
        """Name in the domain."""
        return "action_vertel"

    async def run(self, dispatcher, tracker, domain):
        """Say it."""
        dispatcher.utter_message(text="Hebt u nog een vraag?")
        return []
'''


def build(folder: Path, examples: list[Example], epochs: int) -> float:
    """Write and train the project in a folder; returns the seconds of training."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "actions.py").write_text(ACTIONS, encoding="utf8")
    intents = sorted({e.label.partition("/")[0] for e in examples})
    domain, rules = _domain(intents, examples), _dialogue(intents, examples)
    domain["actions"] = [*domain["actions"], "action_vertel"]
    for rule in rules["rules"]:
        rule["steps"].append({"action": "action_vertel"})
    for story in rules["stories"]:
        one, two, three, four = story["steps"]
        told = {"action": "action_vertel"}
        story["steps"] = [one, two, told, three, four, told]
    (folder / "domain.yml").write_text(yaml.safe_dump(domain), encoding="utf8")
    (folder / "rules.yml").write_text(yaml.safe_dump(rules), encoding="utf8")
    policies = [
        {"name": "MemoizationPolicy"},
        {"name": "RulePolicy"},
        {"name": "UnexpecTEDIntentPolicy", "max_history": 5, "epochs": epochs},
        {"name": "TEDPolicy", "max_history": 5, "epochs": epochs, "constrain_similarities": True},
    ]
    config: dict[str, Any] = {"language": "nl", "policies": policies}
    config["pipeline"] = pipeline(Settings(epochs=epochs, topics="faq"))
    began = time.perf_counter()
    model = RasaModel(folder)
    model.train_whole(config, examples, folder / "domain.yml", folder / "rules.yml")
    return time.perf_counter() - began


def endpoints(folder: Path, actions: int, database: Path) -> Path:
    """Its endpoints.yml: an SQL tracker store, and its action server."""
    path = folder / "endpoints.yml"
    store = {"type": "SQL", "dialect": "sqlite", "db": str(database)}
    content = {
        "tracker_store": store,
        "action_endpoint": {"url": f"http://127.0.0.1:{actions}/webhook"},
    }
    path.write_text(yaml.safe_dump(content), encoding="utf8")
    (folder / "credentials.yml").write_text("rest:\n", encoding="utf8")
    return path


def main() -> int:
    """`python -m benchmarks.serving.stock folder epochs limit`: train; the seconds in training.json."""
    folder, epochs, limit = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    examples = [Example(m.text, m.intent) for m in load_messages(ROOT / "data")]
    if limit:
        # Every step'th, so that every intent and topic stays in.
        examples = examples[:: max(1, len(examples) // limit)]
    seconds = build(folder, examples, epochs)
    (folder / "training.json").write_text(json.dumps({"seconds": seconds}))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
