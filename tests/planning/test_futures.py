"""Futures that make no sense are told."""

import pytest

from firstcall.errors import AgreementError
from firstcall.planning.inputs.futures import Futures
from firstcall.planning.inputs.needs_file import read_written


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("answers: [{line: a, match: '0.9', parts: [{share: '0.5', probability: '0.2'}]}]", "add to more than 1"),
        ("answers: [{line: a, match: '0.9'}, {line: a, match: '0.1'}]", "one answer is listed twice"),
        ("demand: [{id: up, weight: '0'}]", "futures.yaml:2"),
        ("common: '2'", "futures.yaml:2"),
    ],
)
def test_futures_that_make_no_sense_are_told(text: str, message: str) -> None:
    with pytest.raises(AgreementError, match=message):
        read_written(f"schema: firstcall/futures/1\n{text}\n".encode(), Futures, "futures.yaml")
