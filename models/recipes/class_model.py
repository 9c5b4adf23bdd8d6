"""Learning of the class model that contexts.py describes: weights by scoring, tables by counting."""

import torch
from safetensors.torch import load_file

from contexts import (
    CAP, CLASSES, RUN, RUN_CLASSES, SHIFT, SHIFTS, SYMBOLS, TOTAL, classes, cross, features, mean_neighbours, residual, shifted,
)


def fit_weights(x, k, rounds=12):
    """Geometric law with mean b + w·x by scoring. x [N, F], k [N]; returns integers (weights, bias)."""
    x = torch.cat((x, torch.ones(len(x), 1)), 1).double()
    k = k.double()
    mean = k.mean() + 0 * k
    for _ in range(rounds):
        weight = 1 / (mean + mean * mean + 1e-4)
        weighted = x * weight[:, None]
        ridge = 1e-6 * torch.eye(x.shape[1]).double() * (x * weighted).sum(0).clamp(min=1e-3)
        solution = torch.linalg.solve(x.T @ weighted + ridge, weighted.T @ k)
        mean = 0.5 * mean + 0.5 * (x @ solution).clamp(min=1 / 1024)
    solution = (solution * (1 << SHIFT)).round().clamp(-32768, 32767)
    return solution[:-1], solution[-1]


class Counts:
    """Histograms of every table."""

    def __init__(self, tables):
        self.symbols = torch.zeros(tables, CLASSES, SYMBOLS)
        self.flags = torch.zeros(tables, RUN_CLASSES, 2)
        self.first = torch.zeros(tables, RUN, SYMBOLS)
        self.raw_bits = 0.0
        self.mean_sum = torch.zeros(tables, CLASSES)


def account(counts, table, total, k, weights):
    """Adds one plane: total [h, w] integer predictions, k [h, w] magnitudes, weights of W and WW."""
    height, width = k.shape
    index = classes(total)
    free = torch.zeros_like(k, dtype=torch.bool)  # coded inside a run, not by its class
    blocks = width // RUN
    if blocks:
        w1, w2 = shifted(k, 0, -1), shifted(k, 0, -2)
        above = total - weights[0] * w1 - weights[1] * w2
        inside = above[:, : blocks * RUN].unflatten(1, (blocks, RUN)).clamp(min=0).sum(2)
        start = slice(0, blocks * RUN, RUN)
        block_class = classes(((inside + (weights[0] + weights[1]) * w1[:, start] + weights[1] * w2[:, start]) / RUN).floor())
        asked = block_class < RUN_CLASSES
        values = k[:, : blocks * RUN].unflatten(1, (blocks, RUN))
        nonzero = values.sum(2) > 0
        for bit in (0, 1):
            hits = block_class[asked & (nonzero == bool(bit))]
            counts.flags[table, :, bit] += torch.bincount(hits, minlength=RUN_CLASSES)[:RUN_CLASSES]
        failed = values[asked & nonzero]
        first = (failed > 0).long().argmax(1)
        for place in range(RUN):
            reached = failed[first >= place][:, place].clamp(max=SYMBOLS - 1).long()
            counts.first[table, place] += torch.bincount(reached, minlength=SYMBOLS)
        before = torch.arange(RUN)[None] <= first[:, None]
        mask = torch.zeros_like(values, dtype=torch.bool)
        mask[asked & ~nonzero] = True
        mask[asked & nonzero] = before
        free[:, : blocks * RUN] = mask.flatten(1)
        escaped = failed.gather(1, first[:, None]) - (SYMBOLS - 1)
        counts.raw_bits += golomb_bits(escaped[escaped >= 0])
    k, index = k[~free], index[~free]
    shift = SHIFTS[index]
    symbol = (k / 2.0**shift).floor()
    counts.raw_bits += shift.sum().item() + golomb_bits(symbol[symbol >= SYMBOLS - 1] - (SYMBOLS - 1))
    flat = index * SYMBOLS + symbol.clamp(max=SYMBOLS - 1).long()
    counts.symbols[table] += torch.bincount(flat, minlength=CLASSES * SYMBOLS).view(CLASSES, SYMBOLS)


def golomb_bits(x):
    return (2 * torch.log2(x.double() + 1).floor() + 1).sum().item()


def frequencies(histogram, prior):
    """Histogram to integers that sum to TOTAL, each at least one."""
    p = (histogram + prior).double()
    p = p / p.sum(-1, keepdim=True)
    f = (p * (TOTAL - p.shape[-1])).floor() + 1
    top = f.argmax(-1, keepdim=True)
    return f.scatter_add(-1, top, (TOTAL - f.sum(-1, keepdim=True)))


def tables_of(counts):
    """(symbols, flags, first) as integer frequencies."""
    place = torch.arange(CLASSES)
    mean = 2.0 ** ((place + 0.5) / 4 + 2 - SHIFT) / 2.0**SHIFTS
    ratio = mean / (1 + mean)
    geometric = (1 - ratio)[:, None] * ratio[:, None] ** torch.arange(SYMBOLS)
    geometric[:, -1] = ratio ** (SYMBOLS - 1)
    symbols = frequencies(counts.symbols, 8 * geometric)
    flags = frequencies(counts.flags, torch.tensor([4.0, 0.5]))
    first = frequencies(counts.first, torch.tensor([4.0, 2.0, 0.5] + [0.05] * (SYMBOLS - 3)))
    return symbols, flags, first


