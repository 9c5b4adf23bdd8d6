"""Rate curves: interpolation and the Bjontegaard difference of rate. A point is a dictionary with "bpp" and measures."""

import math


def at_rate(points, rate, measure):
    """A measure at a rate in bits per pixel, linear in the logarithm of the rate; None outside the curve."""
    points = sorted(points, key=lambda point: point["bpp"])
    for low, high in zip(points, points[1:]):
        if low["bpp"] <= rate <= high["bpp"] and low["bpp"] < high["bpp"]:
            share = math.log(rate / low["bpp"]) / math.log(high["bpp"] / low["bpp"])
            return low[measure] + share * (high[measure] - low[measure])
    return None


def bd_rate(reference, points, measure):
    """Mean difference of rate at equal measure, in percent (negative: fewer bits than the reference).

    The logarithm of the rate as a function of the measure, by monotone cubics (Fritsch and Carlson), is averaged over
    the common interval. None where the curves have no interval in common or fewer than two points.
    """
    curves = [_rising(curve, measure) for curve in (reference, points)]
    if any(len(curve) < 2 for curve in curves):
        return None
    low = max(curve[0][0] for curve in curves)
    high = min(curve[-1][0] for curve in curves)
    if low >= high:
        return None
    before, after = (_integral(curve, low, high) / (high - low) for curve in curves)
    return 100 * (math.exp(after - before) - 1)


def decibels(similarity):
    """A similarity below one on a scale where equal steps look equal: -10 log10(1 - s), at most 99."""
    return min(99.0, -10 * math.log10(max(1 - similarity, 1e-10)))


def _rising(points, measure):
    """(measure, log rate) by rising rate, without the points that do not improve on a cheaper one."""
    kept = []
    for point in sorted(points, key=lambda point: point["bpp"]):
        if not kept or point[measure] > kept[-1][0]:
            kept.append((point[measure], math.log(point["bpp"])))
    return kept


def _slopes(curve):
    """Derivatives at the knots that keep each cubic monotone: weighted harmonic means, one-sided at the ends."""
    steps = [right[0] - left[0] for left, right in zip(curve, curve[1:])]
    chords = [(right[1] - left[1]) / step for left, right, step in zip(curve, curve[1:], steps)]
    inner = []
    for index in range(len(chords) - 1):
        first, second = 2 * steps[index + 1] + steps[index], steps[index + 1] + 2 * steps[index]
        inner.append((first + second) / (first / chords[index] + second / chords[index + 1])
                     if chords[index] > 0 and chords[index + 1] > 0 else 0.0)
    return [chords[0], *inner, chords[-1]]


def _integral(curve, low, high):
    """Integral of the interpolated curve from low to high."""
    slopes = _slopes(curve)
    total = 0.0
    for index, ((x0, y0), (x1, y1)) in enumerate(zip(curve, curve[1:])):
        a, b = max(low, x0), min(high, x1)
        if a >= b:
            continue
        step = x1 - x0
        chord = (y1 - y0) / step
        square = (3 * chord - 2 * slopes[index] - slopes[index + 1]) / step
        cube = (slopes[index] + slopes[index + 1] - 2 * chord) / step**2

        def primitive(x):
            t = x - x0
            return y0 * t + slopes[index] * t**2 / 2 + square * t**3 / 3 + cube * t**4 / 4

        total += primitive(b) - primitive(a)
    return total
