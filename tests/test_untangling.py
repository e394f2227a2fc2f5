"""Tagged names that swallowed what stands beside a name of the same text."""

import pytest
from guanxi.extractors.fullnames import Name
from guanxi.extractors.untangling import untangled
from guanxi.extractors.words import cut_words


@pytest.mark.parametrize(
    ("text", "tagged", "kind", "others", "kept"),
    [
        ("他思考岚岳的模式。岚岳上市", "思考岚岳", "company", {"岚岳": "company"}, "岚岳"),
        ("如果岚岳能并购。岚岳上市", "岚岳能", "company", {"岚岳": "company"}, "岚岳"),
        ("岚岳王立群:需要准备。王立群说", "岚岳王立群", "company", {"王立群": "person"}, "岚岳"),
        ("岚岳银行上市。岚岳扩张", "岚岳银行", "company", {"岚岳": "company"}, "岚岳银行"),
    ],
)
def test_a_name_of_the_text_shows_where_another_ends(
    text: str, tagged: str, kind: str, others: dict[str, str], kept: str
) -> None:
    names = [Name(text.index(tagged), text.index(tagged) + len(tagged), kind, 58, found_by="tagger")]
    names += [Name(text.rindex(key), text.rindex(key) + len(key), other, 70) for key, other in others.items()]
    first = untangled(text, cut_words(text), names)[0]
    assert text[first.start : first.end] == kept
