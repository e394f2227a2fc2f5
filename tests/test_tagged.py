"""What the tagger finds, made sober."""

import pytest
from guanxi.extractors.tagged import LEAST, Span, borne_out, with_tagged
from guanxi.extractors.words import cut_words

TEXT = "恒睿澜起昨日宣布融资。分析认为，恒睿澜起的估值不低。"
FIRST, SECOND = 0, TEXT.rindex("恒睿澜起")


def company(start: int, probability: float) -> Span:
    return Span(start, start + 4, "company", probability)


def test_a_name_seen_at_two_places_is_surer_than_at_either() -> None:
    spans = borne_out(TEXT, [company(FIRST, 0.4), company(SECOND, 0.5)])
    assert [span.probability for span in spans] == pytest.approx([0.7, 0.7])
    assert [(span.start, span.end) for span in spans] == [(FIRST, FIRST + 4), (SECOND, SECOND + 4)]


def test_another_type_or_another_form_bears_out_nothing() -> None:
    other = [company(FIRST, 0.4), Span(SECOND, SECOND + 4, "product", 0.5), Span(5, 7, "company", 0.5)]
    assert [span.probability for span in borne_out(TEXT, other)] == pytest.approx([0.4, 0.5, 0.5])


def test_a_name_below_the_least_at_each_place_is_taken_when_two_bear_each_other_out() -> None:
    assert LEAST["company"] == 0.5
    words = cut_words(TEXT)
    once = with_tagged(TEXT, words, [], [company(FIRST, 0.45)])
    twice = with_tagged(TEXT, words, [], [company(FIRST, 0.45), company(SECOND, 0.45)])
    assert once == []
    assert [(name.start, name.end, name.type) for name in twice] == [
        (FIRST, FIRST + 4, "company"),
        (SECOND, SECOND + 4, "company"),
    ]
