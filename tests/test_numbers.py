"""Numbers as Chinese and English write them: every value, kind and unit, and no text that takes for ever."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import timed
from galley.english import han
from galley.english.numbers import Number, written
from galley.english.numbers_en import english
from galley.english.numbers_zh import chinese
from galley.english.units import meant, units

HAN = {
    "十": 10, "二十": 20, "十三": 13, "一百零五": 105, "两千三": 2300, "三万五": 35_000, "三千零二十": 3020,
    "一百五": 150, "两千多万": 20_000_000, "一亿五千万": 150_000_000, "百亿": 10**10, "万亿": 10**12,
    "二〇二五": 2025, "1亿2000万": 120_000_000, "11万7015": 117_015, "7万8千": 78_000, "1.2万亿": 12 * 10**11,
    "1万亿2000亿": 12 * 10**11, "三点五": Decimal("3.5"), "一点二万": 12_000, "5,000亿": 5 * 10**11,
}  # fmt: skip


@pytest.mark.parametrize(("text", "value"), HAN.items())
def test_a_chinese_numeral_has_its_value(text: str, value: Decimal | int) -> None:
    assert han.value(text) == value


@pytest.mark.parametrize("text", ["三四", "七八百", "五六万", "一一", "二二三万"])
def test_a_sequence_of_digits_is_no_numeral(text: str) -> None:
    assert han.value(text) is None


def _only(numbers: list[Number]) -> Number:
    assert len(numbers) == 1, numbers
    return numbers[0]


CHINESE = [
    ("5623.24万元", "56232400", "count", "yuan"),
    ("人民币2009.26万元", "20092600", "count", "yuan"),
    ("2,064.94亿元人民币", "206494000000", "count", "yuan"),
    ("港币300元", "300", "count", "hkd"),
    ("298.6亿美元", "29860000000", "count", "usd"),
    ("近3亿人", "300000000", "count", ""),
    ("十余万人", "100000", "count", ""),
    ("百分之三十", "30", "percent", "percent"),
    ("增长8.5％", "8.5", "percent", "percent"),
    ("三成以上", "30", "percent", ""),
    ("10.5个百分点", "10.5", "points", "points"),
    ("千分之五", "5", "permille", "permille"),
    ("3.4倍", "3.4", "multiple", ""),
    ("四分之三", "0.75", "fraction", ""),
    ("2.26∶1", "2.26", "ratio", ""),
    ("3比1", "3", "ratio", ""),
    ("２０２５年", "2025", "year", ""),
    ("二〇二五年", "2025", "year", ""),
    ("3月", "3", "month", ""),
    ("26日", "26", "day", ""),
    ("20时", "20", "hour", ""),
    ("21 世纪", "21", "century", ""),
    ("上世纪90年代", "90", "decade", ""),
    ("第18位", "18", "ordinal", ""),
    ("二十届", "20", "ordinal", ""),
    ("“十四五”", "14", "ordinal", ""),
    ("G312", "312", "label", ""),
    ("5G", "5", "label", ""),
    ("33.6万亩", "336000", "count", "mu"),
    ("850亿千瓦时", "85000000000", "count", "kwh"),
    ("750千伏", "750", "count", "kv"),
    ("50平方公里", "50", "count", "km2"),
    ("115.8亿斤", "11580000000", "count", "jin"),
]


@pytest.mark.parametrize(("text", "value", "kind", "unit"), CHINESE)
def test_a_chinese_number_has_a_value_a_kind_and_a_unit(text: str, value: str, kind: str, unit: str) -> None:
    number = _only(chinese(text))
    assert (number.value, number.kind, number.unit) == (Decimal(value), kind, unit)


@pytest.mark.parametrize("text", ["数十亿", "上百万", "几千", "数10万", "七八百", "成千上万", "百分点"])
def test_what_nobody_can_count_is_no_number(text: str) -> None:
    assert chinese(text) == []


@pytest.mark.parametrize(
    "text", ["千方百计", "十分重要", "一心一意", "百年大计", "万里长城", "千万不要", "十一假期", "一号工程"]
)
def test_an_idiom_is_not_asked_for(text: str) -> None:
    assert [number.text for number in chinese(text) if number.required] == []


def test_a_range_shares_its_scale_and_its_unit() -> None:
    assert [n.value for n in chinese("3至5万元")] == [30_000, 50_000]
    assert [n.unit for n in chinese("3至5万元")] == ["yuan", "yuan"]
    assert [n.value for n in chinese("600至850亿千瓦时")] == [60_000_000_000, 85_000_000_000]
    assert [n.value for n in chinese("2018年至3万人")] == [2018, 30_000]
    assert [n.kind for n in chinese("20至30%")] == ["percent", "percent"]
    assert [n.value for n in english("1.5 to 2 million")] == [1_500_000, 2_000_000]
    assert [n.unit for n in english("$0.14-0.16")] == ["$", "$"]


ENGLISH = [
    ("62 billion yuan", "62000000000", "yuan"),
    ("$5,623 million", "5623000000", "$"),
    ("US$ 10 billion", "10000000000", "US$"),
    ("£1.5bn", "1500000000", "£"),
    ("RMB 2009.26 million", "2009260000", "RMB"),
    ("£11million", "11000000", "£"),
    ("10 000", "10000", ""),
    ("120,000 thousand", "120000000", ""),
    ("2½", "2.5", ""),
    ("2 1/2", "2.5", ""),
    ("half a million", "500000", ""),
    ("a quarter of a million", "250000", ""),
    ("one and a half million", "1500000", ""),
    ("two hundred and five", "205", ""),
    ("Seven hundred and eighty thousand", "780000", ""),
    ("a hundred million", "100000000", ""),
    ("twenty-first", "21", ""),
    ("20th", "20", ""),
    ("a third", str(Decimal(1) / 3), ""),
    ("three quarters", "0.75", ""),
    ("4.5 per cent", "4.5", "per cent"),
    ("10 percentage points", "10", "percentage points"),
    ("100-billion-yuan", "100000000000", "yuan"),
    ("1.6 million acres", "1600000", "acres"),
    ("50 sq km", "50", "sq km"),
    ("twentyfold", "20", ""),
]


@pytest.mark.parametrize(("text", "value", "unit"), ENGLISH)
def test_an_english_number_has_a_value_and_a_unit(text: str, value: str, unit: str) -> None:
    number = _only(english(text))
    assert (number.value, number.unit) == (Decimal(value), unit)


@pytest.mark.parametrize("text", ["1,58 billion", "29,7438", "1.138.39 billion", "3,29.29 million"])
def test_a_malformed_number_has_no_value(text: str) -> None:
    assert _only(english(text)).value is None


@pytest.mark.parametrize("text", ["hundreds of thousands", "several million", "millions", "a score of them"])
def test_what_english_does_not_count_is_no_number(text: str) -> None:
    assert english(text) == []


def test_a_compound_does_not_multiply() -> None:
    assert [n.value for n in english("two million-dollar projects")] == [2]


def test_letters_make_a_name() -> None:
    assert [n.kind for n in english("COVID-19, the C919 and 5G")] == ["label", "label", "label"]
    assert [n.kind for n in english("yuan-80 million")] == ["count"]


@given(st.decimals(min_value=0, max_value=10**14, places=2) | st.integers(0, 10**14).map(Decimal))
def test_what_is_written_is_read_back_equal(value: Decimal) -> None:
    number = _only(english(written(value)))
    assert number.value == value


@given(st.integers(1, 10**12 - 1))
def test_figures_with_myriads_are_read(value: int) -> None:
    text = f"{value // 10**8}亿{value % 10**8 // 10**4:04d}万{value % 10**4:04d}"
    assert han.value(text) == value


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("62000000000", "62 billion"),
        ("66440000", "66.44 million"),
        ("940000", "940,000"),
        ("16284", "16,284"),
        ("3200000000000.0", "3.2 trillion"),
        ("0.50", "0.5"),
        ("0", "0"),
    ],
)
def test_a_value_is_written_as_news_writes_it(value: str, text: str) -> None:
    assert written(Decimal(value)) == text


def test_a_word_can_mean_several_units() -> None:
    assert {"usd", "hkd", "aud"} <= meant("dollars")
    assert meant("square-kilometres") == {"km2"}
    assert meant("has") == frozenset()


def test_units_of_one_kind_can_all_be_converted_or_none() -> None:
    kinds: dict[str, set[bool]] = {}
    for unit in units().values():
        kinds.setdefault(unit.kind, set()).add(unit.size is not None)
    assert {kind: sizes for kind, sizes in kinds.items() if len(sizes) > 1} == {}


MEGABYTE = 1_000_000
LONG = {"digits": "7", "commas": ",", "Han numerals": "三", "Han scales": "万", "points": ".", "letters": "a"}


@timed
@pytest.mark.parametrize("piece", LONG.values(), ids=LONG.keys())
def test_a_megabyte_of_one_character_is_read_at_once(piece: str) -> None:
    begun = time.process_time()
    chinese(piece * MEGABYTE)
    english(piece * MEGABYTE)
    assert time.process_time() - begun < 4


@timed
@pytest.mark.parametrize("piece", ["1,", "3至", "twenty-", "$", "分之", "1:", "half a ", "5 per cent "])
def test_reading_takes_a_time_that_grows_with_the_text(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    begun = time.process_time()
    chinese(text)
    english(text)
    assert time.process_time() - begun < 8
