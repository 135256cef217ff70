"""What was offered together and chosen, and where a questionnaire was left. Numbers only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from .talks import Said, Talk

#: A conversation that was silent for this long, in seconds, was left.
SILENT_S = 3600.0


@dataclass
class Offer:
    """Topics that were offered together: how often, and what was chosen."""

    topics: tuple[str, ...]
    times: int = 0
    chosen: Counter[str] = field(default_factory=Counter)

    @property
    def nothing(self) -> int:
        """How often none of them was chosen."""
        return self.times - sum(self.chosen.values())


@dataclass
class Step:
    """A question of the questionnaire: in how many it was asked, and in how many it was the last."""

    asks: str
    flags: tuple[str, ...]
    asked: int = 0
    last: int = 0


@dataclass
class Questionnaires:
    """How questionnaires ended, and at which question those that were left."""

    started: int = 0
    finished: int = 0
    alarmed: int = 0
    stopped: int = 0
    left: int = 0
    steps: dict[tuple[str, tuple[str, ...]], Step] = field(default_factory=dict)


@dataclass
class Figures:
    """All numbers of a period."""

    talks: int = 0
    turns: int = 0
    unanswered: int = 0
    offers: dict[tuple[str, ...], Offer] = field(default_factory=dict)
    questionnaires: Questionnaires = field(default_factory=Questionnaires)

    def add(self, talk: Talk, now: float) -> None:
        """Count one conversation; `now` is the present moment in Unix time."""
        self.talks += 1
        self.turns += len(talk.turns)
        self.unanswered += sum(t.unanswered for t in talk.turns)
        self._offers(talk)
        self._questionnaires(talk, now)

    def _offers(self, talk: Talk) -> None:
        """Each offer once a conversation, so that one patient cannot make a group."""
        seen: dict[tuple[str, ...], str] = {}
        following = [*talk.turns[1:], None]
        for turn, after in zip(talk.turns, following):
            for said in turn.said:
                offered = tuple(sorted(set(said.topics)))
                if said.kind == "fallback" and len(offered) > 1:
                    chosen = after.chosen if after and after.chosen in offered else ""
                    seen[offered] = chosen or seen.get(offered, "")
        for offered, chosen in seen.items():
            offer = self.offers.setdefault(offered, Offer(offered))
            offer.times += 1
            if chosen:
                offer.chosen[chosen] += 1

    def _questionnaires(self, talk: Talk, now: float) -> None:
        """The conversation's last questionnaire."""
        begins = [i for i, turn in enumerate(talk.turns) if turn.began]
        if not begins:
            return
        turns = talk.turns[begins[-1] :]
        end = next((i for i, turn in enumerate(turns) if turn.ended), None)
        if end is None and now - talk.last < SILENT_S:
            return
        inside = [s for turn in turns[: None if end is None else end + 1] for s in turn.said]
        found, kinds = self.questionnaires, {s.kind for s in inside}
        found.started += 1
        if "outcome" in kinds:
            found.finished += 1
        elif "escalation" in kinds:
            found.alarmed += 1
        elif end is None:
            found.left += 1
        else:
            found.stopped += 1
        self._steps(inside, broken=not kinds & {"outcome", "escalation"})

    def _steps(self, inside: Iterable[Said], broken: bool) -> None:
        asked = [(s.asks, tuple(sorted(s.flags))) for s in inside if s.kind == "question"]
        steps = self.questionnaires.steps
        for key in dict.fromkeys(asked):
            steps.setdefault(key, Step(*key)).asked += 1
        if broken and asked:
            steps[asked[-1]].last += 1
