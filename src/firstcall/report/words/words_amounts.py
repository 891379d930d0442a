"""Amounts as texts write them in words, read exactly: 100 miliar, 100 mil millones and $100 billion are one sum.

The word decides the language, and so what a dot and a comma mean: Spanish `billón` is a million millions,
English `billion` a thousand millions.
"""

from __future__ import annotations

import re
from decimal import Decimal

ENGLISH = {"thousand": 3, "million": 6, "mn": 6, "billion": 9, "bn": 9, "trillion": 12, "tn": 12}
OTHERS = {
    "mil": 3, "millón": 6, "millon": 6, "millones": 6, "mil millones": 9, "millardo": 9, "millardos": 9,
    "billón": 12, "billon": 12, "billones": 12,
    "ribu": 3, "juta": 6, "miliar": 9, "milyar": 9, "triliun": 12,
}  # fmt: skip
"""Spanish and Indonesian: a dot sets thousands apart, a comma begins the decimals."""
SCALES = ENGLISH | OTHERS
_AMOUNT = re.compile(
    r"(?P<sign>US\$|\$|USD|€|EUR|Rp|IDR)?\s*(?P<digits>\d[\d.,]*)\s*(?P<word>[^\W\d]+(?: millones)?)"
    r"(?:\s+(?:de\s+)?(?P<unit>dólares|dolares|dolar|dollars|US\$|USD|euros|EUR|rupiah|IDR))?",
    re.IGNORECASE,
)


def amount_in_words(text: str) -> Decimal | None:
    """Return the exact number that an amount in words says; None where no number word stands in it.

    Raises:
      ValueError: its dots and commas cannot be read in the language of its word.

    >>> [amount_in_words(text) for text in ("100 miliar", "100 mil millones", "US$100 billion")]
    [Decimal('100000000000'), Decimal('100000000000'), Decimal('100000000000')]
    >>> amount_in_words("650 juta dolar"), amount_in_words("1.500 millones de euros"), amount_in_words("$22.4bn")
    (Decimal('650000000'), Decimal('1500000000'), Decimal('22400000000'))
    >>> amount_in_words("100000000000") is None
    True
    """
    held = _AMOUNT.fullmatch(text.strip())
    word = " ".join(held["word"].lower().split()) if held else ""
    if held is None or word not in SCALES:
        return None
    apart, point = (",", ".") if word in ENGLISH else (".", ",")
    digits = held["digits"]
    if not re.fullmatch(rf"(\d{{1,3}}(\{apart}\d{{3}})+|\d+)(\{point}\d+)?", digits):
        raise ValueError(
            f"'{digits}' cannot be read beside '{word}'; there a '{apart}' sets thousands apart and a '{point}' "
            f"begins the decimals, as in 1{apart}500{point}5"
        )
    return Decimal(digits.replace(apart, "").replace(point, ".")).scaleb(SCALES[word]) + 0


def in_digits(text: str) -> str:
    """Return an amount in words as plain digits; any other text as it is.

    >>> in_digits("1,5 juta"), in_digits("0.20")
    ('1500000', '0.20')
    """
    amount = amount_in_words(text)
    return text if amount is None else format(amount.normalize(), "f")
