from __future__ import annotations

from rugwijzer.followup.content import Content
from rugwijzer.followup.feedback import in_words
from rugwijzer.followup.worsening import Measures


def said(content: Content, now: Measures, *earlier: Measures, worse: bool = False) -> str:
    plan = content.plans["wandelen"]
    texts = content.questions.texts["terugkoppeling"]
    return " ".join(in_words(now, earlier, worse, plan.goal, texts))


def test_the_first_time(content: Content) -> None:
    assert "eerste meting" in said(content, Measures(pain=5))


def test_better_same_and_worse(content: Content) -> None:
    assert "minder dan de vorige keer" in said(content, Measures(pain=3), Measures(pain=6))
    assert "ongeveer gelijk" in said(content, Measures(pain=5), Measures(pain=6))
    assert "meer dan de vorige keer" in said(content, Measures(pain=8), Measures(pain=6))


def test_worsening_tells_when_to_call(content: Content) -> None:
    words = said(content, Measures(pain=8), Measures(pain=3), worse=True)
    assert "Bel dan uw fysiotherapeut of uw huisarts" in words
    assert "op en neer" not in words


def test_the_walking_goal(content: Content) -> None:
    assert "haalt u uw doel" in said(content, Measures(pain=3, walked=3))
    assert "1 dag gewandeld" in said(content, Measures(pain=3, walked=1))


def test_what_was_skipped_before_is_looked_past(content: Content) -> None:
    words = said(content, Measures(pain=3), Measures(pain=6), Measures(pain=None))
    assert "van 6 naar 3" in words
