"""Which topics look alike to a simple classifier? A hint for whoever writes example messages.

Every message is judged by a classifier that has not seen its voice: tf-idf of words and character
n-grams with a linear support vector machine, three folds over the voices. It is not the assistant's
own classifier, but what it mixes up is worth a look: a line in the wrong file, or two topics that
need clearer examples.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from .messages import Example
from .problems import shorten

PAIRS = 15
SHOWN = 2
FOLDS = 3
#: An example message with the topic it was taken for.
Mistake = tuple[Example, str]


def mistakes(examples: Sequence[Example]) -> list[Mistake]:
    """The messages given to another topic when their voice is left out of the training.

    Needs examples in at least three voices; scikit-learn raises ValueError otherwise.
    """
    from sklearn.model_selection import GroupKFold, cross_val_predict

    texts = [example.text for example in examples]
    intents = [example.intent for example in examples]
    voices = [example.voice for example in examples]
    folds = GroupKFold(n_splits=FOLDS)
    guesses = cross_val_predict(_classifier(), texts, intents, groups=voices, cv=folds)
    return [
        (example, str(guess))
        for example, guess in zip(examples, guesses, strict=True)
        if guess != example.intent
    ]


def pairs(found: Sequence[Mistake]) -> list[tuple[tuple[str, str], list[Mistake]]]:
    """The topic pairs with their mistakes, in either direction, most mistakes first."""
    by_pair: dict[tuple[str, str], list[Mistake]] = defaultdict(list)
    for example, guess in found:
        first, second = sorted((example.intent, guess))
        by_pair[first, second].append((example, guess))
    return sorted(by_pair.items(), key=lambda item: (-len(item[1]), item[0]))


def report(messages: Sequence[Example], topic: str = "") -> str:
    """The Dutch report over the example messages of the topics: the worst pairs, a few of each.

    With a `topic`, every message that it loses to another topic or takes from one.
    """
    examples = [message for message in messages if message.intent.startswith("faq/")]
    if len({example.voice for example in examples}) < FOLDS:
        return f"Voor dit rapport zijn voorbeelden van minstens {FOLDS} stemmen nodig."
    found = mistakes(examples)
    right = 100 * (1 - len(found) / len(examples))
    lines = [f"{len(examples)} voorbeelden bekeken, {right:.0f}% kwam bij het goede onderwerp."]
    chosen = [p for p in pairs(found) if f"faq/{topic}" in p[0]] if topic else pairs(found)[:PAIRS]
    for (first, second), both in chosen:
        lines.append(f"\n{_topic(first)} en {_topic(second)}: {len(both)} keer verward")
        for example, guess in both if topic else _shown(both):
            lines.append(
                f"  data/faq/{_topic(example.intent)}.yml, '{shorten(example.text, 90)}' "
                f"leek op {_topic(guess)}"
            )
    if chosen:
        lines.append(
            "\nStaat een voorbeeld bij het verkeerde onderwerp? Verplaats het. Anders: schrijf bij "
            "beide onderwerpen voorbeelden die het verschil laten zien."
        )
    return "\n".join(lines)


def _shown(both: Sequence[Mistake]) -> list[Mistake]:
    """A few of the mistakes, from both topics when both have one."""
    one_each = list(
        {example.intent: (example, guess) for example, guess in reversed(both)}.values()
    )
    return (one_each + [mistake for mistake in both if mistake not in one_each])[:SHOWN]


def _topic(intent: str) -> str:
    return intent.removeprefix("faq/")


def _classifier() -> Any:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import make_pipeline, make_union
    from sklearn.svm import LinearSVC

    features = make_union(
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 4), min_df=2, sublinear_tf=True),
    )
    return make_pipeline(features, LinearSVC(C=0.5))
