"""Writes the lexicon's machine-converted files from lists of listings.

    python -m guanxi.extractors.lexicon_sources DIR [OUT]

DIR holds `a-shares.csv bse.csv taiwan.csv hkex.csv nasdaq.csv nyse.csv amex.csv` (where they come from: `sources.yaml`
in the lexicon's folder). Which short names are everyday words too is data: `everyday.csv`, read through by hand.
The same lists give the same bytes.
"""

from __future__ import annotations

import csv
import functools
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from ..graph.errors import DataFileError
from ..graph.text import fold, simplified
from .lexicon import COLUMNS, FOLDER, STRENGTHS

# A share's state, not its company's name: risk warning (ST, *ST, S*ST, PT), not yet reformed (S), ex dividend or rights
# (XD, XR, DR, which cut the name's end off), delisting (U+9000).
_STATE = re.compile(r"^(S?\*?ST|PT|S(?=[\u4e00-\u9fff]))|\u9000$")
_CUT = re.compile(r"^(XD|XR|DR)")
_CLASS = re.compile(r"(?<=[\u4e00-\u9fff])[AB]$")

# What stands behind a company's name in the lists of the United States' exchanges.
_SHARE = re.compile(
    r"\s*[,.]?\s*((Class|Series) [A-Z]\b.*|(Sponsored )?American Deposit[ao]ry .*|(Sponsored )?ADRs?\b.*|ADSs?\b.*"
    r"|New York Registry.*|Common Stock.*|Common Shares?.*|Ordinary Shares?.*|Subordinate Voting.*|Registered Shares.*"
    r"|Capital Stock.*|Voting Shares.*|Shares of Beneficial.*|Limited Voting.*|Depositary Shares?.*|\(.*)$",
    re.IGNORECASE,
)
_NOT_COMPANY = re.compile(
    r"\b(Warrants?|Units?|Rights?|Notes?|Debentures?|Preferred|Preference|Pfd|Fund|Funds|ETF|ETN|Acquisitions?|STRATS|"
    r"Municipal|Income Trust|Closed.End|Subordinated|Trust Preferred|Depositary Shares? [Ee]ach|Securities Series|SPAC|"
    r"Trust for|Term Trust|Opportunities Trust|Beneficial Interest|Bonds?|Cmn Shs of BI)\b",
)
_LEGAL = re.compile(
    r"[\s,]+(Inc|Incorporated|Corp|Corporation|Ltd|Limited|plc|N\.?V|S\.?A|AG|SE|LLC|L\.P|Co)\.?$", re.I
)

# Hong Kong's code ranges for exchange-traded funds and for counters in dollars; 80000 + code is a counter in renminbi.
_HK_FUNDS = ((2800, 2849), (3000, 3199), (3400, 3499), (7200, 7799), (9000, 9199), (9400, 9499), (9800, 9849))
_HK_FUND_NAME = re.compile(r"\b(ETF|GX|CSOP|ISHARES|PP|EFUND|A VP|X CSOP|CAM|SPDR|TRACKER|BOSERA|PREMIA)\b")
_HK_SHARE = re.compile(r"-(W|B|S|SW|BW|P|WR|R|U)$")


@dataclass(frozen=True, slots=True)
class Listing:
    """One row to write, its names not yet marked as weak."""

    id: str
    zh_hans: str
    zh_hant: str
    en: str
    names: tuple[str, ...]
    tickers: tuple[str, ...]
    strength: str
    source: str


def mainland(folder: Path) -> Iterator[Listing]:
    """Give the listings of Shanghai, Shenzhen and Beijing, one per company, names without a share's state."""
    by_name: dict[str, Listing] = {}
    for ticker, written, source in _mainland_rows(folder):
        name = unicodedata.normalize("NFKC", written).replace(" ", "")
        if _CUT.match(name):
            continue
        in_state = bool(_STATE.search(name))
        name = _STATE.sub("", _STATE.sub("", name))
        bare = _CLASS.sub("", name)
        known = by_name.get(bare)
        if known and _same_company(known, ticker):
            by_name[bare] = replace(known, tickers=(*known.tickers, ticker))
            continue
        strength = "weak" if len(bare) == 2 or (known and in_state) else "strong"
        if known:
            by_name[f"{bare} {known.id}"] = replace(known, strength="weak")
            strength = "weak"
        by_name[bare] = Listing(
            f"company/{ticker}", bare, _taiwan_script(bare), "", (name,), (ticker,), strength, source
        )
    yield from by_name.values()


def _mainland_rows(folder: Path) -> Iterator[tuple[str, str, str]]:
    for row in _read(folder / "bse.csv"):
        yield f"{row['code']}.BJ", row["name"], "open-stock-data"
    for row in _read(folder / "a-shares.csv"):
        yield f"{row['stock_code']}.{row['exchange']}", row["short_name"], "adata"


def _same_company(known: Listing, ticker: str) -> bool:
    """Tell whether a second code under one name is the same firm: Beijing renumbers, and firms move on from there."""
    return ticker.endswith(".BJ") or known.tickers[0].endswith(".BJ")


