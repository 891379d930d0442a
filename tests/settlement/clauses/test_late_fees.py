from tests.settlement.test_late_fees import late, matched

from firstcall.record.views.disclosure import parties_of_clauses
from firstcall.settlement.clauses.history import money_terms


def test_a_clause_with_a_late_fee_is_a_leg_once_something_was_matched() -> None:
    deal = matched()
    terms = late(deal)
    assert (terms.id, terms.version, terms.clause.by, terms.clause.to) == ("delivery", "base", "halcyon", "grace")
    assert terms.clause.currency == "USD"
    assert [(one.offer, one.match.by, one.grade) for one in terms.matches] == [("o", "halcyon", "stated")]
    first = deal.record.events[0].recorded
    assert money_terms(deal.agreement, first, deal.record) == ()


def test_both_parties_of_a_late_fee_may_know_of_its_issue() -> None:
    deal = matched()
    assert parties_of_clauses(deal.agreement) == {"delivery": {"halcyon", "grace"}}
    assert parties_of_clauses(matched(remedy=["release"], late_fee=None).agreement) == {}
