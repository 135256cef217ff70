"""How long a whole turn takes inside Rasa: NLU, policies and actions, a new conversation each time.

Both assistants keep their trackers in memory. Ours is the model that `make start` runs, with its
action server over HTTP. Stock has the policies of `rasa init` and answers from its domain; its model
is trained for one epoch here, because what a turn costs depends on the sizes of the networks and not
on their weights.
"""

from __future__ import annotations

import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from rugwijzer.knowledge.files import read_yaml
from rugwijzer.run.ports import free_port
from rugwijzer.run.rasa import rasa_environment

from .engines.contract import Example, Settings, read_lines

ROOT = Path(__file__).resolve().parents[2]
READY_S = 60
UNKNOWN = "utter_weet_niet"


def measure(job: dict[str, Any]) -> dict[str, Any]:
    """The milliseconds of each turn, after a warming up on the first tenth of the texts."""
    from .engines.rasa_model import RasaModel

    texts = [row["text"] for row in read_lines(Path(job["texts"]))]
    model = RasaModel(Path(job["folder"]))
    if job["engine"] == "rugwijzer":
        from rasa.utils.endpoints import EndpointConfig

        from rugwijzer.channel.action_replies import check_with_one_validator

        check_with_one_validator()  # as the assistant's channel does
        with _action_server() as url:
            model.load(Path(job["model"]), action_endpoint=EndpointConfig(url))
            return {"ms": _turns(model, texts)}
    _train_stock(model, Path(job["folder"]), job)
    model.load()
    return {"ms": _turns(model, texts)}


def _turns(model: Any, texts: list[str]) -> list[float]:
    times, silent = [], 0
    for i, text in enumerate([*texts[: len(texts) // 10], *texts]):
        started = time.perf_counter()
        silent += not model.turn(text, f"patient-{i}")
        times.append((time.perf_counter() - started) * 1000)
    if silent > len(texts) // 10:
        raise RuntimeError(f"{silent} of {len(times)} turns gave no reply")
    return times[len(texts) // 10 :]


@contextmanager
def _action_server() -> Iterator[str]:
    port = free_port()
    command = [sys.executable, "-m", "rasa_sdk", "--actions", "actions", "-p", str(port)]
    server = subprocess.Popen(
        command, cwd=ROOT, env={**rasa_environment(), "SANIC_HOST": "127.0.0.1"}
    )
    try:
        _wait(f"http://127.0.0.1:{port}/health", server)
        yield f"http://127.0.0.1:{port}/webhook"
    finally:
        server.terminate()
        server.wait(20)


def _wait(url: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + READY_S
    while server.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url, timeout=1):
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("the action server did not start")


def _train_stock(model: Any, folder: Path, job: dict[str, Any]) -> None:
    from .engines.stock import pipeline

    settings = replace(Settings(**job["settings"]), epochs=1)
    examples = [Example(**row) for row in read_lines(Path(job["examples"]))]
    policies = [
        {"name": "MemoizationPolicy"},
        {"name": "RulePolicy"},
        {"name": "UnexpecTEDIntentPolicy", "max_history": 5, "epochs": settings.epochs},
        {
            "name": "TEDPolicy",
            "max_history": 5,
            "epochs": settings.epochs,
            "constrain_similarities": True,
        },
    ]
    config = {"language": "nl", "pipeline": pipeline(settings), "policies": policies}
    domain, rules = folder / "domain.yml", folder / "rules.yml"
    intents = sorted({e.label.partition("/")[0] for e in examples})
    domain.write_text(yaml.safe_dump(_domain(intents, examples)), encoding="utf8")
    rules.write_text(yaml.safe_dump(_dialogue(intents, examples)), encoding="utf8")
    model.train_whole(config, examples, domain, rules)


def _retrieval(examples: list[Example]) -> set[str]:
    return {e.label.partition("/")[0] for e in examples if "/" in e.label}


def _domain(intents: list[str], examples: list[Example]) -> dict[str, Any]:
    """The intents, and the texts of data/ as plain responses of Rasa."""
    responses: dict[str, Any] = {UNKNOWN: [{"text": "Dat weet ik niet."}]}
    for path in sorted((ROOT / "data").rglob("*.yml")):
        raw = read_yaml(path)
        found = raw.get("responses") if isinstance(raw, dict) else None
        for name, variations in (found or {}).items():
            responses[name] = [{"text": v["text"]} for v in variations]
    actions = [f"utter_{name}" for name in sorted(_retrieval(examples))]
    return {"version": "3.1", "intents": intents, "responses": responses, "actions": actions}


def _dialogue(intents: list[str], examples: list[Example]) -> dict[str, Any]:
    """A rule for each intent, and for TED the same as stories, two intents in a row."""
    retrieval = _retrieval(examples)
    reply = {n: f"utter_{n}" if n in retrieval else UNKNOWN for n in [*intents, "nlu_fallback"]}
    rules = [
        {"rule": name, "steps": [{"intent": name}, {"action": action}]}
        for name, action in reply.items()
    ]
    stories = [
        {
            "story": f"{first} and {second}",
            "steps": [
                {"intent": first},
                {"action": reply[first]},
                {"intent": second},
                {"action": reply[second]},
            ],
        }
        for first, second in zip(intents, [*intents[1:], intents[0]])
    ]
    return {"version": "3.1", "rules": rules, "stories": stories}
