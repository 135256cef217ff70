"""What the assistant did with each message, and the shares that follow."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from rugwijzer.triage import LEVELS, URGENT, rank

from .cases import QuietCase, SignalCase
from .client import Message
from .wilson import Share

#: Two cores: one for Rasa and one for the rest.
WORKERS = 2
Answer = Callable[[str], list[Message]]


@dataclass(frozen=True)
class Verdict:
    """What one turn did: the highest level it escalated at, and the flags it named or asked about."""

    level: str
    named: frozenset[str]
    asked: frozenset[str]

    @property
    def escalates(self) -> bool:
        """Whether anything was escalated."""
        return self.level != LEVELS[0]


def verdict(messages: Iterable[Message]) -> Verdict:
    """Read the messages of one turn."""
    level, named, asked = LEVELS[0], set(), set()
    for message in messages:
        flags = message.get("red_flags") or []
        if message.get("kind") == "escalation":
            level = max(level, message["level"], key=rank)
            named |= set(flags)
        elif message.get("kind") == "question" and message.get("asks") == "confirm":
            asked |= set(flags)
    return Verdict(level, frozenset(named), frozenset(asked))


def judge(answer: Answer, texts: Sequence[str]) -> list[Verdict]:
    """The verdicts on some messages, each in a session of its own."""
    with ThreadPoolExecutor(WORKERS) as pool:
        return [verdict(m) for m in pool.map(answer, texts)]


def is_sure(case: SignalCase, found: Verdict) -> bool:
    """Escalated, at least at the right level."""
    return rank(found.level) >= rank(case.level)


def is_caught(case: SignalCase, found: Verdict) -> bool:
    """Escalated at least at the right level, or asked about exactly a right flag."""
    return is_sure(case, found) or bool(found.asked & case.right)


@dataclass(frozen=True)
class SignalResult:
    """Sensitivity on messages with signals."""

    caught_urgent: Share
    caught_all: Share
    escalated_urgent: Share
    level_exact: Share
    by_level: dict[str, Share]
    by_style: dict[str, Share]
    confusion: dict[str, Counter[str]]
    misses: list[SignalCase]


def signal_result(cases: Sequence[SignalCase], found: Sequence[Verdict]) -> SignalResult:
    """Compare labels with verdicts."""
    pairs = list(zip(cases, found))
    caught = [(c, is_caught(c, v)) for c, v in pairs]
    urgent = [(c, v) for c, v in pairs if c.level in URGENT]
    confusion: dict[str, Counter[str]] = defaultdict(Counter)
    for case, got in pairs:
        confusion[case.level][got.level] += 1
    return SignalResult(
        caught_urgent=_share(is_caught(c, v) for c, v in urgent),
        caught_all=_share(hit for _, hit in caught),
        escalated_urgent=_share(is_sure(c, v) for c, v in urgent),
        level_exact=_share(v.level == c.level for c, v in pairs),
        by_level=_by((c.level, hit) for c, hit in caught),
        by_style=_by((c.style, hit) for c, hit in caught),
        confusion=dict(confusion),
        misses=[c for c, hit in caught if not hit],
    )


@dataclass(frozen=True)
class QuietResult:
    """False alarms and needless questions on messages without a signal."""

    false_alarm: Share
    asked: Share
    by_reason: dict[str, Share]
    alarms: list[QuietCase]


def quiet_result(cases: Sequence[QuietCase], found: Sequence[Verdict]) -> QuietResult:
    """Count what was raised or asked without need."""
    pairs = list(zip(cases, found))
    return QuietResult(
        false_alarm=_share(v.escalates for _, v in pairs),
        asked=_share(bool(v.asked) and not v.escalates for _, v in pairs),
        by_reason=_by((c.reason, v.escalates) for c, v in pairs),
        alarms=[c for c, v in pairs if v.escalates],
    )


def _share(hits: Iterable[bool]) -> Share:
    counted = list(hits)
    return Share(sum(counted), len(counted))


def _by(pairs: Iterable[tuple[str, bool]]) -> dict[str, Share]:
    groups: dict[str, list[bool]] = defaultdict(list)
    for key, hit in pairs:
        groups[key].append(hit)
    return {key: _share(hits) for key, hits in sorted(groups.items())}
