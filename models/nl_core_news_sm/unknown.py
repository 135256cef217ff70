"""Showing the pipeline unknown words while it trains.

The treebanks are small, so words of patients are often unknown, and an unknown word lands on
arbitrary rows of the word table. Rare words are therefore hidden now and then: their NORM becomes
a random string, and only prefix, suffix, shape and context are left to go by.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import srsly
from spacy.language import Language
from spacy.training.example import Example
from spacy.util import registry

AUGMENTER = "rugwijzer.unknown_words.v1"


@registry.augmenters(AUGMENTER)
def create_unknown_words(
    counts_path: Path, strength: float, seed: int
) -> Callable[[Language, Example], Iterator[Example]]:
    """Make the augmenter for config.cfg.

    In: a JSON file with the number of occurrences of each NORM, how strongly to hide (a word seen
    n times is hidden with chance ``strength / (strength + n)``), a seed. Out: the augmenter.
    """
    counts: dict[str, int] = srsly.read_json(counts_path)
    rng = random.Random(seed)

    def hide(nlp: Language, example: Example) -> Iterator[Example]:
        for token in example.predicted:
            count = counts.get(token.norm_, 1)
            if token.is_alpha and rng.random() < strength / (strength + count):
                token.norm_ = f"?{rng.randrange(10**6)}"
        yield example

    return hide
