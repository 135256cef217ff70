"""Which language are these texts in? Counted by function words, enough for a whole file."""

from __future__ import annotations

import re
from collections.abc import Iterable

#: Words that are frequent in one of these languages and rare in the others.
_FREQUENT = {
    "nl": "de het een en van ik niet dat op te voor met mijn wat hoe zijn naar kan mag bij ook",
    "en": "the a and of i not that to for with my what how are is can do you it please on",
    "de": "der die das und ich nicht ein eine zu für mit mein was wie ist kann bitte auf von",
    "fr": "le la les et je pas un une pour avec mon que comment est peux vous des du sur",
    "es": "el los y yo no una para con mi qué como es puedo usted por favor del las en",
}
#: Less than this share of such words is none of these languages.
LEAST = 0.15
#: The code for any other language.
OTHER = "xx"
_WORD = re.compile(r"[^\W\d_]+")


def guess(texts: Iterable[str]) -> str:
    """The two-letter code of one of five languages, or `xx`."""
    words = [w for text in texts for w in _WORD.findall(text.lower())]
    counts = {
        code: sum(w in known for w in words)
        for code, known in ((c, set(line.split())) for c, line in _FREQUENT.items())
    }
    best = max(counts, key=lambda code: counts[code])
    return best if words and counts[best] / len(words) >= LEAST else OTHER
