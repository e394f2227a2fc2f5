import pytest
from guanxi.extractors.fullnames import Name
from guanxi.extractors.lexicon import Form
from guanxi.extractors.overlap import before_control

LISTED = {name: [Form(name, name, name, "company", "strong")] for name in ("云杉控股", "北辰")}


@pytest.mark.parametrize(
    ("text", "found", "by", "firm"),
    [
        ("云杉集团控股股东减持", "云杉集团控股", "tagger", "云杉集团"),
        ("云杉集团控股子公司中标", "云杉集团控股", "tagger", "云杉集团"),
        ("云杉集团控股股东大会通过", "云杉集团控股", "tagger", "云杉集团控股"),
        ("云杉集团控股上市", "云杉集团控股", "tagger", "云杉集团控股"),
        ("控股股东减持", "控股", "tagger", "控股"),
        ("云杉控股股东减持", "云杉控股", "lexicon", "云杉控股"),
        ("北辰控股股东减持", "北辰控股", "lexicon", "北辰"),
    ],
)
def test_control_is_left_to_the_shareholder_behind_it(text: str, found: str, by: str, firm: str) -> None:
    name = before_control(text, Name(0, len(found), "company", 50, found_by=by), LISTED)
    assert text[name.start : name.end] == firm
