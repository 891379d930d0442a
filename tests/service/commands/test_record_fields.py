"""The flags of `record add` come from the models, and say what a line says."""

from pathlib import Path

import pytest
from tests.service.conftest import Cli

from firstcall.agreement.load import load
from firstcall.errors import NotFound, QuestionError
from firstcall.record.events.kinds import EVENT_KINDS
from firstcall.service.commands.record_fields import evidence_of, payload, payload_of, payload_options, shape_of


@pytest.mark.parametrize("name", sorted(EVENT_KINDS))
def test_every_field_of_an_event_has_a_flag(name: str, cli: Cli) -> None:
    kind = EVENT_KINDS[name]
    flags = [option.opts[0] for option in payload_options(kind)]
    assert len(set(flags)) == len(flags) == len(payload(kind))
    ran = cli("record", "add", name, "--help")
    assert ran.code == 0
    for option in payload_options(kind):
        assert option.opts[0] in ran.out
        assert option.required == (kind.model_fields[str(option.name)].is_required() and not option.is_flag)


def test_the_shape_of_a_field_is_that_of_its_type() -> None:
    signed, offer = EVENT_KINDS["contract-signed"], EVENT_KINDS["offer-received"]
    shapes = {name: shape_of(info) for name, info in (payload(signed) | payload(offer)).items()}
    assert shapes["tranches"] == "tranches" and shapes["terms"] == "pairs" and shapes["workloads"] == "list"
    assert shapes["quantity"] == "number" and shapes["provider"] == "text"
    assert shape_of(payload(EVENT_KINDS["correction"])["void"]) == "flag"
    assert shape_of(payload(EVENT_KINDS["notice-given"])["delivered"]) == "instant"
    assert shape_of(payload(EVENT_KINDS["mix-reported"])["since"]) == "day"


def said(root: Path, name: str, **given: object) -> dict[str, object]:
    agreement = load((root / "examples" / "wiraksa" / "agreement.yaml").read_bytes())
    return payload_of(EVENT_KINDS[name], given, agreement)


def test_flags_become_what_stands_on_the_line(root: Path) -> None:
    tranche = "id=1,quantity=10,unit=MW,workloads=training+batch,until=2029-12-31,scope.region=java"
    assert said(root, "contract-signed", contract="k", provider="p", tranches=(tranche,), terms=("price=2.10",)) == {
        "contract": "k",
        "provider": "p",
        "tranches": [
            {"id": "1", "quantity": "10", "unit": "MW", "workloads": ["training", "batch"], "until": "2029-12-31",
             "dimensions": {"region": "java"}}
        ],
        "terms": {"price": "2.10"},
    }  # fmt: skip
    assert said(root, "notice-given", offer="o", delivered="2025-03-03") == {
        "offer": "o",
        "delivered": "2025-03-03T00:00:00+07:00",
    }
    assert said(root, "consent-given", consent="c", clauses=("a,b", "a")) == {"consent": "c", "clauses": ["a", "b"]}
    corrected = said(root, "correction", of="e", set=("quantity=7", 'workloads=["training"]', "void=true"), void=False)
    assert corrected == {"of": "e", "set": {"quantity": "7", "workloads": ["training"], "void": True}}


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (
            {"tranches": ("quantty=3",)},
            r"--tranche: there is no 'quantty' in a tranche\n  fix: did you mean 'quantity'",
        ),
        ({"tranches": ("",)}, r"--tranche is empty\n  fix: write --tranche id=1"),
        ({"tranches": ("ten",)}, r"--tranche ten: not a pair\n  fix: write --tranche name=value"),
        ({"terms": ("price",)}, r"--term price: not a pair"),
    ],
)
def test_what_is_no_value_is_told(given: dict[str, object], message: str, root: Path) -> None:
    with pytest.raises(QuestionError, match=message):
        said(root, "contract-signed", contract="k", provider="p", **given)


def test_a_corrected_list_is_json(root: Path) -> None:
    with pytest.raises(QuestionError, match=r"--set: \[bad is not JSON\n  fix: quote it as JSON, or give plain text"):
        said(root, "correction", of="e", set=("workloads=[bad",))


def test_evidence_is_a_name_and_a_digest(tmp_path: Path) -> None:
    (tmp_path / "letter.pdf").write_bytes(b"abc")
    digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert evidence_of(tmp_path / "letter.pdf") == {"file": "letter.pdf", "sha256": digest}
    with pytest.raises(NotFound, match=r"evidence '.*none' cannot be read: there is no such file\n  fix: check"):
        evidence_of(tmp_path / "none")
