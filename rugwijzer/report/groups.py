"""Unanswered questions that mean the same, when enough different people asked them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage

from rugwijzer.nlu.encoder import SentenceEncoder

from . import SMALLEST
from .masking import mask, words
from .talks import Talk

#: Average cosine distance up to which questions count as one.
NEAR = 0.55
#: More sentences than this make the comparison slow; a practice does not reach it in a week.
MOST = 3000
_LONGEST = 200
_EXAMPLES, _EXAMPLE_WORDS, _GAPS = 2, 14, 0.34


@dataclass(frozen=True)
class Question:
    """A question without an answer; `talk` only tells different conversations apart."""

    talk: int
    text: str


@dataclass(frozen=True)
class Group:
    """Questions that mean the same: how many conversations, the words they share, examples."""

    talks: int
    shared: tuple[str, ...]
    examples: tuple[str, ...]


def questions(talk: Talk, number: int) -> list[Question]:
    """The unanswered questions of a conversation that are not about the patient's own alarm signals."""
    return [
        Question(number, turn.text.strip())
        for turn in talk.turns
        if turn.unanswered and not turn.private and 0 < len(turn.text.strip()) <= _LONGEST
    ]


def group(
    asked: Sequence[Question], encoder: SentenceEncoder, allowed: frozenset[str]
) -> tuple[list[Group], int]:
    """The groups of at least SMALLEST conversations, largest first, and how many were left out."""
    asked = asked[:MOST]
    if len(asked) < SMALLEST:
        return [], len({q.talk for q in asked})
    vectors = encoder.encode([q.text.lower() for q in asked])
    clusters = fcluster(linkage(vectors, "average", "cosine"), NEAR, "distance")
    found: list[Group] = []
    kept: set[int] = set()
    for cluster in set(clusters):
        inside = np.flatnonzero(clusters == cluster)
        talks = {asked[i].talk for i in inside}
        if len(talks) >= SMALLEST:
            kept |= talks
            found.append(_group([asked[i] for i in inside], vectors[inside], len(talks), allowed))
    left = {q.talk for q in asked} - kept
    return sorted(found, key=lambda g: -g.talks), len(left)


def _group(
    inside: Sequence[Question], vectors: np.ndarray, talks: int, allowed: frozenset[str]
) -> Group:
    used = Counter(
        word for word, _ in {(w, q.talk) for q in inside for w in words(q.text) if len(w) > 3}
    )
    shared = [w for w, n in used.most_common(8) if n >= SMALLEST and w in allowed]
    # The most usual ones: what is special about one person lies at the edge of a group.
    centre = vectors.mean(axis=0)
    examples: list[str] = []
    for i in np.argsort(-(vectors @ centre)):
        line, gaps = mask(inside[i].text, allowed)
        short = len(line.split()) <= _EXAMPLE_WORDS
        if short and gaps <= _GAPS and line not in examples:
            examples.append(line)
        if len(examples) == _EXAMPLES:
            break
    return Group(talks, tuple(shared), tuple(examples))
