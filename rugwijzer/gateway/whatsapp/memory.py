"""The choices that a patient was offered, kept in the store so that a restart forgets none."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass, field

from ..conversations import Conversation


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
        return cls(Conversation.from_dict(raw), tuple(raw["numbered"]))

    def worth_keeping(self, kept: str | None) -> bool:
        """Whether this says something that `kept` (None for nothing) does not."""
        if kept is None:
            conversation = self.conversation
            return bool(self.numbered or conversation.turns or conversation.pending)
        return self.dump() != kept

    def dump(self) -> str:
        """As JSON."""
        kept = self.conversation.as_dict() | {"numbered": self.numbered}
        return json.dumps(kept, ensure_ascii=False)
