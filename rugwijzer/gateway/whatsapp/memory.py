"""The choices that a patient was offered, kept in the store so that a restart forgets none."""

from __future__ import annotations

import json
import secrets
from collections import deque
from dataclasses import asdict, dataclass, field

from ..conversations import TURNS_KEPT, Conversation, Offered
from ..messages import OfferedChoice


def _new_conversation() -> Conversation:
    # After an erasure an old button must not be taken for a new one.
    return Conversation(counter=secrets.randbelow(10**9) * 1000)


@dataclass
class Memory:
    """A conversation of the gateway, and the ids that the last turn offered as numbers."""

    conversation: Conversation = field(default_factory=_new_conversation)
    numbered: tuple[str, ...] = ()

    @classmethod
    def load(cls, kept: str | None) -> Memory:
        """What `dump` gave, or a new one."""
        if kept is None:
            return cls()
        raw = json.loads(kept)
        turns = (
            {
                key: Offered(OfferedChoice(**value["choice"]), tuple(value["flags"]))
                for key, value in turn.items()
            }
            for turn in raw["turns"]
        )
        conversation = Conversation(
            counter=raw["counter"],
            turns=deque(turns, maxlen=TURNS_KEPT),
            pending=tuple(raw["pending"]),
        )
        return cls(conversation, tuple(raw["numbered"]))

    def dump(self) -> str:
        """As JSON."""
        turns = [{k: asdict(v) for k, v in turn.items()} for turn in self.conversation.turns]
        kept = {"counter": self.conversation.counter, "pending": self.conversation.pending}
        return json.dumps(kept | {"turns": turns, "numbered": self.numbered}, ensure_ascii=False)
