import json
import os
from pathlib import Path

import pytest
from guanxi.extractors.metadata import metadata_of
from guanxi.extractors.splitting import is_headline_list, split
from hypothesis import given, settings
from hypothesis import strategies as st

SHARED = Path(__file__).parents[2] / "shared"
BODY = "公司公布,與乙集團簽訂供貨協議,總額十億元,由丙半導體代工,預計明年交付。分析員認為協議有助提升市場份額。" * 2

TEASER = "乙公司做錯了什麼?\n乙公司近日股價大跌,不少投資者...\n2025-11-15 19:00:55"


def parts(text: str) -> list[str]:
    return [text[part.start : part.end] for part in split(text)]


def titles(text: str) -> list[str | None]:
    return [metadata_of(part).title for part in parts(text)]


def test_headlines_over_date_stamps_begin_articles_and_what_stands_before_is_none() -> None:
    text = f"行業\n搜索\n甲公司中標大單\n2025-11-26 22:15\n{BODY}\n乙公司擴產計劃\n某網· 2025-08-21 19:53\n{BODY}"
    assert titles(text) == ["甲公司中標大單", "乙公司擴產計劃"]
    assert parts(text)[0] == f"甲公司中標大單\n2025-11-26 22:15\n{BODY}"
    assert [metadata_of(part).published for part in parts(text)] == ["2025-11-26", "2025-08-21"]


def test_source_and_author_may_stand_between_headline_and_stamp() -> None:
    text = "\n".join(
        f"# {name}公司中標大單\n來源:某報\n作者:王小明\n2025-11-2{n} 08:00\n{BODY}" for n, name in enumerate("甲乙")
    )
    assert titles(text) == ["甲公司中標大單", "乙公司中標大單"]
    assert [metadata_of(part).publisher for part in parts(text)] == ["某報", "某報"]


def test_stamps_may_stand_over_the_headlines() -> None:
    text = "\n\n".join(f"2025年11月2{n}日 星期五\n{name}公司中標大單\n{BODY}" for n, name in enumerate("甲乙丙", 1))
    assert titles(text) == ["甲公司中標大單", "乙公司中標大單", "丙公司中標大單"]
    assert metadata_of(parts(text)[2]).published == "2025-11-23"


def test_articles_that_all_end_with_their_editor_are_parted() -> None:
    text = "\n".join(f"{name}公司中標大單\n{BODY}\n責任編輯:李小紅" for name in "甲乙丙")
    assert titles(text) == ["甲公司中標大單", "乙公司中標大單", "丙公司中標大單"]
    assert len(parts(f"甲公司中標大單\n責任編輯:李小紅\n公司背景介紹\n{BODY}")) == 1


def test_headlines_behind_a_footer_begin_articles() -> None:
    footer = " 欲訂閱每周免費通訊,請點擊這裏"
    text = f"甲公司中標大單\n{BODY}{footer}\n乙公司擴產計劃\n{BODY}{footer}\n丙公司任命新總裁\n{BODY}"
    assert titles(text) == ["甲公司中標大單", "乙公司擴產計劃", "丙公司任命新總裁"]


def test_labelled_briefs_over_a_blank_line_begin_articles() -> None:
    text = f"甲公司完成業務重組\n\n{BODY}\n\n新聞\n簡訊:乙公司股價急跌\n\n{BODY}\n簡訊:丙公司大股東減持\n\n{BODY}"
    assert titles(text) == ["甲公司完成業務重組", "簡訊:乙公司股價急跌", "簡訊:丙公司大股東減持"]


def test_repeated_blocks_of_labels_begin_articles() -> None:
    block = "標題:{}\n日期:2025-01-0{}\n來源:某報\n正文:" + BODY
    text = "\n\n".join(block.format(name, n) for n, name in enumerate(["甲公司中標", "乙公司擴產"], 1))
    assert [part[:8] for part in parts(text)] == ["標題:甲公司中標", "標題:乙公司擴產"]
    assert titles(text) == ["甲公司中標", "乙公司擴產"]
    assert [metadata_of(part).published for part in parts(text)] == ["2025-01-01", "2025-01-02"]


def test_ruled_lines_part_articles_that_have_a_headline_and_a_body() -> None:
    assert titles(f"甲公司中標大單\n{BODY}\n-----\n乙公司擴產計劃\n{BODY}") == ["甲公司中標大單", "乙公司擴產計劃"]
    assert len(parts(f"甲公司中標大單\n{BODY}\n-----\n(完)")) == 1


def test_a_ticker_of_flashes_is_one_article_a_line() -> None:
    text = "\n".join(
        f"【{name}公司簽訂供貨協議】{name}公司公告,與客戶簽訂協議,總額十億元,由丙半導體代工並負責交付。"
        for name in "甲乙丙丁"
    )
    assert len(parts(text)) == 4 and titles(text)[1] == "乙公司簽訂供貨協議"


@pytest.mark.parametrize(
    "text",
    [
        f"甲公司中標大單\n2025-11-26 22:15\n{BODY}\n{BODY}",
        f"甲公司中標大單\n{BODY}\n財務表現\n{BODY}\n未來展望\n{BODY}",
        f"甲公司中標大單\n{BODY}\n{TEASER}\n{TEASER}",
        "台積電擴產\n鴻海營收創新高\n聯發科推新晶片\n友達處分廠房\n華碩股東會登場",
        "",
        "\n\n",
    ],
)
def test_subheadings_one_stamp_and_lists_of_teasers_do_not_split(text: str) -> None:
    assert parts(text) == [text]


def shared(name: str) -> Path:
    path = SHARED / name
    if not path.is_dir():
        assert not os.environ.get("CI"), f"{path} is needed"
        pytest.skip(f"{path} is not there")
    return path


def test_the_four_collected_files_give_their_articles_with_the_headlines_of_the_clean_ones() -> None:
    dumps = shared("dumps")
    expected = json.loads((dumps / "parts.json").read_text(encoding="utf-8"))
    for file in dumps.glob("*.txt"):
        whole = file.read_text(encoding="utf-8")
        found = parts(whole)
        wanted = [expected[f"{file.stem}#{n}"] for n in range(1, len(found) + 1)]
        assert f"{file.stem}#{len(found) + 1}" not in expected
        for part, name in zip(found, wanted, strict=True):
            clean = (dumps.parent / "articles" / f"{name}.txt").read_text(encoding="utf-8")
            assert part in clean and metadata_of(part).title == metadata_of(clean).title


def test_each_of_the_collected_articles_stays_one() -> None:
    for file in shared("articles").glob("*.txt"):
        text = file.read_text(encoding="utf-8")
        assert len(split(text)) == 1, file.name
        assert is_headline_list(text) == file.name.startswith("twhead"), file.name


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["甲公司中標大單", "2025-11-26 22:15", BODY, "-----", "", "簡訊:乙公司急跌", "【甲公司】" + BODY]
        ),
        max_size=12,
    )
)
def test_parts_are_ascending_and_inside_the_text(lines: list[str]) -> None:
    text = "\n".join(lines)
    end = 0
    for part in split(text):
        assert end <= part.start <= part.end <= len(text)
        end = part.end
