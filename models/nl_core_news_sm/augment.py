"""Copies of treebank sentences in the styles of patients, which newspapers and wikis lack.

Patients type without capitals and punctuation, send loose phrases and open with the verb of a
question; a lemmatiser that never saw *Moet* at the start of a sentence does not find *moeten*.
"""

from __future__ import annotations

import random
from dataclasses import replace

from treebank import Sentence, Token, with_tokens

_PHRASE_HEADS = ("NOUN", "VERB", "ADJ")
_PHRASE_OPENERS = ("PUNCT", "CCONJ")
_DROPPED_OPENERS = (*_PHRASE_OPENERS, "ADP", "DET", "PRON")
_VERBS = ("AUX", "VERB")


def chat_style(sentence: Sentence, keep_marks: bool = False) -> Sentence:
    """Write a sentence the way patients type: lower case, no punctuation.

    In: a sentence; ``keep_marks`` leaves the punctuation. Out: the changed sentence; the lemma of
    a word that lost its capital loses its capitals too, so that no rule learns to add one.
    """
    tokens = list(sentence.tokens)
    heads = {token.head for i, token in enumerate(tokens) if token.head != i}
    keep = [
        i
        for i, token in enumerate(tokens)
        if keep_marks or token.deprel != "punct" or i in heads or token.upos != "PUNCT"
    ]
    place = {old: new for new, old in enumerate(keep)}
    changed = []
    for old, following in zip(keep, [*keep[1:], len(tokens)]):
        token = tokens[old]
        lowered = token.form.lower()
        lemma = token.lemma if lowered == token.form else token.lemma.lower()
        space = token.space_after or following > old + 1
        head = place[token.head]
        changed.append(replace(token, form=lowered, lemma=lemma, head=head, space_after=space))
    return with_tokens(sentence, changed) if changed else sentence


def stray_capitals(sentence: Sentence, rng: random.Random) -> Sentence:
    """Give some words a capital that means nothing, as telephones do after a line break.

    In: a sentence in lower case, a random source. Out: a copy with one word in six, names apart,
    capitalised and its lemma left as it is.
    """
    tokens = [
        replace(token, form=token.form.capitalize())
        if token.upos != "PROPN" and rng.random() < 1 / 6
        else token
        for token in sentence.tokens
    ]
    return with_tokens(sentence, tokens)


def fragment(sentence: Sentence, rng: random.Random) -> Sentence | None:
    """Cut a phrase out of a sentence and write it as a sentence of its own.

    In: a sentence, a random source. Out: an unbroken phrase of three words or more with a capital,
    its head the root, half of the time without article or preposition in front; None when the
    sentence has no such phrase.
    """
    tokens = sentence.tokens
    members: dict[int, list[int]] = {}
    for i in range(len(tokens)):
        node = i
        for _ in tokens:
            members.setdefault(node, []).append(i)
            if tokens[node].head == node:
                break
            node = tokens[node].head
    phrases = []
    openers = _DROPPED_OPENERS if rng.random() < 0.5 else _PHRASE_OPENERS
    for node, inside in sorted(members.items()):
        while inside[0] != node and tokens[inside[0]].upos in openers:
            inside = inside[1:]
        unbroken = inside[-1] - inside[0] + 1 == len(inside)
        if tokens[node].upos in _PHRASE_HEADS and unbroken and 3 <= len(inside) < len(tokens) - 1:
            phrases.append((node, inside))
    if not phrases:
        return None
    node, inside = rng.choice(phrases)
    start = inside[0]
    cut = [replace(tokens[i], head=tokens[i].head - start) for i in inside]
    root = node - start
    cut[root] = replace(cut[root], head=root, deprel="root")
    if any(not 0 <= token.head < len(cut) for token in cut):
        return None
    first = cut[0].form
    cut[0] = replace(cut[0], form=first[:1].upper() + first[1:])
    return with_tokens(sentence, cut)


def verb_first(sentence: Sentence, keep_subject: bool) -> Sentence | None:
    """Turn a statement into a yes-no question, or drop what opens it (*Heb al weken last.*).

    In: a sentence, whether its opening is a subject to keep or any phrase to drop. Out: the
    sentence with its finite verb in front; None when its verb does not follow such an opening.
    """
    tokens = list(sentence.tokens)
    verb = next(
        (i for i, t in enumerate(tokens) if t.upos in _VERBS and "VerbForm=Fin" in t.feats), 0
    )
    clause = verb if tokens[verb].deprel not in ("aux", "aux:pass", "cop") else tokens[verb].head
    if verb == 0 or tokens[clause].head != clause:
        return None
    tops = [i for i in range(verb) if not 0 <= tokens[i].head < verb or tokens[i].head == i]
    opening = tokens[tops[0]]
    if len(tops) > 1 or opening.head != clause:
        return None
    if keep_subject and not opening.deprel.startswith("nsubj"):
        return None
    if tokens[0].upos != "PROPN":
        tokens[0] = replace(tokens[0], form=tokens[0].form.lower())
    tokens[verb] = replace(tokens[verb], form=tokens[verb].form.capitalize())
    if keep_subject and tokens[-1].form == ".":
        tokens[-1] = replace(tokens[-1], form="?", lemma="?")
    order = [verb, *range(verb if keep_subject else 0), *range(verb + 1, len(tokens))]
    place = {old: new for new, old in enumerate(order)}
    if any(tokens[i].head not in place for i in order):
        return None
    moved: list[Token] = [replace(tokens[i], head=place[tokens[i].head]) for i in order]
    return with_tokens(sentence, moved)
