import pytest
from guanxi.extractors.definitions import aside_after


@pytest.mark.parametrize("aside", ["(持股12%)", "(公司控股孙公司)", "(北辰云算母公司)", "(云杉集团旗下)"])
def test_a_bracket_that_says_whose_a_firm_is_belongs_to_the_sentence(aside: str) -> None:
    text = f"清滨物流{aside}表示"
    assert aside_after(text, text, 4) is None


@pytest.mark.parametrize(("aside", "short"), [("(下称清滨)", ["清滨"]), ("(行情)", [])])
def test_any_other_bracket_belongs_to_the_name(aside: str, short: list[str]) -> None:
    text = f"清滨物流{aside}表示"
    found = aside_after(text, text, 4)
    assert found is not None
    assert found.end == 4 + len(aside)
    assert [text[a:b] for a, b in found.short] == short
