"""Bringing UD v2.0 annotation to the conventions of UD r2.16.

The old release hangs punctuation and conjunctions higher, tags possessives, ordinals and names
differently and lemmatises names and separable verbs in another way; trained on as it is, it caps
the result. The structural rules are in attachment.py; the label tables here are learned from
sentences that stand in both the old training file and the new development files, never from the
test files.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import replace
from typing import Any

from attachment import attach_conjunctions, attach_punctuation, mark_passives, raise_copulas
from treebank import Sentence, Token, with_tokens

Table = dict[Hashable, Hashable]

_MIN_SEEN = 3
_MIN_SHARE = 0.7

# The contexts to look an annotation up in (a token and its head), the most specific first.
_CATEGORY_KEYS: tuple[Callable[[Token, Token], Hashable], ...] = (
    lambda token, head: (token.form.lower(), token.upos, token.deprel),
    lambda token, head: (token.upos, token.feats, token.deprel, head.upos),
    lambda token, head: (token.upos, token.feats, token.deprel),
)
_RELATION_KEYS: tuple[Callable[[Token, Token], Hashable], ...] = (
    lambda token, head: (token.form.lower(), token.upos, token.deprel, head.form.lower()),
    lambda token, head: (token.form.lower(), token.upos, token.deprel, head.upos),
    lambda token, head: (token.upos, token.deprel, head.form.lower()),
    lambda token, head: (token.upos, token.deprel, head.upos),
)


class Harmoniser:
    """Learns the label tables from sentence pairs, then rewrites v2.0 sentences."""

    def __init__(
        self, pairs: Iterable[tuple[Sentence, Sentence]], lemmas: Iterable[Sentence]
    ) -> None:
        """Learn the tables.

        In: pairs of the same sentence in v2.0 and r2.16, and r2.16 sentences to take lemmas from.
        """
        categories: list[dict[Hashable, Counter[Hashable]]] = [
            defaultdict(Counter) for _ in _CATEGORY_KEYS
        ]
        relations: list[dict[Hashable, Counter[Hashable]]] = [
            defaultdict(Counter) for _ in _RELATION_KEYS
        ]
        for old, new in pairs:
            if [t.form for t in old.tokens] != [t.form for t in new.tokens]:
                continue
            tokens = raise_copulas(list(old.tokens))
            for before, after in zip(tokens, new.tokens):
                head = tokens[before.head]
                for table, key in zip(categories, _CATEGORY_KEYS):
                    table[key(before, head)][after.upos, after.feats] += 1
                for table, key in zip(relations, _RELATION_KEYS):
                    table[key(before, head)][after.deprel] += 1
        self._categories = [_reliable(table) for table in categories]
        self._relations = [_reliable(table) for table in relations]
        lexicon: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        self._lower: set[str] = set()
        for sentence in lemmas:
            for token in sentence.tokens:
                lexicon[token.form, token.upos][token.lemma] += 1
                if token.lemma.islower():
                    self._lower.add(token.lemma)
        self._lemmas = {
            key: counts.most_common(1)[0][0] for key, counts in lexicon.items() if len(counts) == 1
        }

    def __call__(self, sentence: Sentence) -> Sentence:
        """Rewrite one v2.0 sentence (in) to r2.16 conventions (out)."""
        tokens = raise_copulas(list(sentence.tokens))
        tokens = [self._relabel(token, tokens[token.head]) for token in tokens]
        tokens = mark_passives(tokens)
        tokens = attach_conjunctions(tokens)
        tokens = attach_punctuation(tokens)
        return with_tokens(sentence, self._relemmatise(tokens))

    def _relabel(self, token: Token, head: Token) -> Token:
        category = _look_up(self._categories, [key(token, head) for key in _CATEGORY_KEYS])
        relation = _look_up(self._relations, [key(token, head) for key in _RELATION_KEYS])
        upos, feats = category or (token.upos, token.feats)
        return replace(token, upos=upos, feats=feats, deprel=relation or token.deprel)

    def _relemmatise(self, tokens: list[Token]) -> list[Token]:
        particles = {
            t.head: t.form.lower()
            for t in tokens
            if t.deprel == "compound:prt" and t.form.isalpha()
        }
        result: list[Token] = []
        for i, token in enumerate(tokens):
            lemma = token.lemma
            known = self._lemmas.get((token.form, token.upos))
            if i in particles and token.upos == "VERB" and not lemma.startswith(particles[i]):
                lemma = particles[i] + lemma
            elif known is not None:
                lemma = known
            elif token.upos == "PROPN":
                lemma = token.form
            elif i == 0 and lemma[:1].isupper() and token.upos not in ("X", "SYM"):
                lemma = lemma.lower() if lemma.lower() in self._lower else lemma
            result.append(replace(token, lemma=lemma))
        return result


def _look_up(tables: list[Table], keys: list[Hashable]) -> Any:
    found = (table[key] for table, key in zip(tables, keys) if key in table)
    return next(found, None)


def _reliable(table: dict[Hashable, Counter[Hashable]]) -> Table:
    chosen: Table = {}
    for key, counts in table.items():
        label, count = counts.most_common(1)[0]
        total = sum(counts.values())
        if total >= _MIN_SEEN and count / total >= _MIN_SHARE:
            chosen[key] = label
    return chosen
