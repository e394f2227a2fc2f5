import pytest
from guanxi.graph.model import Entity
from guanxi.graph.names import KnownNames, bare_key, board, extends, fullness, has_legal_form, typed_key


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("甲科技股份有限公司", "甲科技"),
        ("甲科技（北京）有限責任公司", "甲科技北京"),
        ("甲集團股份有限公司", "甲集团"),
        ("甲控股有限公司", "甲控股"),
        ("甲合伙企业（有限合伙）", "甲合伙企业"),
        ("甲科技公司", "甲科技"),
        ("甲科技苏州分公司", "甲科技苏州分公司"),
        ("甲科技子公司", "甲科技子公司"),
        ("Zed Chips Co., Ltd.", "zedchips"),
        ("Zed Chips Co.,Ltd", "zedchips"),
        ("ZED CHIPS, INC.", "zedchips"),
        ("Zed S.p.A.", "zed"),
        ("Costco", "costco"),
        ("Inc", "inc"),
        ("公司", "公司"),
        ("某公司", "某公司"),
        ("有限公司", "有限公司"),
        ("", ""),
    ],
)
def test_the_legal_form_is_cut_off_and_no_more(name: str, key: str) -> None:
    assert bare_key(name) == key


def test_persons_and_products_have_no_legal_form() -> None:
    assert [typed_key("Anna Co", kind) for kind in ("person", "product", "company")] == ["annaco", "annaco", "anna"]


def test_what_was_cut_off_is_known() -> None:
    assert [has_legal_form(name) for name in ("甲有限公司", "甲科有限公司", "甲科集团", "Zed Ltd", "Zed")] == [
        False,  # one character is no name
        True,
        False,
        True,
        False,
    ]


def test_fullness_and_extensions() -> None:
    assert sorted(["台积电", "台湾积体电路制造", "tsmc"], key=fullness) == ["tsmc", "台积电", "台湾积体电路制造"]
    assert [extends(name, "甲科") for name in ("甲科集团", "甲科软件", "甲科", "乙甲科集团")] == [
        True,
        False,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("600000.SH", "688000.SH", True),
        ("600000.SH", "900901.SH", False),  # B shares
        ("000001.SZ", "200001.SZ", False),
        ("0700.HK", "80700.HK", False),  # the renminbi counter
        ("8083.HK", "0700.HK", True),  # the growth board is no other market
        ("NVDA.US", "NVDA.NASDAQ", True),
        ("600000.SS", "600000.SH", True),
        ("600000.SH", "000001.SZ", False),
    ],
)
def test_boards(one: str, other: str, alike: bool) -> None:
    assert (board(one) == board(other)) is alike


def test_known_names_belong_to_all_who_have_them() -> None:
    known = KnownNames(
        {
            "company/b": Entity("company/b", "company", (("zh-Hans", "大众"),), ("大眾汽車有限公司",), ("1.DE",)),
            "company/a": Entity("company/a", "company", (("zh-Hans", "大众"),), (), ("1.DE", "2.HK")),
            "person/a": Entity("person/a", "person", (("en", "Anna Co"),)),
        }
    )
    assert known.by_key["company", "大众"] == ["company/a", "company/b"]
    assert known.by_key["company", "大众汽车"] == ["company/b"]
    assert known.by_key["person", "annaco"] == ["person/a"]
    assert known.by_ticker == {"1.DE": "company/a", "2.HK": "company/a"}
