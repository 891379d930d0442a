"""The closed lists of words that files, commands and pages share, as phrases; English spells them once.

>>> {"forbidden", "first_refusal", "notice-given", "assumed"} <= set(ENUMS)
True
"""

from typing import Literal, get_args

Language = Literal["en", "es", "id"]
LANGUAGES: tuple[Language, ...] = get_args(Language)

ANSWERS = ("ungoverned", "permitted", "offer-first", "consent-first", "forbidden", "conflict", "contested", "hindsight")
ROLES = ("decides", "applies", "yields to", "defeated by", "tried and did not hold")
GRADE_WORDS = ("agreed", "stated", "reported", "assumed")
PARTIES = ("grantor", "holder", "other")
CAPACITY_WORDS = ("new", "existing", "third_party", "own_build", "built_for_grantor")
ACT_WORDS = ("sign", "run", "use", "license", "assign", "change_of_control", "hire")
STATES = (
    "received", "notified", "matched", "matched-in-part", "declined", "lapsed", "released", "waived", "withdrawn",
    "delivered",
)  # fmt: skip
MILESTONES = ("none", "declared", "declared, test not met", "verified", "determined", "reversed")
DUTY_WORDS = ("met", "unmet", "unknown", "first_ship", "primary_provider")
DUE = (
    "willingness", "answer to the noticed terms", "performance", "receipt, which is not recorded",
    "nothing runs before the grantor says that it is willing to accept",
    "notice", "renewed notice", "answer", "objection", "signature", "delivery", "signature elsewhere",
    "no clock runs until notice is given", "the clock stands", "silence changes nothing", "silence lapses it",
    "the notice counts as complete", "it must be offered again after that",
    "the grantor may record a failure, which frees what was failed on",
    "window", "kind of days", "what the window counts from", "cut-off", "window of a re-offer", "tail",
    "kind of days of the tail", "what the tail counts from", "days to object", "days to sign", "days to deliver",
)  # fmt: skip
CLAUSES = (
    "exclusivity", "consent", "first_refusal", "delivery", "approval", "licence", "escape", "priority", "term",
    "revenue_share", "commitment", "prohibition", "payment", "duty", "option",
)  # fmt: skip
EVENTS = (
    "capacity-requested", "offer-received", "grantor-willing", "notice-given", "notice-deficient", "terms-amended",
    "matched", "matched-in-part", "declined", "withdrawn", "waiver-given", "tolled", "resumed", "consent-given",
    "consent-revoked", "contract-signed", "delivered", "holder-failed", "mix-reported", "quantity-reported",
    "duty-performed", "occurred", "option-exercised", "option-lapsed", "determination-declared",
    "determination-disputed", "determination-verified", "determination-reversed", "escape-exercised",
    "model-developed", "interpretation", "shipped", "support-declined", "encoding-signed-off", "statement-issued",
    "statement-disputed", "statement-agreed", "statement-paid", "correction", "context",
)  # fmt: skip
QUALITIES = ("named", "written", "unaffiliated", "funded", "binding")
JOINED = frozenset((*STATES, *EVENTS))
"""What files join with hyphens and people do not: `matched in part`, `notice given`."""
LANE_WORDS = ("happenings", "milestones")
ANCHORS = ("sent", "complete", "provider", "contract", "workload", "quantity")
STEPS = ("offer", "waiver", "failure", "wait", "own build", "move to the holder", "reduce", "amend", "nobody")

ENUMS = tuple(
    dict.fromkeys(
        (*ANSWERS, *ROLES, *GRADE_WORDS, *PARTIES, *CAPACITY_WORDS, *ACT_WORDS, *STATES, *MILESTONES, *DUTY_WORDS,
         *DUE, *CLAUSES, *EVENTS, *QUALITIES, *LANE_WORDS, *ANCHORS, *STEPS)
    )
)  # fmt: skip
