"""What is counted of conversations: kinds, topics and levels, never words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Histogram

from rugwijzer.knowledge.contract import ASKS, KINDS, LEVELS, SURFACES

from .labels import OTHER, REASONS, known

#: Seconds: around the 0.1 s of a turn on two cores, up to the 8 s after which the rules answer.
BUCKETS = (0.025, 0.05, 0.1, 0.2, 0.35, 0.5, 1.0, 2.0, 4.0, 8.0)
ENGINE, FAILSAFE = "engine", "vangnet"


class TurnMeter:
    """Counts turns of the engine and answers of the failsafe.

    No alarm signal is a label: in a small practice the moment of one would point at a patient.
    """

    def __init__(self, registry: CollectorRegistry, topics: Collection[str]) -> None:
        """Make the metrics; `topics` are the ids of the catalogue."""
        self._topics = frozenset(topics)
        self.sessions = Counter(
            "rugwijzer_sessions", "Nieuwe sessies.", ["surface"], registry=registry
        )
        self.turns = Counter(
            "rugwijzer_turns", "Beurten die Rasa beantwoordde.", ["surface"], registry=registry
        )
        self.seconds = Histogram(
            "rugwijzer_turn_seconds",
            "Tijd van een beurt bij Rasa en de actieserver, in seconden.",
            ["surface"],
            buckets=BUCKETS,
            registry=registry,
        )
        self.unanswered = Counter(
            "rugwijzer_unanswered_turns",
            "Beurten waarin de assistent zei dat hij het niet weet.",
            ["surface"],
            registry=registry,
        )
        self.messages = Counter(
            "rugwijzer_messages",
            "Berichten aan patiënten, per soort en van wie: Rasa of het vangnet.",
            ["kind", "source"],
            registry=registry,
        )
        self.topics = Counter(
            "rugwijzer_topic_answers", "Antwoorden per onderwerp.", ["topic"], registry=registry
        )
        self.escalations = Counter(
            "rugwijzer_escalations",
            "Adviezen om te bellen na een alarmsignaal, per niveau.",
            ["level", "source"],
            registry=registry,
        )
        self.outcomes = Counter(
            "rugwijzer_outcomes",
            "Afgemaakte vragenlijsten, per niveau.",
            ["level"],
            registry=registry,
        )
        self.questions = Counter(
            "rugwijzer_questions",
            "Vragen aan patiënten; asks=confirm is een controlevraag over één signaal.",
            ["asks"],
            registry=registry,
        )
        self.failures = Counter(
            "rugwijzer_engine_failures",
            "Beurten waarop Rasa geen goed antwoord gaf, per oorzaak.",
            ["reason"],
            registry=registry,
        )
        self._begin()

    def _begin(self) -> None:
        """Let every series begin at 0: a rise from nothing would not be seen as one."""
        for surface in SURFACES:
            for metric in (self.sessions, self.turns, self.seconds, self.unanswered):
                metric.labels(surface)
        for topic in (*sorted(self._topics), OTHER):
            self.topics.labels(topic)
        for level in LEVELS:
            self.outcomes.labels(level)
            for source in (ENGINE, FAILSAFE):
                self.escalations.labels(level, source)
        for asks in ASKS:
            self.questions.labels(asks)
        for why in REASONS:
            self.failures.labels(why)

    def session(self, surface: str) -> None:
        """A new session."""
        self.sessions.labels(known(surface, SURFACES)).inc()

    def turn(self, surface: str, messages: Iterable[Mapping[str, Any]], seconds: float) -> None:
        """A turn that the engine answered with these messages (fields of the contract)."""
        surface, listed = known(surface, SURFACES), list(messages)
        self.turns.labels(surface).inc()
        self.seconds.labels(surface).observe(seconds)
        if any(m.get("kind") == "fallback" for m in listed):
            self.unanswered.labels(surface).inc()
        for message in listed:
            self.message(message, ENGINE)

    def failure(self, reason: str) -> None:
        """A turn that the engine did not answer."""
        self.failures.labels(known(reason, REASONS)).inc()

    def message(self, message: Mapping[str, Any], source: str) -> None:
        """One message, of the engine or of the failsafe."""
        kind = known(message.get("kind"), KINDS)
        self.messages.labels(kind, source).inc()
        level = known(message.get("level"), LEVELS)
        if kind == "answer":
            self.topics.labels(known(message.get("topic"), self._topics)).inc()
        elif kind == "escalation":
            self.escalations.labels(level, source).inc()
        elif kind == "outcome":
            self.outcomes.labels(level).inc()
        elif kind == "question":
            self.questions.labels(known(message.get("asks"), ASKS)).inc()
