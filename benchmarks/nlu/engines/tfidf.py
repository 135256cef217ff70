"""(c) tf-idf of words and character n-grams with a linear support vector machine."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from .contract import Example, Prediction, Settings

#: Turns margins of about one into shares; it orders the messages and decides nothing by itself.
SHARPNESS = 4.0


class Tfidf:
    """The plain baseline of text classification."""

    def __init__(self, settings: Settings, folder: Path) -> None:
        """Import scikit-learn."""
        import joblib
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.pipeline import make_pipeline, make_union
        from sklearn.svm import LinearSVC

        self._joblib = joblib
        self._file = folder / "model" / "model.joblib"
        words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
        characters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)
        self._pipeline: Any = make_pipeline(make_union(words, characters), LinearSVC(C=0.5))

    def train(self, examples: list[Example]) -> None:
        """Fit on texts and labels."""
        self._pipeline.fit([e.text for e in examples], [e.label for e in examples])
        self._file.parent.mkdir(parents=True, exist_ok=True)
        self._joblib.dump(self._pipeline, self._file, compress=1)

    def load(self) -> None:
        """Load the fitted pipeline."""
        self._pipeline = self._joblib.load(self._file)

    def predict(self, text: str) -> Prediction:
        """The label with the widest margin, and its share among all labels."""
        margins = np.atleast_1d(self._pipeline.decision_function([text])[0])
        if len(margins) == 1:
            margins = np.array([-margins[0], margins[0]])
        best = int(np.argmax(margins))
        label = str(self._pipeline.classes_[best])
        chance = 1 / float(np.exp(SHARPNESS * (margins - margins[best])).sum())
        return Prediction(label, chance, label)
