import pytest
from guanxi.exports.server.guard import Doors


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.8.9.1", "::1", "graph.localhost"])
def test_this_machine_has_its_own_names(host: str) -> None:
    assert Doors().knows(host)


@pytest.mark.parametrize(
    "host", ["", "rebound.example", "localhost.example", "192.0.2.7", "2001:db8::1", "127.0.0.1.example"]
)
def test_other_names_are_not_known(host: str) -> None:
    assert not Doors().knows(host)


def test_further_names_and_addresses_can_be_named() -> None:
    assert Doors(hosts=["graph.example"]).knows("graph.example")
    assert not Doors(hosts=["graph.example"]).knows("192.0.2.7")
    assert Doors(addresses=True).knows("192.0.2.7")
    assert not Doors(addresses=True).knows("rebound.example")


@pytest.mark.parametrize(
    ("origin", "welcome"),
    [
        ("http://localhost:8888", True),
        ("https://127.0.0.1", True),
        ("http://[::1]:3000", True),
        ("http://yasgui.localhost", True),
        ("https://elsewhere.example", False),
        ("http://localhost.elsewhere.example", False),
        ("http://192.0.2.7", False),
        ("null", False),
        ("", False),
        ("http://[", False),
        ("file://localhost", False),
        ("http://user@localhost@elsewhere.example", False),
    ],
)
def test_pages_of_this_machine_are_welcome(origin: str, welcome: bool) -> None:
    assert Doors().welcomes(origin) is welcome
    assert Doors(origins=["*"]).welcomes(origin)
    assert Doors(origins=[origin]).welcomes(origin)
