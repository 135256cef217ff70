"""From treebank sentences to the binary corpora that spaCy trains on and is scored with."""

from __future__ import annotations

import random
from pathlib import Path

from augment import chat_style, fragment, stray_capitals, verb_first
from harmonise import Harmoniser
from spacy.tokens import Doc, DocBin
from spacy.vocab import Vocab
from treebank import (
    ALPINO_DEV,
    ALPINO_TEST,
    LASSY_DEV,
    LASSY_OLD_TRAIN,
    LASSY_TEST,
    Sentence,
    drop_known,
    read_conllu,
    split_off,
)

SEED = 1
DEV_SHARE = 0.06
DEV_BLOCK = 10
LOWER_SHARE = 0.35
FRAGMENT_SHARE = 0.4
MAX_GROUP = 6
VERB_FIRST_SHARE = 0.7


def to_doc(sentences: list[Sentence], vocab: Vocab) -> Doc:
    """Make one document (out) of neighbouring sentences (in)."""
    tokens = [token for sentence in sentences for token in sentence.tokens]
    offsets: list[int] = []
    for sentence in sentences:
        offsets += [len(offsets)] * len(sentence.tokens)
    spaces = [token.space_after for token in tokens]
    for i in range(1, len(tokens)):
        spaces[i - 1] = spaces[i - 1] or offsets[i] == i
    has_spaces = all(sentence.has_spaces for sentence in sentences)
    return Doc(
        vocab,
        words=[token.form for token in tokens],
        spaces=spaces if has_spaces else None,
        tags=[token.xpos for token in tokens],
        pos=[token.upos for token in tokens],
        morphs=[token.feats for token in tokens],
        lemmas=[token.lemma for token in tokens],
        heads=[offset + token.head for offset, token in zip(offsets, tokens)],
        deps=["ROOT" if token.deprel == "root" else token.deprel for token in tokens],
    )


def group(sentences: list[Sentence], sizes: list[int]) -> list[list[Sentence]]:
    """Cut a list into runs (in: sentences, sizes used in turn; out: the runs)."""
    groups: list[list[Sentence]] = []
    start = 0
    while start < len(sentences):
        size = sizes[len(groups) % len(sizes)]
        groups.append(sentences[start : start + size])
        start += size
    return groups


def _closed(sentence: Sentence) -> bool:
    return sentence.tokens[-1].form in {".", "!", "?"}


def _training_groups(new: list[Sentence], old: list[Sentence]) -> list[list[Sentence]]:
    rng = random.Random(SEED)
    sizes = [rng.randint(1, MAX_GROUP) for _ in range(1000)]
    # The new annotation counts twice: as running text and sentence by sentence.
    groups = group(new, sizes) + group(new, [1])
    groups += [[sentence] for sentence in old if not _closed(sentence)]
    groups += group([sentence for sentence in old if _closed(sentence)], sizes)
    for sentence in new + old:
        if rng.random() < LOWER_SHARE:
            typed = chat_style(sentence, keep_marks=rng.random() < 0.3)
            groups.append([stray_capitals(typed, rng) if rng.random() < 0.5 else typed])
        if rng.random() < FRAGMENT_SHARE:
            phrase = fragment(sentence, rng)
            if phrase is not None:
                groups.append([chat_style(phrase) if rng.random() < 0.4 else phrase])
        if rng.random() < VERB_FIRST_SHARE:
            turned = verb_first(sentence, keep_subject=rng.random() < 0.7)
            if turned is not None:
                groups.append([chat_style(turned) if rng.random() < 0.3 else turned])
    rng.shuffle(groups)
    # Lemma rules too rare to be learned count as the first rule seen: make that "no change".
    starts = (run[0].tokens[0] for run in groups)
    same = next(i for i, token in enumerate(starts) if token.form == token.lemma)
    groups[0], groups[same] = groups[same], groups[0]
    return groups


def prepare(treebanks: Path, out: Path) -> dict[str, int]:
    """Write ``train.spacy`` and ``dev.spacy``.

    In: the folder with the treebanks, the folder to write to. Out: how many sentences of each kind
    were used. No sentence of a test file is among them.
    """
    known = {
        sentence.key
        for name in (LASSY_TEST, ALPINO_TEST)
        for sentence in read_conllu(treebanks / name)
    }
    new: list[Sentence] = []
    dev: list[Sentence] = []
    for name in (LASSY_DEV, ALPINO_DEV):
        fresh = drop_known(read_conllu(treebanks / name), known)
        rest, apart = split_off(fresh, DEV_SHARE, DEV_BLOCK, SEED)
        new += rest
        dev += apart
    all_old = read_conllu(treebanks / LASSY_OLD_TRAIN)
    by_key = {sentence.key: sentence for sentence in all_old}
    pairs = [(by_key[sentence.key], sentence) for sentence in new if sentence.key in by_key]
    harmoniser = Harmoniser(pairs, new)
    old = [harmoniser(sentence) for sentence in drop_known(all_old, known)]
    vocab = Vocab()
    runs = _training_groups(new, old)
    DocBin(docs=[to_doc(run, vocab) for run in runs]).to_disk(out / "train.spacy")
    DocBin(docs=[to_doc(run, vocab) for run in group(dev, [5])]).to_disk(out / "dev.spacy")
    return {
        "train_r2.16": len(new),
        "train_v2.0": len(old),
        "train_v2.0_dropped": len(all_old) - len(old),
        "train_documents": len(runs),
        "dev": len(dev),
    }