def cost(counts, tables):
    """Ideal bits of `counts` under `tables`, without signs."""
    parts = zip((counts.symbols, counts.flags, counts.first), tables)
    return counts.raw_bits + sum((-(c * torch.log2(t.double() / TOTAL))).sum().item() for c, t in parts)


class ClassModel:
    """Everything learned for one list of bands. `lines`: rows of the planes are planes of their own, coded one by one."""

    def __init__(self, bands, lines=False):
        self.bands, self.lines = bands, lines
        self.means = [None] * len(bands)
        self.weights, self.biases = [None] * len(bands), [None] * len(bands)

    @classmethod
    def load(cls, path, bands, prefix="latents"):
        """A released model: the arrays of FORMAT.md, "Class model"."""
        arrays = {key.removeprefix(prefix + "."): x for key, x in load_file(path).items() if key.startswith(prefix)}
        model = cls(bands)
        for index, band in enumerate(bands):
            weights = [arrays["own"][index], arrays["references"][index][: 2 * len(band.references)]]
            weights += [arrays["parent"][index]] if band.parent is not None else []
            model.weights[index] = torch.cat(weights).double()
            model.biases[index] = arrays["bias"][index].double()
            model.means[index] = arrays["mean"][index] if band.predicts_mean else None
        model.tables = tuple(arrays[key].to(torch.int32) for key in ("magnitudes", "runs", "starts"))
        return model

    def residuals(self, planes):
        return [residual(q, mean) for q, mean in zip(planes, self.means)]

    def fit(self, samples, rows=6000):
        """samples: lists of integer planes (float tensors), one list a picture and step."""
        for index, band in enumerate(self.bands):
            if band.predicts_mean:
                x = torch.cat([mean_neighbours(s[index]).flatten(1) / s[index].abs().mean().clamp(min=1) for s in samples], 1)
                y = torch.cat([(s[index] / s[index].abs().mean().clamp(min=1)).flatten() for s in samples])
                solution = torch.linalg.lstsq(x.T.double(), y.double()[:, None]).solution[:, 0]
                self.means[index] = (solution * 256).round()
        magnitudes = [self.magnitudes(s) for s in samples]
        for index in range(len(self.bands)):
            x, y = [], []
            for planes, crosses in magnitudes:
                f = features(planes, crosses, self.bands, index, self.lines).flatten(1)
                pick = torch.randperm(f.shape[1])[:rows]
                x.append(f[:, pick])
                y.append(planes[index].flatten()[pick])
            self.weights[index], self.biases[index] = fit_weights(torch.cat(x, 1).T, torch.cat(y))
        counts = self.count(samples)
        self.tables = tables_of(counts)
        return counts

    def magnitudes(self, planes):
        """What predictions see: capped magnitudes of the residuals, and their neighbours' sums."""
        capped = [r.abs().clamp(max=CAP) for r in self.residuals(planes)]
        return capped, [cross(x, self.lines) for x in capped]

    def predictions(self, known, index):
        """Integer predictions of magnitude for a whole plane."""
        x = features(*known, self.bands, index, self.lines).double()
        return self.biases[index] + torch.einsum("f,fhw->hw", self.weights[index].double(), x)

    def count(self, samples):
        counts = Counts(1 + max(band.tables for band in self.bands))
        for planes in samples:
            exact = self.residuals(planes)
            known = self.magnitudes(planes)
            for index, band in enumerate(self.bands):
                total = self.predictions(known, index)
                # Predictions see capped magnitudes; the latent itself is coded whole.
                account(counts, band.tables, total, exact[index].abs(), self.weights[index])
            counts.raw_bits += sum((r != 0).sum().item() for r in exact)
        return counts

    def bits(self, planes):
        return cost(self.count([planes]), self.tables)

    def decided(self, values, weight):
        """What a rate-distortion optimised quantizer leaves of coefficients, given in steps.

        The encoder decides one latent after another with the contexts that earlier decisions left; here all at once,
        with the contexts of a plain dead zone: near enough to learn tables from. `weight`: squared steps a bit.
        """
        plain = [x.sign() * (x.abs() + 0.36).floor() for x in values]
        known = self.magnitudes(plain)
        result = []
        for index, (band, x) in enumerate(zip(self.bands, values)):
            if band.predicts_mean:
                result.append(x.round())
                continue
            place = classes(self.predictions(known, index))
            bits = -torch.log2(self.tables[0][band.tables].double() / TOTAL).float()
            bits[:, 1:] += 1  # the sign
            magnitude = x.abs()
            best = (magnitude + 0.5).floor()
            open_ = (best > 0) & (best < SYMBOLS - 1) & (SHIFTS[place] == 0)
            least = torch.full_like(x, torch.inf)
            chosen = best.clone()
            for candidate in (best, best - 1, torch.zeros_like(best)):
                candidate = candidate.clamp(0, SYMBOLS - 1)
                rate = bits.flatten()[place * SYMBOLS + candidate.long()]
                price = (magnitude - candidate).square() + weight * rate
                chosen = torch.where(open_ & (price < least), candidate, chosen)
                least = torch.minimum(least, price)
            result.append(x.sign() * chosen)
        return result
