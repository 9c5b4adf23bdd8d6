"""A plot of rate curves as SVG."""

import math
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 960, 600
LEFT, RIGHT, TOP, BOTTOM = 70, 750, 50, 540  # Of the frame, in pixels.
RATES = [0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2, 3, 5]  # Ticks, and the bounds of the axis.


def svg(title, measure_label, curves):
    """`curves`: (label, colour, is ours, [(bits per pixel, measure)]). The rate axis is logarithmic."""
    points = [point for *_, curve in curves for point in curve]
    low_rate = max((rate for rate in RATES if rate <= min(x for x, _ in points)), default=RATES[0])
    high_rate = min((rate for rate in RATES if rate >= max(x for x, _ in points)), default=RATES[-1])
    bottom, top = min(y for _, y in points), max(y for _, y in points)
    step = next(s for s in (0.5, 1, 2, 5, 10, 20) if (top - bottom) / s <= 12)
    bottom, top = math.floor(bottom / step) * step, math.ceil(top / step) * step

    def x(rate):
        return LEFT + math.log(rate / low_rate) / math.log(high_rate / low_rate) * (RIGHT - LEFT)

    def y(value):
        return BOTTOM - (value - bottom) / (top - bottom) * (BOTTOM - TOP)

    parts = [_text((LEFT + RIGHT) / 2, 28, title, "middle", 17)]
    for rate in (rate for rate in RATES if low_rate <= rate <= high_rate):
        parts.append(_line(x(rate), TOP, x(rate), BOTTOM))
        parts.append(_text(x(rate), BOTTOM + 20, f"{rate:g}", "middle"))
    for index in range(round((top - bottom) / step) + 1):
        value = bottom + index * step
        parts.append(_line(LEFT, y(value), RIGHT, y(value)))
        parts.append(_text(LEFT - 8, y(value) + 4, f"{value:g}", "end"))
    parts.append(_text((LEFT + RIGHT) / 2, BOTTOM + 44, "bits per pixel (logarithmic)", "middle"))
    parts.append(f'<g transform="rotate(-90 22 {(TOP + BOTTOM) / 2})">'
                 + _text(22, (TOP + BOTTOM) / 2, measure_label, "middle") + "</g>")
    parts.append(f'<clipPath id="frame"><rect x="{LEFT}" y="{TOP}" width="{RIGHT - LEFT}" '
                 f'height="{BOTTOM - TOP}"/></clipPath>')
    # The best curve at its right end first: the legend then follows the order of the lines.
    for row, (label, colour, ours, curve) in enumerate(sorted(curves, key=lambda c: -_height(c[3]))):
        style = f'stroke="{colour}" stroke-width="{3 if ours else 1.6}"'
        path = " ".join(f"{x(rate):.1f},{y(value):.1f}" for rate, value in curve)
        parts.append(f'<g clip-path="url(#frame)"><polyline points="{path}" fill="none" {style}/>')
        parts += [f'<circle cx="{x(rate):.1f}" cy="{y(value):.1f}" r="{3.5 if ours else 2.5}" fill="{colour}"/>'
                  for rate, value in curve]
        at = TOP + 14 + 24 * row
        parts.append(f'</g><line x1="{RIGHT + 16}" y1="{at}" x2="{RIGHT + 44}" y2="{at}" {style}/>')
        parts.append(_text(RIGHT + 52, at + 5, label, "start", weight="bold" if ours else "normal"))
    body = "\n".join(parts)
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" '
            f'height="{HEIGHT}" font-family="sans-serif">\n<rect width="100%" height="100%" fill="white"/>\n'
            f"{body}\n</svg>\n")


def _height(curve):
    """Height of a curve near 0.5 bits per pixel, or at the nearest point that it has."""
    return min(curve, key=lambda point: abs(math.log(point[0] / 0.5)))[1]


def _line(x1, y1, x2, y2):
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="#dddddd"/>'


def _text(x, y, words, anchor, size=14, weight="normal"):
    return (f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}" '
            f'font-weight="{weight}">{escape(words)}</text>')
