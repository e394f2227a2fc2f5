import pytest
from guanxi.graph.readings import reading


@pytest.mark.parametrize("pair", ["华为 华伟", "中芯国际 中心国际", "宏碁 宏基", "寒武纪 寒五纪"])
def test_what_is_heard_alike(pair: str) -> None:
    one, other = pair.split()
    assert reading(one) == reading(other)


def test_what_is_not() -> None:
    assert reading("华为") != reading("为华")
    assert reading("nvidia") == "n v i d i a"