def taiwan(folder: Path) -> Iterator[Listing]:
    """Give Taiwan's listings; of names with two characters only those that `everyday.csv` calls strong are strong."""
    for row in _read(folder / "taiwan.csv"):
        written = unicodedata.normalize("NFKC", row["name"]).strip()
        name = re.sub(r"\*?(-KY)?\*?$", "", written)
        ticker = f"{row['code']}.TW"
        names = (written,) if written != name else ()
        han = not name.isascii()
        strength = "weak" if len(name) <= 2 else "strong"
        labels = (simplified(name), name, "") if han else ("", "", name)
        yield Listing(f"company/{ticker}", *labels, names, (ticker,), strength, "twstock")


def hong_kong(folder: Path) -> Iterator[Listing]:
    """Give Hong Kong's companies; the list's English names are cut short, so that they only resolve tickers."""
    rows = {int(row["code"]): row["name"] for row in _read(folder / "hkex.csv")}
    for code, name in sorted(rows.items()):
        fund = any(low <= code <= high for low, high in _HK_FUNDS) or _HK_FUND_NAME.search(name)
        if code >= 10000 or fund:
            continue
        tickers = [f"{code:04d}.HK", *([f"{code + 80000}.HK"] if code + 80000 in rows else [])]
        label = _HK_SHARE.sub("", name)
        yield Listing(f"company/{tickers[0]}", "", "", label, (), tuple(tickers), "ticker", "open-stock-data")


def united_states(folder: Path) -> Iterator[Listing]:
    """Give the companies of Nasdaq, NYSE and NYSE American, share classes of one company in one row."""
    by_name: dict[str, Listing] = {}
    for exchange in ("nasdaq", "nyse", "amex"):
        for row in _read(folder / f"{exchange}.csv"):
            name = _SHARE.sub("", " ".join(row["name"].split())).strip(" ,-")
            if "^" in row["code"] or _NOT_COMPANY.search(row["name"]) or len(name) < 2:
                continue
            bare = _LEGAL.sub("", name)
            ticker = f"{row['code'].replace('/', '.')}.US"
            known = by_name.get(fold(bare))
            if known:
                by_name[fold(bare)] = replace(known, tickers=(*known.tickers, ticker))
                continue
            strength = "strong" if len(bare.split()) > 1 and len(bare) > 9 else "ticker"
            by_name[fold(bare)] = Listing(f"company/{ticker}", "", "", bare, (), (ticker,), strength, "open-stock-data")
    yield from by_name.values()


def _read(path: Path) -> Iterator[Mapping[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        yield from csv.DictReader(lines)


def _taiwan_script(name: str) -> str:
    """Convert to Traditional as news writes it; opencc's preferred form of one character is the rarer one (U+81FA)."""
    return str(_opencc().convert(name)).replace("\u81fa", "\u53f0")


@functools.cache
def _opencc():  # type: ignore[no-untyped-def]  # opencc ships no types
    import opencc

    return opencc.OpenCC("s2tw")


def write(path: Path, listings: Iterable[Listing], decided: Mapping[str, str]) -> int:
    """Write one lexicon file; give the number of its rows."""
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(COLUMNS)
        count = 0
        for listing in sorted(listings, key=lambda listing: listing.id):
            writer.writerow(_cells(listing, decided))
            count += 1
    return count


def _cells(listing: Listing, decided: Mapping[str, str]) -> list[str]:
    labels = (listing.zh_hans, listing.zh_hant, listing.en)
    strength = next((decided[fold(label)] for label in labels if fold(label) in decided), listing.strength)
    names = [name for name in dict.fromkeys(listing.names) if name not in labels]
    marked = [f"!{name}" if strength == "weak" and name[-1].isascii() and len(name) > 2 else name for name in names]
    tickers = "|".join(listing.tickers)
    return [listing.id, "company", *labels, "|".join(marked), tickers, strength, listing.source]


def decisions() -> Mapping[str, str]:
    """Read which short names are everyday words too (`weak`) and which only look it (`strong`), by folded name."""
    rows = {fold(row["name"]): row["strength"] for row in _read(FOLDER / "everyday.csv")}
    if not set(rows.values()) <= set(STRENGTHS):
        raise DataFileError(f"{FOLDER / 'everyday.csv'}: a strength is none of {', '.join(STRENGTHS)}")
    return rows


def main(arguments: list[str]) -> int:
    """Write all files; the status is 2 when the call is wrong."""
    if not 1 <= len(arguments) <= 2:
        print(__doc__, file=sys.stderr)
        return 2
    folder, out = Path(arguments[0]), Path(arguments[1]) if len(arguments) == 2 else FOLDER
    decided = decisions()
    for name, listings in {"a-shares": mainland, "taiwan": taiwan, "hkex": hong_kong, "us": united_states}.items():
        print(f"{name}.csv: {write(out / f'{name}.csv', listings(folder), decided)} rows")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
