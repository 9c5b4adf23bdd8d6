"""Stage 2 of a consistency model of music: the consistency function of the whitened residual, stage 1 frozen.

    python consistency_refine.py WORKDIR NAME [--size S] [--steps N]

Takes the averaged weights of WORKDIR/NAME/checkpoint.pt and continues from WORKDIR/NAME-refiner/checkpoint.pt. Pairs of
noise levels by the schedule of easy consistency tuning (Geng et al., arXiv 2406.14548); Cauchy loss with adaptive c and
a diffusion loss at low levels (Dao et al., arXiv 2502.01441). Noise levels of the chunks of a sequence are independent.
"""

import copy
import math
import os

import torch

import consistency_metrics as metrics
from consistency import SEQUENCE, halves, held_out, options
from consistency_domain import FINE, training_music
from consistency_evaluation import HeldOut, decoded, usual_fill
from consistency_model import ConsistencyCodec, bin_weights
from consistency_network import SIZES, Refiner, compile_layers
from consistency_tables import blank
from training import Run, accelerator, start_from
from training_steps import Clock, Steps

# Levels at which decoding asks the network; the first is all noise.
SIGMAS = (80.0, 1.5)
STAGES = 3
# Whitened coefficients beyond are clamped in training.
REACH = 10
# The diffusion loss counts this much, below this level: a quarter of the draws.
DIFFUSION_WEIGHT, EARLY = 5.0, 0.4


def noise_levels(shape, stage, generator):
    """Pairs (t, r), r < t: half of the sequences begin at pure noise, as decoding does."""
    t = torch.exp(torch.randn(shape, generator=generator) * 1.6 - 0.2).clamp(0.02, SIGMAS[0])
    full = torch.rand(shape, generator=generator) < 0.2
    t = torch.where(full, torch.tensor(SIGMAS[0]), t)
    r = (t * (1 - 0.5 ** (stage + 1) * (1 + 8 * torch.sigmoid(-t)))).clamp(min=0)
    return t, r


def adaptive_c(stage):
    """As published, for residuals of variance 1 in place of 1/4."""
    return 3.45 if stage == 0 else 2 * math.exp(-1.15 * math.log(10 * 2.0**stage) - 0.85)


def consistency_loss(refiner, teacher, w, hidden, t, r, c, weights):
    """(loss, squared error) of w [B, T, 32, 192], hidden of the frozen decoder, at levels t, r [B, T] and an adaptive c.

    The teacher, averaged weights: without, short training drifts.
    """
    noise = torch.randn_like(w)
    with torch.autocast(w.device.type, torch.bfloat16):
        guess, _ = refiner(w + t[..., None, None] * noise, t, hidden)
        with torch.no_grad():
            target, _ = teacher(w + r[..., None, None] * noise, r.clamp(min=1e-3), hidden)
    target = torch.where((r > 0)[..., None, None], target, w)
    square = ((guess - target).square() * weights).sum(-1).mean(-1)
    # 1 / (t - r) in units of t: decoding asks at high levels, which would count nothing.
    loss = torch.log1p(square / (2 * c * c)) * t / (t - r)
    early = t < EARLY
    clean = ((guess - w).square() * weights).sum(-1).mean(-1) * (1 / t.square() + 1)
    return loss.mean() + DIFFUSION_WEIGHT * (clean * early).mean(), square.mean()


@torch.no_grad()
def refined(refiner, hidden, noise, second, steps):
    """Whitened residuals of chunks one after the other: a draft out of noise, re-noised, refined; the pass of the
    refinement leaves the context of the next chunk. [B, T, 32, 192].
    """
    before, drafts, finals = None, [], []
    for index in range(hidden.shape[1]):
        part = slice(index, index + 1)
        levels = [torch.full((len(hidden), 1), level) for level in SIGMAS]
        draft, _ = refiner(SIGMAS[0] * noise[:, part], levels[0], hidden[:, part], before)
        final, kept = refiner(draft + SIGMAS[1] * second[:, part], levels[1], hidden[:, part], before)
        before = kept if steps == 2 else None
        drafts.append(draft)
        finals.append(final)
    return torch.cat(drafts, 1), torch.cat(finals if steps == 2 else drafts, 1)


def residuals(refiner, held):
    """Two steps as a function of law and noise."""

    def two_steps(law, noise):
        second = torch.randn(held.x.shape[:3] + (FINE,), generator=held.generator)
        return refined(refiner, law.hidden, noise[..., :FINE], second, 2)[1]

    return two_steps


