"""Demand against supply as a chart: a bar a period, a part a provider, what is missing left open."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from markupsafe import Markup

from firstcall.agreement.terms import Terms
from firstcall.planning.results.result import PeriodRow, PlanResult
from firstcall.report.figures import count
from firstcall.report.plan.facts.drawn import BarTold, ChartAbout, ChartNamed, ChartOfNeed, MissingInBar
from firstcall.report.plan.facts.headings import MissingColumn
from firstcall.report.route.rows import planned_text
from firstcall.report.words.facts import say
from firstcall.report.words.words import PageWords, Words
from firstcall.said import Said
from firstcall.values import dataclass

WIDTH, HEIGHT, TOP, FOOT, GUTTER = 960, 240, 18, 34, 124
FRAME = '<svg class="timeline chart" role="img" aria-label="{}" viewBox="0 0 {} {}">{}</svg>'
NAMED_BAR = 50
"""The height of a name with its bar under it."""
FEW_LABELS = 6
"""How many periods are named on a narrow screen, where the drawing is small and its letters are not."""
COLOURS = ("#2f6db0", "#b0612f", "#3f8f5b", "#8a5fb0", "#a39020", "#b04f78", "#4a8f98", "#777f88")
"""Middle tones, told apart on light and dark paper; the table beside the chart says the same in words."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing with its title, its legend and a note."""

    title: Said
    drawing: Markup
    legend: tuple[Markup, ...]
    note: Said


def supply_charts(result: PlanResult, w: PageWords) -> tuple[Picture, ...]:
    """Return a chart for each need, all with the same colours for the same providers.

    Args:
      result: the plan.
      w: the words of the page's language.
    """
    providers = sorted({provider for row in result.rows for provider, _ in row.by_provider})
    colours = {provider: COLOURS[n % len(COLOURS)] for n, provider in enumerate(providers)}
    needs = list(dict.fromkeys(row.need for row in result.rows))
    return tuple(_chart(result, need, colours, w) for need in needs)


def _chart(result: PlanResult, need: str, colours: dict[str, str], w: PageWords) -> Picture:
    grid = result.planned.model.grid
    rows = {row.period: row for row in result.rows if row.need == need}
    hours = [grid.hours(*period) for period in grid.periods]
    most = max((row.wanted / hours[row.period] for row in rows.values()), default=Fraction(1)) or Fraction(1)
    step = Fraction(WIDTH - GUTTER, max(len(grid.periods), 1))
    plain, drawn = w.plain(), Markup("")
    text = planned_text(result.planned.model.desk)
    for number in range(len(grid.periods)):
        row = rows.get(number)
        x = GUTTER + step * number + step / 8
        if row is not None:
            drawn += _bar(row, hours[number], most, x, step * 3 / 4, colours, grid.name(number), plain, text)
        drawn += _label(number, len(grid.periods), x, step * 3 / 4, grid.name(number))
    drawn += _scale(most, plain)
    told = Markup(FRAME).format(say(ChartNamed(need=need), plain), WIDTH, HEIGHT + TOP + FOOT, drawn)
    used = [p for p in colours if any(p == provider for row in rows.values() for provider, _ in row.by_provider)]
    legend = [_swatch(colours[provider], w.own(text.provider_called(provider))) for provider in used]
    legend.append(Markup('<span class="swatch unsure"></span>{}').format(say(MissingColumn(), w)))
    unit = result.planned.model.desk.needs
    kind = next(one.accelerator for one in unit.needs if one.id == need)
    return Picture(ChartOfNeed(need=need), told, tuple(legend), ChartAbout(accelerator=kind))


def _bar(
    row: PeriodRow, hours: Fraction, most: Fraction, x: Fraction, width: Fraction, colours: dict[str, str], name: str,
    plain: Words, text: Terms,
) -> Markup:  # fmt: skip
    parts: list[tuple[str | None, Fraction]] = [(p, h / hours) for p, h in row.by_provider]
    if row.missing:
        parts.append((None, row.missing / hours))
    drawn, base = Markup(""), Fraction(TOP + HEIGHT)
    for who, amount in parts:
        size = amount * HEIGHT / most
        base -= size
        told = (
            BarTold(period=name, who=text.provider_called(who), amount=count(amount))
            if who
            else MissingInBar(period=name, amount=count(amount))
        )
        look = Markup('fill="{}"').format(colours[who]) if who else Markup('class="bar unsure"')
        drawn += Markup('<rect x="{}" y="{}" width="{}" height="{}" {}><title>{}</title></rect>\n').format(
            _n(x), _n(base), _n(width), _n(size), look, say(told, plain)
        )
    return drawn


def _label(number: int, periods: int, x: Fraction, width: Fraction, name: str) -> Markup:
    """Return the name of a period under the middle of its bar; that of the last ends with it, inside the drawing."""
    if periods > 16 and number % (periods // 12 + 1):
        return Markup("")
    look = "tick minor" if number % -(-periods // FEW_LABELS) else "tick"
    anchor, at = ("end", x + width) if number == periods - 1 else ("middle", x + width / 2)
    return Markup('<text class="{}" x="{}" y="{}" text-anchor="{}">{}</text>\n').format(
        look, _n(at), TOP + HEIGHT + 22, anchor, name
    )


def _scale(most: Fraction, plain: Words) -> Markup:
    drawn = Markup("")
    for part in (Fraction(0), Fraction(1, 2), Fraction(1)):
        y = TOP + HEIGHT - HEIGHT * part
        drawn += Markup('<line class="year" x1="{}" y1="{}" x2="{}" y2="{}"/>').format(GUTTER, _n(y), WIDTH, _n(y))
        drawn += Markup('<text class="tick" x="{}" y="{}" text-anchor="end">{}</text>\n').format(
            GUTTER - 8, _n(y + 4), say(count(most * part), plain)
        )
    return drawn


def _swatch(colour: str, name: str) -> Markup:
    box = '<svg aria-hidden="true" width="14" height="14"><rect width="14" height="14" fill="{}"/></svg> {}'
    return Markup(box).format(colour, name)


def _n(number: Fraction | int) -> str:
    """Return a place to a tenth of a unit, so that equal plans are drawn with equal bytes."""
    tenths = round(Fraction(number) * 10)
    whole, part = divmod(tenths, 10)
    return f"{whole}.{part}" if part else str(whole)


def bars(values: Sequence[tuple[str, Fraction, Fraction]], named: str) -> Markup:
    """Return level bars from a low to a high figure around nothing, longest first: a tornado.

    Args:
      values: what is varied, and by how much the result falls and rises.
      named: what the drawing is called where it cannot be seen.
    """
    most = max((max(abs(low), abs(high)) for _, low, high in values), default=Fraction(1)) or Fraction(1)
    middle, half = Fraction(WIDTH, 2), Fraction(WIDTH, 2) - 10
    drawn = Markup("")
    for number, (name, low, high) in enumerate(values):
        y = TOP + number * NAMED_BAR
        left, right = min(low, high, Fraction(0)), max(low, high, Fraction(0))
        drawn += Markup('<text x="0" y="{}">{}</text>').format(y + 20, name)
        drawn += Markup('<rect class="bar" x="{}" y="{}" width="{}" height="16"/>\n').format(
            _n(middle + left * half / most), y + 28, _n((right - left) * half / most)
        )
        drawn += Markup('<line class="on" x1="{0}" y1="{1}" x2="{0}" y2="{2}"/>').format(_n(middle), y + 25, y + 47)
    return Markup(FRAME).format(named, WIDTH, TOP + len(values) * NAMED_BAR + 10, drawn)
