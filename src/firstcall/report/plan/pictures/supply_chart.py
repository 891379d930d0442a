"""Demand against supply as a chart: a bar a period, a part a provider, what is missing on top, up to what is wanted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from markupsafe import Markup

from firstcall.agreement.terms import Terms
from firstcall.planning.results.result import PeriodRow, PlanResult
from firstcall.report.figures import count
from firstcall.report.plan.facts.drawn import (
    AxisOf,
    BarTold,
    ChartAbout,
    ChartAboutMissing,
    ChartNamed,
    ChartOfNeed,
    MissingInBar,
)
from firstcall.report.plan.facts.headings import MissingColumn
from firstcall.report.plan.pictures.frames import LETTER, Frame, Picture, framed, place, room
from firstcall.report.route.line_facts import WantedColumn
from firstcall.report.route.rows import planned_text
from firstcall.report.words.facts import say
from firstcall.report.words.formats import period_parts
from firstcall.report.words.words import PageWords, Words
from firstcall.said import Said
from firstcall.values import dataclass

TOP, FOOT = 30, 42
"""The room above the bars for the unit, and below them for two lines: the part of the year, and the year."""
YEAR = 5 * LETTER
"""The room that a year takes under a period, with some beside it."""
COLOURS = ("#2f6db0", "#b0612f", "#3f8f5b", "#8a5fb0", "#a39020", "#b04f78", "#4a8f98", "#777f88")
"""Middle tones, told apart on light and dark paper; the table beside the chart says the same in words."""


@dataclass(frozen=True, slots=True)
class _Bars:
    """What a chart of a need shows, in accelerators on average."""

    names: tuple[str, ...]
    """Of the periods."""
    parts: Mapping[int, tuple[tuple[str, Fraction], ...]]
    """By period, of each provider."""
    missing: Mapping[int, Fraction]
    wanted: Mapping[int, Fraction]
    colours: Mapping[str, str]
    unit: str

    @property
    def most(self) -> Fraction:
        """The most that is wanted."""
        return max(self.wanted.values(), default=Fraction(1)) or Fraction(1)


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


def _chart(result: PlanResult, need: str, colours: Mapping[str, str], w: PageWords) -> Picture:
    model = result.planned.model
    text, kind = planned_text(model.desk), next(one.accelerator for one in model.desk.needs.needs if one.id == need)
    bars = _bars(result, [row for row in result.rows if row.need == need], colours, kind)
    plain = w.plain()
    drawing = framed(say(ChartNamed(need=need), plain), lambda frame: _drawn(bars, frame, text, plain))
    used = [one for one in colours if any(one == provider for parts in bars.parts.values() for provider, _ in parts)]
    legend = [_key(Markup('fill="{}"').format(colours[one]), w.own(text.provider_called(one))) for one in used]
    if bars.missing:
        legend.append(_key(Markup('class="gap"'), say(MissingColumn(), w)))
    line = Markup('<svg aria-hidden="true" width="18" height="10"><path class="need" d="M0 5H18"/></svg> {}')
    legend.append(line.format(say(WantedColumn(), w)))
    return Picture(ChartOfNeed(need=need), drawing, tuple(legend), _note(bars))


def _bars(result: PlanResult, rows: Sequence[PeriodRow], colours: Mapping[str, str], unit: str) -> _Bars:
    grid = result.planned.model.grid
    hours = [grid.hours(*period) for period in grid.periods]
    return _Bars(
        tuple(grid.name(number) for number in range(len(grid.periods))),
        {row.period: tuple((who, amount / hours[row.period]) for who, amount in row.by_provider) for row in rows},
        {row.period: row.missing / hours[row.period] for row in rows if row.missing},
        {row.period: row.wanted / hours[row.period] for row in rows}, colours, unit,
    )  # fmt: skip


def _note(bars: _Bars) -> Said:
    """Return what the figures are, and where most is missing."""
    if not bars.missing:
        return ChartAbout(accelerator=bars.unit)
    worst = max(bars.missing, key=lambda period: (bars.missing[period], -period))
    return ChartAboutMissing(
        accelerator=bars.unit, missing=count(bars.missing[worst]), wanted=count(bars.wanted[worst]),
        period=bars.names[worst],
    )  # fmt: skip


def _drawn(bars: _Bars, frame: Frame, text: Terms, plain: Words) -> tuple[Markup, int]:
    """Return the grid, the bars upon it, what is wanted upon them, and the names under them."""
    marks = [(part, say(count(bars.most * part), plain)) for part in (Fraction(0), Fraction(1, 2), Fraction(1))]
    gutter = room(told for _, told in marks) + 8
    step = Fraction(frame.width - gutter, len(bars.names))
    drawn = Markup('<text class="tick" x="0" y="12">{}</text>\n').format(say(AxisOf(accelerator=bars.unit), plain))
    for part, told in marks:
        y = place(TOP + frame.height * (1 - part))
        drawn += Markup('<line class="year" x1="{}" y1="{}" x2="{}" y2="{}"/>').format(gutter, y, frame.width, y)
        drawn += Markup('<text class="tick" x="{}" y="{}" dy="4" text-anchor="end">{}</text>\n').format(
            gutter - 6, y, told
        )
    for number in bars.wanted:
        drawn += _bar(bars, number, (gutter + step * number + step / 8, step * 3 / 4), frame.height, text, plain)
    drawn += _need_line(bars, gutter, step, frame.height)
    names = _names(bars.names, gutter, step, (frame.width, TOP + frame.height), plain)
    return drawn + names, TOP + frame.height + FOOT


def _bar(bars: _Bars, number: int, across: tuple[Fraction, Fraction], height: int, text: Terms, plain: Words) -> Markup:
    """Return the parts of a period, one upon another, what is missing on top."""
    drawn, base, period = Markup(""), Fraction(TOP + height), bars.names[number]
    told: list[tuple[Markup, Said, Fraction]] = [
        (Markup('class="supplier" fill="{}"').format(bars.colours[who]),
         BarTold(period=period, who=text.provider_called(who), amount=count(amount)), amount)
        for who, amount in bars.parts[number]
    ]  # fmt: skip
    if number in bars.missing:
        gone = bars.missing[number]
        told.append((Markup('class="gap"'), MissingInBar(period=period, amount=count(gone)), gone))
    for look, fact, amount in told:
        size = amount * height / bars.most
        base -= size
        drawn += Markup('<rect x="{}" y="{}" width="{}" height="{}" {}><title>{}</title></rect>\n').format(
            place(across[0]), place(base), place(across[1]), place(size), look, say(fact, plain)
        )
    return drawn


def _need_line(bars: _Bars, gutter: int, step: Fraction, height: int) -> Markup:
    """Return what is wanted as a line of stairs, from the first period in which it is to the last."""
    path, last = "", None
    for number, wanted in sorted(bars.wanted.items()):
        x, y = gutter + step * number, TOP + height - wanted * height / bars.most
        path += f"{'V' if last == number - 1 else f'M{place(x)} '}{place(y)}H{place(x + step)}"
        last = number
    return Markup('<path class="need" d="{}"/>\n').format(path)


def _names(names: Sequence[str], gutter: int, step: Fraction, rim: tuple[int, int], plain: Words) -> Markup:
    """Return the names of periods under their bars: as many as have room, and each year once, under its first."""
    right, foot = rim
    parts = [period_parts(name, plain.lang) for name in names]
    half = Fraction(max(room(part for part, _ in parts), YEAR), 2)
    every = -(-(2 * half + LETTER) // step)
    at = {n: gutter + step * n + step / 2 for n in range(len(names)) if not n % every}
    at = {n: min(x, right - half) for n, x in at.items() if x - LETTER < right - half or not n}
    firsts = {parts[n][1]: n for n in reversed(at)}
    drawn = Markup("")
    for n, x in at.items():
        told = ((16, parts[n][0]), (34, parts[n][1])) if firsts[parts[n][1]] == n else ((16, parts[n][0]),)
        for below, name in told:
            drawn += Markup('<text class="tick" x="{}" y="{}" text-anchor="middle">{}</text>\n').format(
                place(x), foot + below, name
            )
    return drawn


def _key(look: Markup, name: str) -> Markup:
    return Markup('<svg aria-hidden="true" width="14" height="14"><rect width="14" height="14" {}/></svg> {}').format(
        look, name
    )
