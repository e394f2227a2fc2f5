import pytest
from guanxi.graph.model import Entity
from guanxi.graph.name_pairs import Named, one_thing
from guanxi.graph.names import KnownNames, is_listed_form, unseated

HENGRUI = Entity("company/600276.SH", "company", (("zh-Hans", "恒瑞医药"),), (), ("600276.SH",))
SMIC = Entity(
    "company/688981.SH", "company", (("zh-Hans", "中芯国际"),), ("中芯国际集成电路制造有限公司",), ("688981.SH",)
)
KNOWN = KnownNames({entity.id: entity for entity in (HENGRUI, SMIC)})


@pytest.mark.parametrize(
    ("full", "short"),
    [
        ("北京星图测控科技有限公司", "星图测控科技"),
        ("江蘇省遠航新能源股份有限公司", "远航新能源"),
        ("深圳市海岳智能装备有限公司", "海岳智能装备"),
        ("江苏恒瑞医药股份有限公司", "恒瑞医药"),  # known, and of the form of a listed company
    ],
)
def test_a_registered_name_is_the_name_without_its_seat(full: str, short: str) -> None:
    assert one_thing(Named(full), Named(short), KNOWN)


@pytest.mark.parametrize(
    ("full", "short"),
    [
        ("深圳恒瑞医药有限公司", "恒瑞医药"),  # a known company's subsidiary
        ("上海中芯国际股份有限公司", "中芯国际"),  # whose full name the lexicon knows
        ("北京银行股份有限公司", "银行"),  # too little is left
        ("上海电气股份有限公司", "电气"),
        ("中国石油天然气股份有限公司", "石油天然气"),  # a state is no seat
        ("北京星图测控", "星图测控"),  # not a registered name
        ("岚山星图测控科技有限公司", "星图测控科技"),
    ],
)
def test_what_is_another_name_with_a_seat_before_it(full: str, short: str) -> None:
    assert not one_thing(Named(full), Named(short), KNOWN)


def test_seats_and_forms() -> None:
    assert unseated("深圳市海岳智能裝備（集團）有限公司") == "海岳智能装备集团"
    assert unseated("海岳智能装备有限公司") == ""
    assert is_listed_form("乙股份有限公司")
    assert not is_listed_form("乙公司")
