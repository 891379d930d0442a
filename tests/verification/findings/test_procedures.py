"""Who can make what, who gains by it, and what never ends."""

import pytest

from firstcall.agreement.model.determinations import Determination
from firstcall.verification.findings.procedures import alone_able


@pytest.mark.parametrize(
    ("verifier", "state", "who"),
    [(None, "declared", "gus"), (None, "determined", "gus"), (None, "verified", None), ("pia", "declared", "gus"),
     ("pia", "determined", None), ("pia", "verified", None), ("gus", "determined", "gus"), ("gus", "verified", "gus")],
)  # fmt: skip
def test_who_can_bring_a_determination_about_alone(verifier: str | None, state: str, who: str | None) -> None:
    defined = Determination(declared_by="gus", verified_by=verifier)
    assert alone_able(defined, state) == who  # type: ignore[arg-type]
