"""A statement as one HTML page for print: summary, legs by month, commitment burn-down, lines, sources."""

from collections.abc import Sequence
from decimal import Decimal

from jinja2 import Environment

from firstcall.dates import iso
from firstcall.money import Money, exact_text
from firstcall.report.statement_rows import line_rows
from firstcall.report.statement_text import delta_text
from firstcall.settlement.changes import Delta
from firstcall.settlement.statement import Leg, Statement

_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{{ s.id }}</title><style>
body{font:14px/1.45 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a}
table{border-collapse:collapse;width:100%;margin:.5rem 0 1.5rem}th,td{padding:.25rem .5rem;border-bottom:1px solid #ccc}
th{text-align:left}td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}h1{margin-bottom:0}
.bar{fill:#2f5d8a}.soft{color:#555}.unknown{border:1px dashed #888;padding:.5rem}
@media print{body{margin:0;max-width:none}table{page-break-inside:auto}tr{page-break-inside:avoid}}
</style></head><body>
<h1>Statement {{ s.id }}</h1>
<p class="soft">{{ s.period.start }} to {{ s.period.last }} · as known at {{ known }} · {{ s.status }}
· rests on what is {{ s.rests_on }}</p>
<h2>Net</h2>
{% for net in s.nets %}
{% if net.gross %}<p><strong>{{ names(net.payer) }} pays {{ names(net.payee) }} {{ net.amount }}</strong>
{% if net.due %}, due {{ net.due }}{% endif %}</p>{% endif %}
{% for reason in net.unknown %}<p class="unknown">Not in it, because nobody knows it: {{ reason }}</p>{% endfor %}
{% endfor %}
{% if delta %}<h2>Since it was issued</h2><pre>{{ delta }}</pre>{% endif %}
{% for leg in s.legs %}
<h2>{{ leg.clause }} <span class="soft">({{ leg.version }})</span></h2>
<p>{{ names(leg.payer) }} pays {% for party, _ in leg.parts %}{{ names(party) }}{{ ", " if not loop.last }}{% endfor %};
rests on what is {{ leg.rests_on }}.</p>
{% for note in leg.notes %}<p class="soft">{{ note }}</p>{% endfor %}
{% if leg.unknown %}<p class="unknown">Unknown: {{ leg.unknown }}</p>{% endif %}
{% if leg.periods %}
<svg role="img" aria-label="{{ leg.clause }} by period" viewBox="0 0 600 {{ 22 * leg.periods|length }}" width="100%">
{% for name, width, amount in bars(leg) %}
<text x="0" y="{{ 22 * loop.index0 + 15 }}" font-size="12">{{ name }}</text>
<rect class="bar" x="80" y="{{ 22 * loop.index0 + 4 }}" width="{{ width }}" height="14"></rect>
<text x="{{ after(width) }}" y="{{ 22 * loop.index0 + 15 }}" font-size="12">{{ amount }}</text>
{% endfor %}</svg>{% endif %}
{% for bought in leg.commitment %}
<table><caption>Commitment {{ bought.period.name }}: {{ exact(bought.amount) }} {{ leg.currency }},
short {{ money(bought.shortfall, leg) }}</caption>
<tr><th>Month</th><th class="n">Drawn</th><th class="n">To date</th><th class="n">Left</th></tr>
{% for one in bought.burned %}<tr><td>{{ one.month.name }}</td><td class="n">{{ exact(one.drawn) }}</td>
<td class="n">{{ exact(one.to_date) }}</td><td class="n">{{ exact(one.left) }}</td></tr>{% endfor %}</table>
{% endfor %}{% endfor %}
<h2>Lines</h2>
<table><tr><th>Line</th><th>Kind</th><th class="n">Base</th><th>Rate</th><th class="n">Amount</th><th>Rests on</th></tr>
{% for row in lines %}<tr><td>{{ row.line }}</td><td>{{ row.kind }}</td>
<td class="n">{{ row.base }} {{ row.currency }}</td><td>{{ row.rate }}</td>
<td class="n">{{ row.amount }} {{ row.amount_currency }}</td><td>{{ row.rests_on }}</td></tr>
{% endfor %}</table>
<h2>Sources</h2>
<table><tr><th>File</th><th>Delivery</th><th>SHA-256</th></tr>
{% for file in s.files %}<tr><td>{{ file.name }}</td><td>{{ file.delivery }}</td>
<td><code>{{ file.sha256 }}</code></td></tr>
{% endfor %}</table>
{% for note in s.notes %}<p>{{ note }}</p>{% endfor %}
</body></html>
"""
_WIDTH = 330


def statement_page(statement: Statement, names: dict[str, str], delta: Delta | None = None) -> str:
    """Return the page; everything in it is text from the statement, and escaped.

    Args:
      statement: what is told.
      names: how parties are called, by id.
      delta: what has changed since it was issued.
    """
    template = Environment(autoescape=True, trim_blocks=True).from_string(_PAGE)
    return template.render(
        s=statement, known=iso(statement.known_at), names=lambda party: names.get(party, party), bars=_bars,
        exact=exact_text, money=_money, after=_after, lines=line_rows(statement),
        delta=delta_text(delta) if delta else "",
    )  # fmt: skip


def _after(width: str) -> str:
    return str(Decimal(width) + 86)


def _money(units: int, leg: Leg) -> str:
    return str(Money(units, leg.currency, leg.digits))


def _bars(leg: Leg) -> Sequence[tuple[str, str, str]]:
    most = max((abs(period.issued) for period in leg.periods), default=0) or 1
    return [
        (
            period.period.name,
            str((Decimal(abs(period.issued)) * _WIDTH / most).quantize(Decimal("0.1"))),
            _money(period.issued, leg),
        )
        for period in leg.periods
    ]
