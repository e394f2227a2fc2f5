from guanxi.extractors.bylines import find_names, is_name, surnames


def names(folded: str, *footers: int) -> list[str]:
    return [folded[start:end] for start, end in find_names(folded, footers)]


def test_a_name_between_teaser_and_story_is_an_author() -> None:
    assert names("市场估计今年收入将达50亿元 刘智恒 曾经是三巨头的某集团,今天盈利落后于对手。") == ["刘智恒"]
    assert names("董事长 王小明 表示,公司业绩理想。") == []  # what follows is no sentence's beginning of its own


def test_names_on_a_line_of_their_own_are_authors_at_either_end_of_the_text() -> None:
    assert names("某公司重组\n\n肖林、王小明\n\n某公司公布重组方案。") == ["肖林、王小明"]
    body = "公司公布业绩,收入增长,毛利上升。" * 60
    assert names(f"{body}\n黄明\n{body}") == []


def test_a_name_before_a_footer_is_an_author() -> None:
    text = "午间升3.7%。 阳歌 欲订阅通讯"
    assert names(text, text.index("欲")) == ["阳歌"]
    assert names(text) == []


def test_words_that_begin_like_a_surname_are_nobody() -> None:
    assert is_name("王小明") and is_name("欧阳娜娜") and is_name("陈竹")
    assert not any(map(is_name, ["董事会", "于是", "支撑位", "公司", "原标题:", "王", "王小明先生们"]))
    assert "欧阳" in surnames() and len(surnames()) > 300
