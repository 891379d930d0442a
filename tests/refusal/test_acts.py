"""The closed list of acts."""

from firstcall.record.events.offer import AboutOffer
from firstcall.refusal.acts import ACTS


def test_every_event_of_an_offer_has_an_act() -> None:
    kinds = {kind.event for kind in ACTS.values()}
    leaves = {cls for cls in _below(AboutOffer) if "type" in cls.__annotations__}
    assert leaves <= kinds
    assert len({kind.type for kind in ACTS.values()}) == len(ACTS)


def _below(cls: type[AboutOffer]) -> set[type[AboutOffer]]:
    return set(cls.__subclasses__()).union(*(_below(sub) for sub in cls.__subclasses__()))
