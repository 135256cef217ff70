"""What the answers may rest on: data/bronnen.yml with verdicts, facts, nuances and flag levels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .files import ContentError, read_yaml


@dataclass(frozen=True)
class TopicFacts:
    """What is agreed about one topic; `nuance` is where a guideline or trial differs, or empty."""

    verdict: str
    facts: tuple[str, ...]
    nuance: str = ""


@dataclass(frozen=True)
class FactBook:
    """The agreement about all topics and flags.

    `allowed` are numbers that any answer may use (112, '3 tot 4 weken'); `jargon` are words that the
    sources impose, left out when readability is measured; `flags` has niveau, vraag and nieuw by id.
    """

    topics: Mapping[str, TopicFacts]
    flags: Mapping[str, Mapping[str, Any]]
    allowed: tuple[str, ...] = ()
    jargon: tuple[str, ...] = ()

    @classmethod
    def load(cls, path: Path) -> FactBook:
        """Read data/bronnen.yml; raises ContentError when it has another form."""
        raw = read_yaml(path)
        try:
            topics = {
                str(topic): TopicFacts(
                    verdict=entry["oordeel"],
                    facts=tuple(str(fact) for fact in entry["feiten"]),
                    nuance=(entry.get("kanttekening") or {}).get("tekst", ""),
                )
                for topic, entry in raw["onderwerpen"].items()
            }
            return cls(
                topics=topics,
                flags=dict(raw["alarmsignalen"]),
                allowed=tuple(str(item) for item in raw["toegestaan"]),
                jargon=tuple(str(word) for word in raw["vakwoorden"]),
            )
        except KeyError as error:
            raise ContentError(f"{path.name}: er ontbreekt {error}") from error
        except (TypeError, AttributeError, ValueError) as error:
            raise ContentError(
                f"{path.name}: een stuk heeft een andere vorm dan de rest. Elk onderwerp heeft "
                "oordeel en feiten, elk alarmsignaal een niveau."
            ) from error
