"""Reading the CoNLL-U files of the treebanks and splitting them for training.

Traps of these files, handled here: UD v2.0 has no ``# text`` lines, so sentences are compared by
their word forms; the same sentence stands in several files (a test sentence must never be trained
on); lemmas of UD r2.16 mark compound borders with an underscore (``uit_stralen``).
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from pathlib import Path

LASSY_OLD_TRAIN = "nl_lassysmall-ud-train-v2.0.conllu"
LASSY_DEV = "nl_lassysmall-ud-dev-r2.16.conllu"
LASSY_TEST = "nl_lassysmall-ud-test-r2.16.conllu"
ALPINO_DEV = "nl_alpino-ud-dev-r2.16.conllu"
ALPINO_TEST = "nl_alpino-ud-test-r2.16.conllu"


@dataclass(frozen=True)
class Token:
    """One syntactic word; ``head`` is the 0-based index of its head, its own index for the root."""

    form: str
    lemma: str
    upos: str
    xpos: str
    feats: str
    head: int
    deprel: str
    space_after: bool = True


@dataclass(frozen=True)
class Sentence:
    """One sentence; ``has_spaces`` tells whether the file recorded the original spacing."""

    tokens: tuple[Token, ...]
    has_spaces: bool

    @property
    def key(self) -> str:
        """The letters and digits of the sentence: equal for equal text in any UD release."""
        text = "".join(token.form for token in self.tokens)
        return "".join(filter(str.isalnum, text)).casefold() or text


def plain_lemma(form: str, lemma: str, upos: str) -> str:
    """Write a lemma the way a dictionary does, without the compound marks of UD r2.16.

    In: a word form, its lemma and part of speech (``parlementsverkiezingen``,
    ``parlement_verkiezing``, ``NOUN``). Out: the lemma without underscores, the linking sounds and
    hyphens of the form kept (``parlementsverkiezing``); the parts of a verb are simply joined.
    """
    *first_parts, last = lemma.split("_")
    joined = "".join(first_parts) + last
    if not first_parts or not last:
        return lemma
    if upos == "VERB":
        return joined
    expected = len("".join(first_parts))
    lowered = form.lower()
    for length in range(len(last), 0, -1):
        stem = last[:length].lower()
        starts = [i for i in range(max(1, expected - 2), len(form)) if lowered.startswith(stem, i)]
        if starts:
            before = form[: min(starts, key=lambda i: abs(i - expected))]
            if lemma[0].islower():
                before = before.lower() if form.isupper() else before[0].lower() + before[1:]
            return before + last
    return joined


def clean_feats(feats: str) -> str:
    """Bring the FEATS column to one form for all releases.

    In: the column of the file. Out: the same without ``ExtPos`` (r2.16 only) and with ``Yes`` for
    ``yes`` (v2.0); an empty string when nothing is left.
    """
    parts = [part for part in feats.split("|") if part != "_" and not part.startswith("ExtPos=")]
    return "|".join(part.replace("=yes", "=Yes") for part in parts)


def _token(columns: list[str], index: int, keep_marks: bool) -> Token:
    head = int(columns[6]) - 1
    lemma = columns[2] if keep_marks else plain_lemma(columns[1], columns[2], columns[3])
    return Token(
        form=columns[1],
        lemma=lemma,
        upos=columns[3],
        xpos="" if columns[4] == "_" else columns[4],
        feats=clean_feats(columns[5]),
        head=index if head < 0 else head,
        deprel=columns[7],
        space_after="SpaceAfter=No" not in columns[9],
    )


def read_conllu(path: Path, keep_marks: bool = False) -> list[Sentence]:
    """Read a CoNLL-U file.

    In: the path; ``keep_marks`` leaves the underscores in the lemmas. Out: its sentences in order,
    without multiword ranges and empty nodes.
    """
    sentences: list[Sentence] = []
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        lines = block.splitlines()
        has_spaces = any(line.startswith("# text = ") for line in lines)
        rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
        words = [row for row in rows if row[0].isdigit()]
        if words:
            tokens = tuple(_token(row, i, keep_marks) for i, row in enumerate(words))
            sentences.append(Sentence(tokens, has_spaces))
    return sentences


def drop_known(sentences: list[Sentence], known: set[str]) -> list[Sentence]:
    """Remove sentences seen before.

    In: sentences and the keys already taken. Out: the first of each new sentence; ``known`` grows
    by the keys of what is returned.
    """
    fresh: list[Sentence] = []
    for sentence in sentences:
        if sentence.key not in known:
            known.add(sentence.key)
            fresh.append(sentence)
    return fresh


def split_off(
    sentences: list[Sentence], share: float, block: int, seed: int
) -> tuple[list[Sentence], list[Sentence]]:
    """Set part of a file apart for early stopping.

    In: sentences in file order, the share to set apart, the number of neighbouring sentences that
    stay together, a seed. Out: the rest and the part set apart, both in file order.
    """
    starts = list(range(0, len(sentences), block))
    chosen = set(random.Random(seed).sample(starts, max(1, round(share * len(starts)))))
    rest: list[Sentence] = []
    apart: list[Sentence] = []
    for start in starts:
        (apart if start in chosen else rest).extend(sentences[start : start + block])
    return rest, apart


def with_tokens(sentence: Sentence, tokens: list[Token]) -> Sentence:
    """Copy a sentence with other tokens (in: both; out: the copy)."""
    return replace(sentence, tokens=tuple(tokens))
