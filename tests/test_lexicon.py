"""The lexicon: what ships is valid, names of all usages reach one entity, rows merge, wrong files are named."""

import csv
from pathlib import Path

import pytest
import yaml
from guanxi.extractors import lexicon as lexicon_module
from guanxi.extractors.lexicon import FOLDER, SHIPPED, Lexicon, check_lexicon, load_lexicon, read_rows, read_table
from guanxi.extractors.lexicon_sources import hong_kong, mainland, taiwan, united_states
from guanxi.extractors.lexicon_sources import main as convert
from guanxi.graph.errors import DataFileError
from guanxi.graph.text import fold

HEADER = "id,type,zh_hans,zh_hant,en,names,tickers,strength,source\n"


def named(name: str, lexicon: Lexicon | None = None, strength: str = "strong") -> set[str]:
    """Give the ids of all entities that have a name in the strength asked for."""
    forms = (lexicon or load_lexicon()).forms
    return {form.entity for form in forms if form.key == fold(name) and form.strength == strength}


def file(folder: Path, *rows: str, header: str = HEADER) -> Path:
    path = folder / "mine.csv"
    path.write_text(header + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return path


def test_what_ships_has_no_wrong_row_and_no_strong_name_for_two() -> None:
    gathered = lexicon_module._Gathered()
    problems = []
    for name in SHIPPED:
        for row in read_rows(FOLDER / name):
            assert isinstance(row, lexicon_module.Row), row
            problems += list(gathered.add(row))
    assert problems == []
    owners: dict[str, set[str]] = {}
    for identifier, rows in gathered.rows.items():
        for form, key, strength in (form for row in rows for form in row.forms):
            if strength == "strong":
                owners.setdefault(f"{key} ({form})", set()).add(identifier)
    assert {name: ids for name, ids in owners.items() if len(ids) > 1} == {}


def test_every_file_has_its_source_and_licence() -> None:
    sources = yaml.safe_load((FOLDER / "sources.yaml").read_text(encoding="utf-8"))
    assert {entry["file"] for entry in sources} == {path.name for path in FOLDER.glob("*.csv")}
    assert all(entry["source"] and entry["licence"] and entry["date"] for entry in sources)


def test_at_least_four_hundred_curated_in_chinese_and_english() -> None:
    curated = {}
    for name in ("companies.csv", "authorities.csv", "organizations.csv"):
        with (FOLDER / name).open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                if row["source"] == "curated" and row["zh_hans"] and row["zh_hant"] and row["en"]:
                    curated[row["id"]] = row["type"]
    assert len(curated) >= 2000
    counts = {kind: list(curated.values()).count(kind) for kind in set(curated.values())}
    assert counts["company"] >= 1500 and counts["authority"] >= 250 and counts["exchange"] >= 50
    assert counts["organization"] >= 250 and counts["fund"] >= 30 and counts["product"] >= 50


@pytest.mark.parametrize(
    ("entity", "names"),
    [
        ("company/nvidia", "輝達 英偉達 英伟达 辉达 NVIDIA Nvidia"),
        ("company/2330.TW", "台積電 臺積電 台积电 TSMC 台积"),
        ("company/amd", "超微 AMD 超威"),
        ("company/meta", "Meta"),
        ("company/2317.TW", "鴻海 鸿海 富士康 鴻海精密"),
        ("company/688981.SH", "中芯國際 中芯国际 中芯"),
        ("company/688256.SH", "寒武紀 寒武纪"),
        ("company/688795.SH", "摩爾線程 摩尔线程"),
        ("company/0700.HK", "騰訊 腾讯 騰訊控股"),
        ("company/alibaba", "阿里巴巴 阿里"),
        ("company/0016.HK", "新鴻基地產 新地 新鸿基地产"),
        ("company/0001.HK", "長和 长和 和記黃埔"),
        ("company/0005.HK", "匯豐 滙豐控股 汇丰银行 HSBC"),
        ("company/goldman", "高盛"),
        ("company/morgan-stanley", "大摩 摩根士丹利"),
        ("company/jpmorgan", "小摩 摩通 摩根大通"),
        ("company/volkswagen", "福斯汽車 大众汽车"),
        ("company/mercedes", "賓士 奔驰 梅赛德斯-奔驰 平治"),
        ("company/altria", "奧馳亞 奥驰亚"),
        ("authority/us", "美國 美国"),
        ("authority/us-fed", "聯儲局 美聯儲 聯準會 美联储 Fed"),
        ("authority/us-bis", "工業與安全局 美国商务部工业与安全局"),
        ("authority/cn-csrc", "中国证监会 中國證監會"),
        ("authority/hk-hkma", "金管局 香港金融管理局"),
        ("exchange/hkex", "港交所 聯交所 联交所 香港交易所 HKEX"),
        ("exchange/star", "科創板 科创板"),
        ("exchange/nasdaq", "納斯達克 纳斯达克 那斯達克 NASDAQ"),
        ("exchange/a-shares", "A股 Ａ股"),
        ("fund/big-fund", "大基金 國家大基金 国家集成电路产业投资基金股份有限公司"),
        ("organization/tsinghua", "清華大學 清华"),
        ("product/ascend", "昇騰 昇腾"),
    ],
)
def test_all_usages_of_a_name_are_one_entity(entity: str, names: str) -> None:
    assert {name: named(name) for name in names.split()} == {name: {entity} for name in names.split()}


def test_names_that_are_words_too_are_weak() -> None:
    words = "太平洋 机器人 老百姓 太阳能 金融街 統一 大同 全家 Visa Target 新希望 陸家嘴"
    for name in words.split():
        assert named(name) == set(), name
        assert named(name, strength="weak"), name


def test_the_securities_commission_without_a_place_may_be_either() -> None:
    assert named("證監會", strength="weak") == {"authority/cn-csrc", "authority/hk-sfc"}
    assert named("證監會") == set()


def test_short_latin_names_are_weak_unless_marked() -> None:
    assert named("BEA", strength="weak") == {"company/0023.HK"}
    assert named("AMD") == {"company/amd"}


@pytest.mark.parametrize(
    ("ticker", "entity"),
    [
        ("NVDA.US", "company/nvidia"),
        ("9988.HK", "company/alibaba"),
        ("0700.HK", "company/0700.HK"),
        ("1211.HK", "company/002594.SZ"),
        ("0981.HK", "company/688981.SH"),
        ("TSM.US", "company/2330.TW"),
        ("600519.SH", "company/600519.SH"),
        ("IFX.DE", "company/infineon"),
        ("2618.HK", "company/2618.HK"),
    ],
)
def test_a_ticker_gives_one_entity(ticker: str, entity: str) -> None:
    assert load_lexicon().entities_by_ticker[ticker] == entity
    assert ticker in load_lexicon().entities[entity].tickers


def test_a_listing_and_a_curated_row_are_one_entity_with_the_curated_label() -> None:
    smic = load_lexicon().entities["company/688981.SH"]
    assert dict(smic.labels) == {"zh-Hans": "中芯国际", "zh-Hant": "中芯國際", "en": "SMIC"}
    assert {"688981.SH", "0981.HK"} <= set(smic.tickers)
    assert not {label for _, label in smic.labels} & set(smic.names)


def test_everything_hangs_together() -> None:
    lexicon = load_lexicon()
    assert all(form.entity in lexicon.entities and form.key == fold(form.form) for form in lexicon.forms)
    assert all(form.type == lexicon.entities[form.entity].type for form in lexicon.forms)
    assert {form.strength for form in lexicon.forms} == {"strong", "weak"}
    assert not any(form.form[0] in "?!" for form in lexicon.forms)
    assert [form.key for form in lexicon.forms] == sorted(form.key for form in lexicon.forms)
    assert load_lexicon() is lexicon
    for identifier, entity in lexicon.entities.items():
        assert entity.labels and identifier == entity.id and identifier.startswith(f"{entity.type}/")


def test_states_of_shares_are_no_names() -> None:
    with (FOLDER / "a-shares.csv").open(encoding="utf-8", newline="") as lines:
        names = [row["zh_hans"] for row in csv.DictReader(lines)]
    assert len(names) > 5500
    assert [
        name for name in names if name.startswith(("ST", "*ST", "PT", "XD", "XR", "DR")) or name.endswith("退")
    ] == []


def test_a_users_file_comes_first_and_unites_by_ticker(tmp_path: Path) -> None:
    mine = file(
        tmp_path,
        "company/myco,company,星河测试,,Xinghe Test,星河集团|?星河,990001.SH,,mine",
        "company/chips,company,英伟达中国伙伴,,,英伟达|NVDA伙伴,,,mine",
        ",company,辉光实业,,,,NVDA.US,,mine",
    )
    lexicon = load_lexicon(mine)
    assert named("星河集團", lexicon) == {"company/myco"} and named("星河", lexicon, "weak") == {"company/myco"}
    assert dict(lexicon.entities["company/myco"].labels)["zh-Hant"] == "星河測試"
    assert lexicon.entities_by_ticker["NVDA.US"] == "company/NVDA.US"
    united = lexicon.entities["company/NVDA.US"]
    assert dict(united.labels)["zh-Hans"] == "辉光实业" and "輝達" in {*united.names, *dict(united.labels).values()}
    assert named("英伟达", lexicon) == {"company/chips"}, "the user's word counts more"
    assert named("英伟达", lexicon, "weak") == {"company/NVDA.US"}
    assert lexicon.digest != load_lexicon().digest


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("firm/x,firm,某某,,,,,,", "type 'firm'"),
        ("company/x,company,某某,,,,12345.SH,,", "ticker '12345.SH'"),
        ("company/x,company,某某,,,,700.HK,,", "ticker '700.HK'"),
        ("company/x,company,某某,,,,,sure,", "strength 'sure'"),
        ("company/x,company,,,,,,,", "must have a name"),
        ("authority/x,company,某某,,,,,,", "does not begin with its type"),
        ("company/x,company,某某", "3 cells"),
    ],
)
def test_a_wrong_row_is_named_with_file_and_line(tmp_path: Path, row: str, reason: str) -> None:
    mine = file(tmp_path, "company/good,company,很好实业,,,,,,", row)
    with pytest.raises(DataFileError, match=r"mine\.csv:3: ") as caught:
        load_lexicon(mine)
    assert reason in str(caught.value)


