from collections.abc import Callable

import pytest

import firstcall
from firstcall.errors import NotFound

OURS = "examples/wiraksa"


@pytest.fixture(scope="module")
def deal() -> firstcall.Deal:
    return firstcall.open(OURS)


@pytest.mark.parametrize("party", [None, "tamborala", "wiraksa"])
def test_clock_and_offers_are_what_the_commands_print(
    deal: firstcall.Deal, same: Callable[..., None], party: str | None
) -> None:
    view = deal if party is None else deal.as_party(party)
    as_party = () if party is None else ("--as", party)
    day = ("--on", "2025-06-01")
    same(view.clock("2025-06-01"), "clock", OURS, *day, *as_party)
    same(view.clock("2025-06-01", due_within="14d"), "clock", OURS, *day, "--due-within", "14d", *as_party)
    same(view.offers("2025-06-01"), "offer", "list", OURS, *day, *as_party)
    same(view.offers("2025-06-01", only_open=True), "offer", "list", OURS, "--open", *day, *as_party)
    same(view.offer("O-04", "2025-06-01"), "offer", "show", OURS, "O-04", *day, *as_party)


def test_what_a_clock_says_of_itself(deal: firstcall.Deal) -> None:
    clock = deal.clock("2025-06-01")
    first = clock.first_duty
    assert first is not None and (first.offer, first.what, clock.exit_code) == ("O-04", "signature", 14)
    assert len(clock) == len(list(clock)) == len(clock.sentences) == len(clock.rows())
    assert repr(clock) == f"<ClockResult {clock.sentences[0]}>"
    quiet = deal.clock("2024-01-01")
    assert (quiet.first_duty, quiet.exit_code, quiet.about) == (None, 0, "Nothing is due.")


def test_what_an_offer_says_of_itself(deal: firstcall.Deal) -> None:
    offer = deal.offer("O-04", "2025-06-01")
    assert offer.state == "matched-in-part" and offer.rows()[0]["what"] == "signature"
    assert "O-04" in deal.offers("2025-06-01").ids
    with pytest.raises(NotFound, match="did you mean 'O-04'"):
        deal.offer("O-4", "2025-06-01")


def test_papers_are_drafted_and_not_sent(deal: firstcall.Deal) -> None:
    papers = deal.draft("O-04", "2025-06-01")
    assert papers.names[0] == "clock" and any(name.startswith("notice-") for name in papers.names)
    notice = papers[papers.names[1]]
    assert "Draft, not sent. Not legal advice." in notice and notice in str(papers)
    assert papers.to_json()["drafts"][1]["text"] == notice
    with pytest.raises(KeyError, match="there is no paper 'x'; there are: clock"):
        papers["x"]
    with pytest.raises(NotFound):
        deal.as_party("nordhaller").draft("O-04", "2025-06-01")
