"""Splitting the training messages so that a voice is never in both halves."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from .engines.contract import Example


def assign(examples: Sequence[Example], folds: int) -> list[int]:
    """The fold of each message.

    Whole voices, the largest first into the lightest fold. With fewer voices than folds the messages
    of each label are dealt in turn.
    """
    sizes = Counter(e.voice for e in examples)
    if len(sizes) < folds:
        seen: dict[str, int] = defaultdict(int)
        dealt = []
        for example in examples:
            dealt.append(seen[example.label] % folds)
            seen[example.label] += 1
        return dealt
    weight = [0] * folds
    place = {}
    for voice, size in sorted(sizes.items(), key=lambda item: (-item[1], item[0])):
        place[voice] = min(range(folds), key=lambda fold: weight[fold])
        weight[place[voice]] += size
    return [place[e.voice] for e in examples]
