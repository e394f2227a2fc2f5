import importlib.resources
import string
from pathlib import Path

import pytest
import yaml
from guanxi.exports.dossier.plan import load_plan, load_zones
from guanxi.exports.dossier.wording import load_words
from guanxi.graph.errors import WrongUse
from guanxi.graph.model import Qualifiers
from guanxi.graph.schema import LANGUAGES

FOLDER = importlib.resources.files("guanxi.exports.dossier")


def texts_of(language: str) -> dict[str, str]:
    """Give every text of a language by its place in the file."""

    def walk(value: object, place: str) -> dict[str, str]:
        if isinstance(value, dict):
            return {at: text for key, one in value.items() for at, text in walk(one, f"{place}.{key}").items()}
        if isinstance(value, list):
            return {f"{place}.{number}": str(one) for number, one in enumerate(value)}
        return {place: str(value)}

    return walk(yaml.safe_load((FOLDER / "words" / f"{language}.yaml").read_text(encoding="utf-8")), "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_the_same_things_with_the_same_values(language: str) -> None:
    own = (".money.units", ".money.currencies")  # each language counts money in its own way
    english = {place: text for place, text in texts_of("en").items() if not place.startswith(own)}
    here = {place: text for place, text in texts_of(language).items() if not place.startswith(own)}
    assert here.keys() == english.keys()
    for place, text in here.items():
        values = {name for _, name, _, _ in string.Formatter().parse(text) if name}
        wanted = {name for _, name, _, _ in string.Formatter().parse(english[place]) if name}
        if place.startswith(".texts.") and place.endswith("_one"):
            assert values - {"n"} == wanted - {"n"}, place
        else:
            assert values == wanted, place


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_without_use(language: str) -> None:
    code = "".join(
        file.read_text(encoding="utf-8")
        for folder in (FOLDER, importlib.resources.files("guanxi.exports.plots"))
        for file in Path(str(folder)).rglob("*")
        if file.suffix in (".py", ".html")
    )
    texts = load_words(language).groups["texts"]
    made = ("short_", "role_", "legend_")  # put together from a status or a role
    assert [key for key in texts if key.removesuffix("_one") not in code and not key.startswith(made)] == []


@pytest.mark.parametrize(
    ("amount", "currency", "en", "hant", "hans"),
    [
        ("3080000000", "CNY", "CNY 3.08 bn", "人民幣 30.8 億元", "人民币 30.8 亿元"),
        ("640000000", "USD", "USD 640 m", "6.4 億美元", "6.4 亿美元"),
        ("1200000000000", "HKD", "HKD 1.2 tn", "1.2 萬億港元", "1.2 万亿港元"),
        ("35000", "TWD", "TWD 35,000", "新台幣 3.5 萬元", "新台币 3.5 万元"),
        ("1234567891", "EUR", "EUR 1,234,567,891", "1,234,567,891歐元", "1,234,567,891欧元"),
        ("999", "XAU", "XAU 999", "999 XAU", "999 XAU"),
        ("1000000000", None, "1 bn (currency not told)", "10 億（貨幣不詳）", "10 亿（货币不详）"),
        ("12.50", "USD", "USD 12.5", "12.5美元", "12.5美元"),
        ("lots", "USD", "USD lots", "USD lots", "USD lots"),
        ("7e999999", "USD", "USD 7e999999", "USD 7e999999", "USD 7e999999"),
        ("NaN", None, "NaN", "NaN", "NaN"),
        ("-2000000", "GBP", "GBP -2 m", "-200 萬英鎊", "-200 万英镑"),
    ],
)
def test_money_as_each_language_writes_it(amount: str, currency: str | None, en: str, hant: str, hans: str) -> None:
    """A sum is never rounded: one with too many digits for a unit is written out."""
    told = [load_words(language).sum(amount, currency) for language in ("en", "zh-Hant", "zh-Hans")]
    assert told == [en, hant, hans]


@pytest.mark.parametrize(
    ("date", "en", "hant"),
    [
        ("2023", "2023", "2023年"),
        ("2023-06", "June 2023", "2023年6月"),
        ("2023-06-03", "3 June 2023", "2023年6月3日"),
        ("2023-H2", "second half of 2023", "2023年下半年"),
        ("2023-Q3", "Q3 2023", "2023年第三季"),
        ("2023-13", "2023-13", "2023-13"),
        (None, "", ""),
    ],
)
def test_dates_as_each_language_writes_them(date: str | None, en: str, hant: str) -> None:
    assert (load_words("en").date(date), load_words("zh-Hant").date(date)) == (en, hant)


def test_what_a_text_adds_is_one_phrase() -> None:
    told = Qualifiers(date="2024-05", amount="1650000000", currency="CNY", stake="55", attributed_to="南洲日報")
    assert load_words("zh-Hant").added(told) == "2024年5月，人民幣 16.5 億元，55%，據南洲日報"
    assert load_words("en").added(Qualifiers(role="董事長", round="C輪")) == "董事長, C輪"
    assert load_words("en").added(Qualifiers()) == ""


def test_there_are_three_languages() -> None:
    with pytest.raises(WrongUse, match="no language is called fr; there are zh-Hans, zh-Hant, en"):
        load_words("fr")


def test_plan_and_picture_name_relations_that_there_are() -> None:
    words = load_words("en")
    assert all(key in words.groups["sections"] for key in load_plan())
    assert all(part.key in words.groups["blocks"] for parts in load_plan().values() for part in parts)
    assert {zone for zone, _, _ in load_zones()} == {"above", "below", "left", "right"}
