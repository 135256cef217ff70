"""The tables of compounds.py, from the treebanks."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path

from compounds import CompoundMarks
from treebank import ALPINO_DEV, ALPINO_TEST, LASSY_DEV, LASSY_OLD_TRAIN, LASSY_TEST, read_conllu


def learn(treebanks: Path) -> CompoundMarks:
    """In: the folder with the treebanks. Out: the component with its tables filled.

    The marks come from the two r2.16 development files; the v2.0 file, which has none, only adds
    nouns and verbs that stand on their own. Sentences of the test files are left out everywhere.
    """
    test = {s.key for name in (LASSY_TEST, ALPINO_TEST) for s in read_conllu(treebanks / name)}
    marks = CompoundMarks()
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for name in (LASSY_DEV, ALPINO_DEV):
        marked = read_conllu(treebanks / name, keep_marks=True)
        for plain, sentence in zip(read_conllu(treebanks / name), marked):
            if plain.key in test:
                continue
            for token, truth in zip(plain.tokens, sentence.tokens):
                seen[f"{token.upos}/{token.lemma}"][truth.lemma] += 1
                _add(marks, token.upos, truth.lemma)
    for sentence in read_conllu(treebanks / LASSY_OLD_TRAIN):
        if sentence.key not in test:
            for token in sentence.tokens:
                _add(marks, token.upos, token.lemma)
    marks.known = {
        key: best
        for key, lemmas in seen.items()
        if (best := lemmas.most_common(1)[0][0]) != key.partition("/")[2]
        or _would_change(marks, key)
    }
    return marks


def _add(marks: CompoundMarks, upos: str, lemma: str) -> None:
    parts = [part.lower() for part in lemma.split("_") if part]
    if not parts:
        return
    if upos == "VERB":
        marks.verbs.add(parts[-1])
        marks.particles.update(parts[:1] if len(parts) > 1 else ())
    elif upos == "NOUN":
        marks.heads.add(parts[-1])
        marks.firsts.update(parts[:-1])


def _would_change(marks: CompoundMarks, key: str) -> bool:
    """Whether the rules would mark this word, so that 'no mark' must be kept in the table."""
    upos, _, lemma = key.partition("/")
    return marks.marked(lemma, upos) != lemma