@pytest.mark.parametrize(
    ("second", "reason"),
    [
        ("company/one,company,别名实业,,,,,,", "there already"),
        ("company/two,company,第二实业,,,第一實業,,,", "strong name 第一實業 is that of company/one too"),
        ("company/two,company,第二实业,,,,600001.SH,,", "there already"),
    ],
)
def test_rows_of_one_file_that_contradict_each_other_are_refused(tmp_path: Path, second: str, reason: str) -> None:
    mine = file(tmp_path, "company/one,company,第一实业,,,,600001.SH,,", second)
    with pytest.raises(DataFileError, match=reason):
        load_lexicon(mine)


def test_a_file_that_is_not_there_or_no_lexicon_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match="nowhere"):
        load_lexicon(tmp_path / "nowhere.csv")
    with pytest.raises(DataFileError, match="unknown column price"):
        load_lexicon(file(tmp_path, "x,1", header="type,zh_hans,en,price\n"))


def test_check_tells_all_problems_at_once(tmp_path: Path) -> None:
    mine = file(
        tmp_path,
        "company/a,company,甲乙丙实业,,,,600519.SH,,",
        "company/b,company,丁戊己实业,,,英偉達,,,",
        "firm/c,firm,庚辛壬,,,,,,",
        "company/nvidia,company,,,Nvidia,,9988.HK,,",
    )
    problems = [str(problem).removeprefix(f"{mine}:") for problem in check_lexicon(mine)]
    assert [problem.split(":")[0] for problem in problems] == ["3", "4", "5"]
    assert "company/nvidia" in problems[0] and "type 'firm'" in problems[1] and "company/alibaba" in problems[2]
    assert list(check_lexicon(file(tmp_path, "company/a,company,甲乙丙实业,,,,600519.SH,,"))) == []


