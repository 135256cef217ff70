"""Scoring a trained pipeline on the test files, which no training ever sees."""

from __future__ import annotations

from pathlib import Path

from augment import chat_style
from corpus import group, to_doc
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training.example import Example
from treebank import ALPINO_TEST, LASSY_TEST, Sentence, read_conllu

Figures = dict[str, float]
GROUP_SIZE = 10  # sentences in a document, as in ``spacy convert -n 10``
_SCORES = {
    "TOKEN": "token_acc",
    "POS": "pos_acc",
    "MORPH": "morph_acc",
    "TAG": "tag_acc",
    "LEMMA": "lemma_acc",
    "UAS": "dep_uas",
    "LAS": "dep_las",
    "SENTS_F": "sents_f",
}


def score_docs(nlp: Language, docs: list[Doc]) -> dict[str, float]:
    """Score a pipeline from raw text.

    In: the pipeline and gold documents. Out: spaCy's scores; the attachment scores leave out
    punctuation, as everywhere in spaCy.
    """
    examples = [Example(nlp.make_doc(doc.text), doc) for doc in docs]
    return nlp.evaluate(examples)


def _figures(nlp: Language, sentences: list[Sentence], size: int) -> Figures:
    scores = score_docs(nlp, [to_doc(run, nlp.vocab) for run in group(sentences, [size])])
    return {name: scores[key] for name, key in _SCORES.items() if scores.get(key) is not None}


def score_tests(nlp: Language, treebanks: Path) -> dict[str, Figures]:
    """Measure the figures to publish.

    In: the pipeline, the folder with the treebanks. Out: figures for each test file and for both
    together, lemmas compared as they stand in the files; ``both_sentences`` gives the pipeline one
    sentence at a time and ``both_chat`` types the sentences in lower case without punctuation.
    ``LEMMA_PLAIN`` compares lemmas without compound marks on both sides.
    """
    files = {"LassySmall": LASSY_TEST, "Alpino": ALPINO_TEST}
    marked = {name: read_conllu(treebanks / file, keep_marks=True) for name, file in files.items()}
    plain = {name: read_conllu(treebanks / file) for name, file in files.items()}
    for test_sets in (marked, plain):
        test_sets["both"] = [sentence for part in test_sets.values() for sentence in part]
    results: dict[str, Figures] = {}
    for name, sentences in marked.items():
        results[name] = _figures(nlp, sentences, GROUP_SIZE)
        with nlp.select_pipes(disable=["compound_marks"]):
            results[name]["LEMMA_PLAIN"] = _figures(nlp, plain[name], GROUP_SIZE)["LEMMA"]
    results["both_sentences"] = _figures(nlp, marked["both"], 1)
    results["both_chat"] = _figures(nlp, [chat_style(s) for s in marked["both"]], 1)
    return results
