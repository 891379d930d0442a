"""Signed terms held against noticed ones: more of anything is better for the third party."""

from decimal import Decimal, InvalidOperation

from tests.oracle.slow_text import Clause


def number(value: str) -> Decimal | None:
    try:
        return Decimal(value)
    except InvalidOperation:
        return None


def no_better(clause: Clause, noticed: dict[str, str], signed: dict[str, str]) -> bool:
    """Whether every signed term is no better for the third party than noticed, within the tolerance."""
    rule = clause.get("tolerance") or {}
    share, inclusive = Decimal(str(rule.get("share", "0"))), rule.get("inclusive", True)
    for name, value in signed.items():
        if name not in noticed:
            return False
        was, now = number(noticed[name]), number(value)
        if was is None or now is None:
            if value != noticed[name]:
                return False
            continue
        limit = was + abs(was) * share
        if now <= was or now < limit or (now == limit and inclusive):
            continue
        return False
    return True
