"""Spark is asked for by an address that the environment lends it for a moment."""

import os

import pytest

from firstcall.service.audit.sql.sql_spark import lent


@pytest.mark.parametrize("before", [None, "local[1]"])
def test_a_variable_is_lent(monkeypatch: pytest.MonkeyPatch, before: str | None) -> None:
    monkeypatch.delenv("SPARK_MASTER", raising=False)
    if before is not None:
        monkeypatch.setenv("SPARK_MASTER", before)
    with lent("SPARK_MASTER", "spark://one:7077"):
        assert os.environ["SPARK_MASTER"] == "spark://one:7077"
    assert os.environ.get("SPARK_MASTER") == before
    with lent("SPARK_MASTER", None):
        assert os.environ.get("SPARK_MASTER") == before
