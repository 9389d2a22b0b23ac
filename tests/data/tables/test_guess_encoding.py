"""Encodings are recognized by what the bytes say in them."""

import pytest

from mlpcli.data.tables.guess_encoding import guess_encoding

JAPANESE = "年齢,都市,購入\n70,東京,はい\n57,大阪,いいえ\n49,京都,はい\n"
RUSSIAN = "возраст,город,Купил\n70,Москва,да\n57,Санкт-Петербург,нет\n"
CHINESE = "年龄,城市,购买\n70,北京,是\n57,上海,没有买到东西\n49,广州,是\n"
KOREAN = "나이,도시,구매\n70,서울,예\n57,부산,아니요\n"
WESTERN = "Größe,Straße,gekauft\n5,Königsallee,für 5 €\n6,Île de Ré,été\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (JAPANESE, "cp932"),
        (JAPANESE, "euc_jp"),
        (CHINESE, "gb18030"),
        (KOREAN, "euc_kr"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8_r"),
        (WESTERN, "cp1252"),
    ],
)
def test_an_encoding_is_that_in_which_the_text_has_words(text: str, encoding: str) -> None:
    assert guess_encoding(text.encode(encoding)) == encoding


def test_bytes_that_are_no_words_have_none() -> None:
    assert guess_encoding(bytes(range(128, 256)) * 3) is None