def test_tables_have_what_the_reader_of_names_needs() -> None:
    surnames = {row["key"]: row["weight"] for row in read_table("surnames")}
    assert surnames["欧阳"] == "3" and surnames["陈"] == "3" and surnames["张"] == "3" and len(surnames) > 400
    places = {row["key"]: row["kind"] for row in read_table("places")}
    assert (places["美国"], places["深圳"], places["新竹"], places["中环"]) == ("country", "city", "city", "district")
    suffixes = {row["key"]: row["type"] for row in read_table("legal_suffixes")}
    assert (
        suffixes["股份有限公司"] == "company"
        and suffixes["人民法院"] == "authority"
        and suffixes["大学"] == "organization"
    )
    titles = {row["key"]: row["kind"] for row in read_table("titles")}
    assert titles["董事长"] == "executive" and titles["财政司司长"] == "official" and titles["记者"] == "media"
    assert titles["发言人"] == "spokesperson" and titles["分析师"] == "analyst" and titles["创始人"] == "founder"
    assert len(titles) >= 250
    for table in ("surnames", "places", "legal_suffixes", "titles"):
        assert all(row["key"] == fold(row["key"]) for row in read_table(table))


def test_listings_are_cleaned_of_what_is_no_name(tmp_path: Path) -> None:
    lists = {
        "a-shares": "stock_code,short_name,exchange,list_date\n000002,某科Ａ,SZ,\n600005,*ST甲乙丙,SH,\n"
        "600006,XD丁戊己,SH,\n"
        "835001,庚辛壬,BJ,\n600009,寅卯退,SH,\n",
        "bse": "code,region,name,exchange,type\n920001,BJ,庚辛壬,BSE,stock\n",
        "taiwan": "code,name,market,industry,listed\n2330,甲乙丙,TWSE,,\n6531,丁戊*-KY,TWSE,,\n",
        "hkex": "code,region,name,exchange,type\n00700,HK,SOME FIRM-W,HKEX,stock\n02800,HK,TRACKER FUND,HKEX,stock\n"
        "80700,HK,SOME FIRM-R,HKEX,stock\n",
        "nasdaq": "code,region,name,exchange,type\nAAA,US,Some Chip Systems Inc. Common Stock,NASDAQ,stock\n"
        "AAAW,US,Some Chip Systems Inc. Warrant,NASDAQ,stock\nBBB,US,Some Acquisition Corp. Units,NASDAQ,stock\n",
        "nyse": "code,region,name,exchange,type\n"
        "CC/B,US,Another Steel Works plc American Depositary Shares (each two),NYSE,stock\n"
        "CC^A,US,Another Steel Works plc 5% Preferred,NYSE,stock\n",
        "amex": "code,region,name,exchange,type\n",
    }
    for name, text in lists.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    found = {item.zh_hans: (item.id, item.tickers, item.strength) for item in mainland(tmp_path)}
    assert found["某科"][0] == "company/000002.SZ" and found["某科"][2] == "weak"
    assert found["甲乙丙"][2] == "strong" and found["寅卯"][2] == "weak" and "丁戊己" not in found
    assert found["庚辛壬"][:2] == ("company/920001.BJ", ("920001.BJ", "835001.BJ"))
    assert [(item.zh_hant, item.strength) for item in taiwan(tmp_path)] == [("甲乙丙", "strong"), ("丁戊", "weak")]
    assert [(item.en, item.tickers) for item in hong_kong(tmp_path)] == [("SOME FIRM", ("0700.HK", "80700.HK"))]
    found_us = [(item.en, item.tickers) for item in united_states(tmp_path)]
    assert found_us == [("Some Chip Systems", ("AAA.US",)), ("Another Steel Works", ("CC.B.US",))]
    out = tmp_path / "out"
    out.mkdir()
    assert convert([str(tmp_path), str(out)]) == 0
    assert {path.name for path in out.glob("*.csv")} == {"a-shares.csv", "taiwan.csv", "hkex.csv", "us.csv"}
    assert convert([]) == 2
