"""What findings say reads as a sentence, with every gap filled."""

from firstcall.verification.findings.facts import AnswersHangOn, NobodySpeaks, PermitsAndRestricts


def test_the_sentences_read_as_such() -> None:
    clash = PermitsAndRestricts(permission="a@base", restriction="b@base")
    assert str(clash) == (
        "a@base permits what b@base restricts, neither is the narrower, and no words put one first")  # fmt: skip
    gap = NobodySpeaks(right=("r",), neighbours=("r", "x"), difference=("mode", "time"))
    assert str(gap) == (
        "no clause speaks of this though new capacity falls under r, and what differs from it only in mode and time is "
        "restricted by r and x"
    )
    one = AnswersHangOn(n=1, of=1200, field="scope", clause="a@base", grade="assumed")
    assert str(one) == "1 answer of 1,200 would be another without scope of a@base, which is assumed"