@torch.no_grad()
def stages(codec, refiner, held, fill, refined_fill):
    """Figures of decoding with 0 (plain noise), 1 and 2 steps."""
    law = codec.synthesize(*held.analyze(codec, 33))
    noise, second = held.noise(), torch.randn(held.x.shape[:3] + (FINE,), generator=held.generator)
    figures = [held.measure(decoded(law, codec.shape, noise, fill))]
    for steps in (1, 2):
        _, residual = refined(refiner, law.hidden, noise[..., :FINE], second, steps)
        variance = {"variance": residual.var().item()}
        figures.append(held.measure(decoded(law, codec.shape, noise, refined_fill, residual)) | variance)
    return figures


def report(figures):
    return "\n".join(f"  {steps} steps: {metrics.line(row)}" for steps, row in enumerate(figures))


def best(figures):
    """Steps that beat plain noise in Frechet distance and below 4 kHz, the more the better; else 0."""
    better = [row["fd"] < 0.99 * figures[0]["fd"] and row["lsd 0-4"] < figures[0]["lsd 0-4"] for row in figures]
    return max((steps for steps, is_better in enumerate(better) if is_better), default=0)


@torch.no_grad()
def denoising(codec, refiner, held, levels=(0.3, 1.0, 3.0)):
    """Squared errors of denoising held-out residuals, against those of white noise, s^2 / (1 + s^2)."""
    law = codec.synthesize(*held.analyze(codec, 33))
    w = ((held.x[..., :FINE] - law.center()) / law.spread().clamp(min=1e-3)).clamp(-REACH, REACH)
    result = {}
    for level in levels:
        sigma = torch.full(w.shape[:2], level, device=w.device)
        held.generator.manual_seed(9)
        x = w + level * torch.randn(w.shape, generator=held.generator).to(w.device)
        plain = (x / (1 + level**2) - w).square().mean()
        result[f"s {level}"] = ((refiner(x, sigma, law.hidden)[0] - w).square().mean() / plain).item()
    return metrics.line(result)


def main():
    arguments = options(steps=10000, rate=5e-4).parse_args()
    device = accelerator(arguments.threads)
    torch.manual_seed(2)
    train, held = training_music(arguments.workdir).to(device), held_out(arguments.workdir, device)
    codec = ConsistencyCodec(SIZES[arguments.size], blank())
    path = os.path.join(arguments.workdir, arguments.name, "checkpoint.pt")
    codec.load_state_dict(torch.load(path, weights_only=True, map_location="cpu")["average"])
    codec.requires_grad_(False).to(device)
    refiner = Refiner(SIZES[arguments.size])
    if arguments.start:
        start_from(arguments.start, refiner, "refiner.")
    refiner.to(device)
    run = Run(os.path.join(arguments.workdir, arguments.name + "-refiner"), refiner, arguments.steps, arguments.rate)
    generator = torch.Generator().manual_seed(run.step)
    # A run that goes on must not draw the noise of its start again.
    torch.manual_seed(run.step + 2)
    weights = bin_weights()[:FINE].to(device)
    weights /= weights.sum()
    error = torch.zeros((), device=device)

    def loss_of(x, upper, half, t, r, c, share):
        with torch.no_grad(), torch.autocast(device.type, torch.bfloat16):
            law = codec.synthesize(*codec.analyze(x, upper, half))
            w = ((x - law.center()) / law.spread().clamp(min=1e-3)).clamp(-REACH, REACH)
        loss, square = consistency_loss(refiner, run.average, w, law.hidden, t, r, c, weights)
        error.lerp_(square.detach(), share)
        return loss

    if arguments.compile:
        compile_layers(codec, refiner)
    step, clock = Steps(run, loss_of), Clock(run, arguments.seconds)
    while run.step < run.steps:
        stage = min(STAGES * run.step // run.steps, STAGES - 1)
        x, upper = train.crops(arguments.batch, SEQUENCE, generator)
        levels = noise_levels(x.shape[:2], stage, generator)
        inputs = halves(arguments.batch, generator), *levels, torch.tensor(adaptive_c(stage)), torch.tensor(1 / min(run.step + 1, 200))
        step(x, upper, *(z.to(device) for z in inputs))
        clock.tick()
        if run.step % arguments.every == 0 or run.step in (1, run.steps):
            parts = [copy.deepcopy(part).to(held.x.device) for part in (codec, run.average)]
            line = f"stage {stage} error {error.item():.4f} denoising {denoising(*parts, held)}"
            full = run.step % (4 * arguments.every) == 0 or run.step == run.steps
            if full and isinstance(held, HeldOut):
                line += "\n" + report(stages(*parts, held, usual_fill(), usual_fill()))
            run.save(line)


if __name__ == "__main__":
    main()
