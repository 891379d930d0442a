"""A word that neither the agreement nor the record knows is told before it is kept."""

from pathlib import Path

import pytest
from tests.service.conftest import Cli

WHEN = ("--at", "2026-02-02", "--recorded", "2026-02-02T12:00", "--entered-by", "us", "--by", "grantor")


@pytest.fixture
def everything(tmp_path: Path, cli: Cli) -> Path:
    cli("new", tmp_path / "e", "--template", "everything", "--effective", "2026-01-05")
    return tmp_path / "e"


@pytest.mark.parametrize(
    ("event", "code", "said"),
    [
        (("declined", "--offer", "o-1", "--by", "holdr"), 2, "unknown party 'holdr'\n  fix: did you mean 'holder'?"),
        (("escape-exercised", "--clause", "escap"), 2, "unknown clause 'escap'\n  fix: did you mean 'escape'?"),
        (("consent-given", "--consent", "c", "--clauses", "api", "--provider", "x"), 2, "unknown clause 'api'"),
        (("shipped", "--workloads", "apis", "--provider", "holder-cloud"), 2, "unknown workload 'apis'"),
        (("offer-received", "--offer", "o", "--provider", "x", "--scope", "region=us"), 2,
         "unknown value of region 'us'"),
        (("offer-received", "--offer", "o", "--provider", "x", "--term", "priice=2"), 2,
         "unknown commercial term 'priice'\n  fix: "),
        (("terms-amended", "--offer", "o", "--term", "expires=soon"), 2,
         "expires: 'soon' is not a day\n  fix: write a day"),
        (("contract-signed", "--contract", "k", "--provider", "x", "--tranche", "workloads=apy"), 2,
         "unknown workload 'apy'"),
        (("mix-reported", "--since", "2026-01-01", "--until", "2026-01-31", "--hours", "trainin=5"), 2,
         "unknown workload 'trainin'"),
        (("determination-declared", "--determination", "agi"), 2, "unknown determination 'agi'\n  fix: "),
        (("interpretation", "--point", "p", "--alternative", "a"), 2, "unknown point of construction 'p'"),
        (("encoding-signed-off", "--version", "bass"), 2, "unknown version 'bass'\n  fix: did you mean 'base'?"),
        (("declined", "--offer", "o"), 4,
         "offer 'o' is not on the record\n  fix: add the event that begins the offer first"),
        (("waiver-given", "--contract", "k"), 4, "contract 'k' is not on the record"),
        (("consent-revoked", "--consent", "c"), 4, "consent 'c' is not on the record"),
        (("occurred", "--event", "handovr"), 2, "unknown event 'handovr'\n  fix: "),
        (("quantity-reported", "--measure", "gpu_hour", "--quantity", "1", "--since", "2026-01-01",
          "--until", "2026-01-31"), 2, "unknown measure 'gpu_hour'\n  fix: "),
        (("duty-performed", "--clause", "escape"), 2, "unknown duty 'escape'\n  fix: "),
        (("option-exercised", "--clause", "escape"), 2, "unknown option 'escape'\n  fix: "),
        (("statement-agreed", "--statement", "s"), 4, "statement 's' is not on the record"),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)  # fmt: skip
def test_a_slip_is_told_and_nothing_is_kept(
    event: tuple[str, ...], code: int, said: str, everything: Path, cli: Cli
) -> None:
    ran = cli("record", "add", event[0], everything, *WHEN, *event[1:])
    assert (ran.code, ran.out) == (code, "") and said in ran.err
    assert (everything / "record.jsonl").read_bytes() == b""


def test_a_provider_that_is_not_listed_is_noted(everything: Path, cli: Cli) -> None:
    ran = cli("record", "add", "shipped", everything, *WHEN, "--workloads", "api", "--provider", "rival-clod")
    assert ran.code == 0
    assert ran.err == "note: provider 'rival-clod' is not listed and is read as `other`; did you mean 'rival-cloud'?\n"


def test_a_consent_may_name_a_contract_still_to_come(everything: Path, cli: Cli) -> None:
    words = ("--consent", "c", "--clauses", "api-exclusive", "--contract", "k-9", "--by", "holder")
    assert cli("record", "add", "consent-given", everything, *WHEN, *words).code == 0


def test_an_interpretation_names_an_alternative_of_its_point(public: Path, cli: Cli) -> None:
    words = ("--point", "api-scope", "--alternative", "stateles-only", "--by", "openai")
    ran = cli("record", "add", "interpretation", public, *WHEN, *words)
    assert ran.code == 2 and "unknown alternative 'stateles-only'\n  fix: did you mean 'stateless-only'?" in ran.err


def test_a_contract_is_signed_once_and_a_voided_one_does_not_count(everything: Path, cli: Cli) -> None:
    signed = ("--contract", "k", "--provider", "rival-cloud")
    assert cli("record", "add", "contract-signed", everything, *WHEN, *signed, "--id", "first").code == 0
    again = cli("record", "add", "contract-signed", everything, *WHEN, *signed)
    assert again.code == 2
    assert again.err == (
        "contract 'k' is on the record already\n"
        "  fix: give it an id of its own; mend a slip in the first with a correction\n"
    )
    assert cli("record", "add", "correction", everything, *WHEN, "--of", "first", "--void").code == 0
    assert cli("record", "add", "contract-signed", everything, *WHEN, *signed).code == 0


OFFER = ("--offer", "o", "--provider", "rival-cloud")


def test_what_a_correction_makes_of_an_entry_is_held_against_the_agreement(everything: Path, cli: Cli) -> None:
    assert cli("record", "add", "offer-received", everything, *WHEN, *OFFER, "--id", "first").code == 0
    before = (everything / "record.jsonl").read_bytes()
    ran = cli("record", "add", "correction", everything, *WHEN, "--of", "first", "--set", 'terms={"start": "soon"}')
    assert (ran.code, ran.err) == (2, "start: 'soon' is not a day\n  fix: write a day alone, such as 2026-12-05\n")
    assert (everything / "record.jsonl").read_bytes() == before
    assert cli("record", "add", "correction", everything, *WHEN, "--of", "first", "--void").code == 0


def test_what_is_entered_is_what_check_takes(everything: Path, cli: Cli) -> None:
    """The price of a promise is paid on what is reported: its measure is one, though no payment names it."""
    text = everything / "agreement.yaml"
    promise = (
        "  - {id: promise, type: price_promise, by: holder, to: grantor, contract: k, price: price_usd_per_gpu_hour,"
        " currency: USD, pays: {quantity: hours_of_k}}\n"
    )
    text.write_text(text.read_text().replace("clauses:\n", "clauses:\n" + promise, 1))
    words = ("--measure", "hours_of_k", "--quantity", "5", "--since", "2026-01-05", "--until", "2026-01-31")
    assert cli("record", "add", "quantity-reported", everything, *WHEN, *words).code == 0
    assert "record.jsonl: ok, 1 event" in cli("check", everything).out
