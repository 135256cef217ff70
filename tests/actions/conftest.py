"""A conversation with the action server's own actions: real content, real Tracker, no Rasa core.

`Talk` plays Rasa's part: it chooses the action as SafetyPolicy and the rules do, runs the form, and
applies the events that the actions return.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import pytest
from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

import actions
from actions.action_rode_vlag import ActionRodeVlag
from actions.action_vragenlijst import (
    ActionAskTriageAntwoord,
    ActionTriageUitkomst,
    ValidateTriageForm,
)
from actions.content import Content, content
from rugwijzer.knowledge.files import read_yaml
from rugwijzer.triage import Triage
from rugwijzer.triage.intake import Intake

ROOT = Path(__file__).resolve().parents[2]


def _actions() -> dict[str, type[Action]]:
    """Every custom action by its name in the domain, as the action server finds them."""
    modules = [import_module(f"actions.{m.name}") for m in iter_modules(actions.__path__)]
    classes = {c for m in modules for c in vars(m).values() if isinstance(c, type)}
    own = {c for c in classes if issubclass(c, Action) and c.__module__.startswith("actions.")}
    return {action().name(): action for action in own}


def _rules() -> dict[str, type[Action]]:
    """The first custom action of each rule of data/dialoog/regels.yml that an intent begins."""
    known, found = _actions(), {}
    for rule in read_yaml(ROOT / "data" / "dialoog" / "regels.yml")["rules"]:
        first, *then = rule["steps"]
        custom = [known[s["action"]] for s in then if s.get("action") in known]
        if "intent" in first and custom:
            found[first["intent"]] = custom[0]
    return found


RULES = _rules()
#: Intents that the classifier is taken to be sure of.
SURE = ("praat", "buiten", "herhaal", "stop", "opnieuw", "waarom")
DOMAIN = {
    "forms": {
        "triage_form": {"required_slots": ["triage_antwoord"]},
        "checkin_form": {"required_slots": ["checkin_antwoord"]},
    }
}


class Talk:
    """One conversation; every call gives the messages of one turn."""

    def __init__(self, triage: Triage, surface: str = "website") -> None:
        self.triage = triage
        self.surface = surface
        self.sender = "web_1"
        self.metadata: dict[str, Any] = {}
        self.slots: dict[str, Any] = {
            "laatste_onderwerp": None,
            "triage": None,
            "advies_open": None,
            "triage_antwoord": None,
            "requested_slot": None,
        }
        self.loop: dict[str, Any] = {}
        self.events: list[dict[str, Any]] = []
        self.latest: dict[str, Any] = {}
        self.turn: list[dict[str, Any]] = []

    @property
    def intake(self) -> Intake:
        return Intake.from_dict(self.slots["triage"])

    @property
    def advice(self) -> Any:
        return self.slots["advies_open"]

    @property
    def asking(self) -> bool:
        return self.loop.get("name") == "triage_form"

    def say(
        self,
        text: str,
        intent: str = "nlu_fallback",
        answer: list[str] | None = None,
        offer: list[str] | None = None,
        found: dict[str, Any] | None = None,
        outside: str = "",
        **entities: str,
    ) -> list[dict[str, Any]]:
        """The patient says or taps something; `answer` are the topics the classifier is sure of."""
        topics = {
            "antwoord": answer or [],
            "aanbod": offer or [],
            "aanbieden": bool(offer),
            "kans": 0.9 if answer or intent in SURE else 0.2,
        }
        self.latest = {
            "text": text,
            "intent": {"name": "faq" if answer and intent == "nlu_fallback" else intent},
            "entities": [{"entity": k, "value": v} for k, v in entities.items()],
            "rode_vlaggen": self._judge(text) if found is None else found,
            "response_selector": {"buiten": {"response": {"utter_action": f"utter_{outside}"}}},
            "onderwerpen": topics,
            "metadata": {"surface": self.surface, **self.metadata},
        }
        self.events.append({"event": "user", "text": text, "parse_data": dict(self.latest)})
        self.turn = []
        self._respond()
        return self.turn

    def yes(self) -> list[dict[str, Any]]:
        return self.say("Ja", "ja")

    def no(self) -> list[dict[str, Any]]:
        return self.say("Nee", "nee")

    def start(self) -> list[dict[str, Any]]:
        return self.say("controleer mijn klachten", "vragenlijst")

    def _judge(self, text: str) -> dict[str, Any]:
        if text.startswith("/"):
            return {}
        from rugwijzer.nlu.red_flag_detector import as_dict

        return as_dict(self.triage.assess(text))

    def _respond(self) -> None:
        concerned = self.latest["rode_vlaggen"].get("uitkomst") in ("escalate", "ask")
        held = self.advice and not self.latest["text"].startswith("/") and not self.asking
        if self.latest["text"].startswith("/kies_reactie"):
            self._run(RULES["kies_reactie"]())
        elif concerned or held:
            self._run(ActionRodeVlag())
        elif self.asking:
            self._form()
        else:
            intent = self.latest["intent"]["name"]
            self._run(RULES[intent]())
            if intent in ("vragenlijst", "kies_vragenlijst"):
                self.loop = {"name": "triage_form"}
                self.slots["requested_slot"] = "triage_antwoord"
                self._run(ActionAskTriageAntwoord())

    def _form(self) -> None:
        self.slots["triage_antwoord"] = self.latest["text"]
        self._run(ValidateTriageForm(), slot="triage_antwoord")
        if self.slots["triage_antwoord"] is None:
            self._run(ActionAskTriageAntwoord())
            return
        self.loop, self.slots["requested_slot"] = {}, None
        self._run(ActionTriageUitkomst())

    def _run(self, action: Action, slot: str | None = None) -> None:
        before = list(self.events)
        if slot:
            before.append({"event": "slot", "name": slot, "value": self.slots[slot]})
        tracker = Tracker(
            self.sender,
            dict(self.slots),
            self.latest,
            before,
            False,
            None,
            dict(self.loop),
            "action_listen",
        )
        dispatcher = CollectingDispatcher()
        returned = asyncio.run(_awaited(action, dispatcher, tracker))
        for message in dispatcher.messages:
            self._speak(message)
        for event in returned or []:
            self._apply(event)

    def _speak(self, message: dict[str, Any]) -> None:
        custom = message.get("custom") or {}
        choices = message.get("buttons") or []
        self.turn.append(
            {
                **custom,
                "text": message.get("text"),
                "response": message.get("response"),
                "choices": choices,
            }
        )
        data = {"custom": custom, "buttons": choices}
        self.events.append({"event": "bot", "text": message.get("text"), "data": data})

    def hear(self, text: str, kind: str) -> None:
        """Rasa speaks a response of the domain, as the rules for small talk make it do."""
        data = {"custom": None, "buttons": None}
        spoken = {
            "event": "bot",
            "text": text,
            "data": data,
            "metadata": {"metadata": {"kind": kind}},
        }
        self.events.append(spoken)

    def _apply(self, event: dict[str, Any]) -> None:
        if event["event"] == "slot":
            self.slots[event["name"]] = event["value"]
        elif event["event"] == "active_loop":
            self.loop = {"name": event["name"]} if event["name"] else {}
        elif event["event"] == "reset_slots":
            self.slots = dict.fromkeys(self.slots)
            self.events.append(event)


async def _awaited(
    action: Action, dispatcher: CollectingDispatcher, tracker: Tracker
) -> list[dict[str, Any]]:
    return await action.run(dispatcher, tracker, DOMAIN)


@pytest.fixture(scope="session", autouse=True)
def _content_folder() -> Iterator[None]:
    os.environ["RUGWIJZER_DATA_DIR"] = str(ROOT / "data")
    os.environ["RUGWIJZER_OPENINGSTIJDEN"] = "altijd"
    content.cache_clear()
    yield
    del os.environ["RUGWIJZER_DATA_DIR"], os.environ["RUGWIJZER_OPENINGSTIJDEN"]
    content.cache_clear()


@pytest.fixture(scope="session")
def known(_content_folder: None) -> Content:
    return content()


@pytest.fixture(scope="session")
def triage(known: Content) -> Triage:
    return Triage(known.book)


@pytest.fixture
def talk(triage: Triage) -> Talk:
    return Talk(triage)


@pytest.fixture
def tablet(triage: Triage) -> Talk:
    return Talk(triage, "tablet")


def kinds(messages: list[dict[str, Any]]) -> list[str]:
    return [m.get("kind", "response") for m in messages]


def titles(message: dict[str, Any]) -> list[str]:
    return [choice["title"] for choice in message["choices"]]
