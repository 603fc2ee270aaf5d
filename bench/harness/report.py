"""Figures to text: the table, and a bar plot without any library."""

import html
import statistics


def median(values):
    values = [value for value in values if value is not None]
    return statistics.median(values) if values else None


def number(value):
    if value is None:
        return "–"
    if abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


class Figure:
    """One figure of one subject over the rounds."""

    def __init__(self, values):
        self.values = [value for value in values if value is not None]

    def median(self):
        return median(self.values)

    def text(self):
        if not self.values:
            return "–"
        if len(self.values) == 1:
            return number(self.values[0])
        return f"{number(self.median())} ({number(min(self.values))}–{number(max(self.values))})"


def ratio(mine, other):
    """Median of the ratios round by round: neighbours in time share the machine's mood."""
    if mine is None or other is None or not mine.values or not other.values:
        return None
    if len(mine.values) == len(other.values):
        pairs = [a / b for a, b in zip(mine.values, other.values) if b]
        return median(pairs)
    return mine.median() / other.median() if other.median() else None


class Row:
    """One line of the table. `figures`: subject -> Figure. `limit`: (kind, value) of the target for Signalbox."""

    def __init__(self, title, unit, figures, limit=None):
        self.title = title
        self.unit = unit
        self.figures = {name: figure for name, figure in figures.items() if figure is not None and figure.values}
        self.limit = limit

    def target(self):
        if not self.limit:
            return ""
        kind, value = self.limit
        return f"≤ {value} × HAProxy" if kind == "ratio" else f"≤ {number(value)}"

    def verdict(self, subject):
        """`ok`, `over` or nothing, for one subject."""
        figure = self.figures.get(subject)
        if not self.limit or figure is None:
            return ""
        kind, value = self.limit
        reached = ratio(figure, self.figures.get("HAProxy")) if kind == "ratio" else figure.median()
        if reached is None:
            return ""
        return "ok" if reached <= value else "**over**"


def table(rows, subjects, ours):
    """Markdown. `ours`: the subjects whose ratios are shown."""
    shown = [name for name in subjects if any(name in row.figures for row in rows)]
    compared = [name for name in ours if name in shown] or [name for name in ("nginx",) if name in shown]
    against = [name for name in ("HAProxy", "nginx") if name in shown]
    pairs = [(a, b) for a in compared for b in against if a != b]
    head = ["", *shown, *(f"{a} / {b}" for a, b in pairs), "target", *(f"{a}?" for a in ours if a in shown)]
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    for row in rows:
        cells = [f"{row.title}, {row.unit}" if row.unit else row.title]
        cells += [row.figures[name].text() if name in row.figures else "–" for name in shown]
        for a, b in pairs:
            value = ratio(row.figures.get(a), row.figures.get(b))
            cells.append("–" if value is None else f"{value:.2f}")
        cells.append(row.target())
        cells += [row.verdict(name) for name in ours if name in shown]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


COLOURS = ("#2f6fde", "#7fb2ff", "#c8553d", "#5a8f5a", "#999999")


def plot(rows, subjects, machine):
    """Grouped horizontal bars, each row relative to HAProxy (1.0). Shorter is better."""
    drawn = [row for row in rows if row.figures.get("HAProxy") and row.figures["HAProxy"].median() and len(row.figures) > 1]
    names = [name for name in subjects if any(name in row.figures for row in drawn)]
    bar, gap, left, width = 14, 16, 340, 960
    group = bar * len(names) + gap
    height = 70 + group * len(drawn) + 30
    longest = max([ratio(row.figures[name], row.figures["HAProxy"]) or 0 for row in drawn for name in row.figures] + [1.2])
    scale = (width - left - 120) / min(longest, 4.0)
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" font-family="sans-serif" font-size="12">',
           f'<rect width="{width}" height="{height}" fill="white"/>',
           '<text x="12" y="22" font-size="15" font-weight="bold">Cost relative to HAProxy (shorter is better)</text>',
           f'<text x="12" y="40" fill="#555">{html.escape(machine)}</text>']
    for i, name in enumerate(names):
        x = left + i * 130
        out.append(f'<rect x="{x}" y="48" width="10" height="10" fill="{COLOURS[i % len(COLOURS)]}"/>')
        out.append(f'<text x="{x + 15}" y="57">{html.escape(name)}</text>')
    for place, row in enumerate(drawn):
        top = 72 + place * group
        out.append(f'<text x="{left - 8}" y="{top + group / 2 - 4}" text-anchor="end">{html.escape(row.title)}</text>')
        for i, name in enumerate(names):
            figure = row.figures.get(name)
            value = ratio(figure, row.figures["HAProxy"]) if figure else None
            if value is None:
                continue
            length = max(1.0, min(value, 4.0) * scale)
            y = top + i * bar
            out.append(f'<rect x="{left}" y="{y}" width="{length:.1f}" height="{bar - 3}" fill="{COLOURS[i % len(COLOURS)]}"/>')
            label = f"{value:.2f}{' …' if value > 4.0 else ''}  ({number(figure.median())} {row.unit})"
            out.append(f'<text x="{left + length + 5:.1f}" y="{y + bar - 5}" font-size="11" fill="#333">{html.escape(label)}</text>')
    x = left + scale
    out.append(f'<line x1="{x:.1f}" y1="66" x2="{x:.1f}" y2="{height - 20}" stroke="#333" stroke-dasharray="3 3"/>')
    return "\n".join(out) + "\n</svg>\n"
