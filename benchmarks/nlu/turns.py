"""How long a whole turn takes inside Rasa: NLU, policies and actions, a new conversation each time.

The assistants get every message one after the other, each in its own process, so that whatever else
the machine does hits them alike. They keep their trackers in memory and learned the same messages.
Ours is the model that `make start` runs, with its action server over HTTP. Stock has the policies of
`rasa init` and answers from its domain; it learns for one epoch here, because what a turn costs
depends on the sizes of the networks and not on their weights.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import yaml

from rugwijzer.knowledge.files import read_yaml
from rugwijzer.run.ports import free_port
from rugwijzer.run.rasa import rasa_environment

from .engines.contract import Example, Settings
from .process import EngineError

ROOT = Path(__file__).resolve().parents[2]
READY_S = 60
STOP_S = 20
UNKNOWN = "utter_weet_niet"


@dataclass(frozen=True)
class Assistant:
    """One to measure: a trained model, or messages for stock Rasa to learn, with a folder to work in."""

    engine: str
    folder: Path
    settings: Settings
    model: Path | None = None
    examples: Sequence[Example] = ()


def measure(assistants: Sequence[Assistant], texts: Sequence[str]) -> dict[str, list[float]]:
    """The milliseconds of each turn by engine, after a warming up on the first tenth of the texts.

    Raises EngineError when an assistant stops, or is silent too often.
    """
    warm_up = len(texts) // 10
    times: dict[str, list[float]] = {a.engine: [] for a in assistants}
    silent = dict.fromkeys(times, 0)
    with ExitStack() as stack:
        lanes = [stack.enter_context(_lane(a)) for a in assistants]
        for lane in lanes:
            lane.answer()
        for number, text in enumerate([*texts[:warm_up], *texts]):
            # Who comes first changes: the second may find the processor warm.
            for lane in lanes if number % 2 else lanes[::-1]:
                lane.connection.send((text, f"patient-{number}"))
                ms, replied = lane.answer()
                times[lane.engine].append(ms)
                silent[lane.engine] += not replied
    for engine, count in silent.items():
        if count > warm_up:
            raise EngineError(
                f"{engine}: {count} van de {len(times[engine])} beurten zonder antwoord"
            )
    return {engine: values[warm_up:] for engine, values in times.items()}


@dataclass(frozen=True)
class _Lane:
    """A running assistant."""

    engine: str
    connection: Connection
    log: Path

    def answer(self) -> Any:
        try:
            return self.connection.recv()
        except EOFError as error:
            raise EngineError(f"{self.engine} (hele beurten) is gestopt, zie {self.log}") from error


@contextmanager
def _lane(assistant: Assistant) -> Iterator[_Lane]:
    assistant.folder.mkdir(parents=True, exist_ok=True)
    # Its own interpreter: what this process holds in memory must not slow it down.
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    log = assistant.folder / "turns.log"
    process = context.Process(target=_serve, args=(theirs, assistant, log), daemon=True)
    process.start()
    theirs.close()
    try:
        yield _Lane(assistant.engine, ours, log)
    finally:
        process.terminate()
        process.join(STOP_S)
        ours.close()


def _serve(connection: Connection, assistant: Assistant, log: Path) -> None:
    """Load or train, say so, and answer until the other side ends it."""
    # An end from outside must still stop the action server.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(0))
    with log.open("w") as out:
        os.dup2(out.fileno(), 1)
        os.dup2(out.fileno(), 2)
    os.environ.update(rasa_environment())
    from .engines.rasa_model import RasaModel

    model = RasaModel(assistant.folder)
    with ExitStack() as stack:
        if assistant.model is None:
            _train_stock(model, assistant)
            model.load()
        else:
            from rasa.utils.endpoints import EndpointConfig

            from rugwijzer.channel.action_replies import check_with_one_validator

            check_with_one_validator()  # as the assistant's channel does
            url = stack.enter_context(_action_server())
            model.load(assistant.model, action_endpoint=EndpointConfig(url))
        connection.send("ready")
        while True:
            text, sender = connection.recv()
            started = time.perf_counter()
            replies = model.turn(text, sender)
            connection.send(((time.perf_counter() - started) * 1000, bool(replies)))


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
        server.wait(STOP_S)


def _wait(url: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + READY_S
    while server.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url, timeout=1):
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("the action server did not start")


def _train_stock(model: Any, assistant: Assistant) -> None:
    from .engines.stock import pipeline

    settings = replace(assistant.settings, epochs=1)
    examples = list(assistant.examples)
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
    domain, rules = assistant.folder / "domain.yml", assistant.folder / "rules.yml"
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
