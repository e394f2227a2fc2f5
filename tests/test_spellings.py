import pytest
from guanxi.graph.spellings import letters, slips, spellings


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("寒武纪", "hanwuji"),
        ("寒武紀", "hanwuji"),
        ("招商銀行", "zhaoshangyinhang"),
        ("重庆长安汽车", "chongqingchanganqiche"),
        ("廈門國貿", "xiamenguomao"),
        ("SK海力士", "skhailishi"),
        ("360数科", "360shuke"),
        ("绿地控股", "ludikonggu"),
        ("吕梁银行", "luliangyinhang"),
        ("Nestlé S.A.", "nestlesa"),
        ("AT&T", "att"),
    ],
)
def test_a_name_is_typed_by_its_sound(name: str, typed: str) -> None:
    assert typed in {spelling.letters for spelling in spellings(name)}


@pytest.mark.parametrize(
    ("name", "typed"), [("寒武纪", "hwj"), ("SK海力士", "skhls"), ("Advanced Micro Devices", "amd"), ("NVIDIA", "")]
)
def test_a_name_has_initials_where_it_has_several_parts(name: str, typed: str) -> None:
    assert typed in {spelling.initials for spelling in spellings(name)}


@pytest.mark.parametrize("name", ["", "·", "—", " ", "\u202e", "𠀀"])
def test_what_has_no_letters_has_no_spelling_of_letters(name: str) -> None:
    assert all(spelling.letters.isascii() is bool(spelling.letters) or name == "𠀀" for spelling in spellings(name))


@pytest.mark.parametrize(
    ("typed", "text", "count"),
    [
        ("nvidia", "nvidia", 0),
        ("nvdia", "nvidia", 1),
        ("nvidiaa", "nvidia", 1),
        ("hauwei", "huawei", 1),
        ("cambrican", "cambricon", 1),
        ("cambrican", "cambricontechnologies", 1),
        ("qualcom", "qualcommincorporated", 0),
        ("semicondcutro", "semiconductor", 2),
        ("intle", "intel", 1),
        ("intel", "nvidia", None),
        ("samsnug", "siemens", None),
    ],
)
def test_slips_are_counted_in_the_beginning_of_a_name(typed: str, text: str, count: int | None) -> None:
    assert slips(typed, text) == count


def test_letters_fold_case_width_and_accents() -> None:
    assert letters("ＮＶＩＤＩＡ") == letters("nvidia") == "nvidia"
    assert letters("Société Générale") == "societegenerale"
