"""Stage 1 of a consistency model of music: scalars and the law of a chunk, by likelihood and energies.

    python consistency.py WORKDIR NAME [--size S] [--steps N] [--pure]       NAME: a folder for the run, music-64x

Continues from WORKDIR/NAME/checkpoint.pt. Begins as a linear coder (consistency_tables.py) that networks, zero at first,
correct. Sequences of four chunks, the context of the first one empty; half of them unrounded, the others rounded to 33,
17 or 11 levels. curve.txt gets the swap test and, more rarely, the measures beside those of the linear coder.
"""

import argparse
import copy
import os

import torch

import consistency_metrics as metrics
import music
from consistency_domain import Music, training_music
from consistency_evaluation import Excerpts, HeldOut, entropy, evaluate, swap_test
from consistency_model import ConsistencyCodec, bin_weights, objective
from consistency_network import SIZES, compile_layers
from consistency_pure import PureCodec
from consistency_tables import tables
from training import Run, accelerator, start_from
from training_steps import Clock, Steps

LEVELS = (33, 17, 11)
SEQUENCE = 4
RATE_WEIGHT = 0.1


def halves(count, generator):
    """Half of the sequences unrounded (0), the others at (levels - 1) / 2, [count, 1, 1]."""
    choices = torch.tensor([0] * len(LEVELS) + [(level - 1) // 2 for level in LEVELS])
    return choices[torch.randint(len(choices), (count,), generator=generator)][:, None, None]


def loss_of(codec, x, upper, half, weights):
    with torch.autocast(x.device.type, torch.bfloat16):
        values, places = codec.analyze(x, upper, half)
        law = codec.synthesize(values, places)
    # The bits of a scalar grow with the logarithm of how far it spreads.
    rate = torch.log(places.float().abs() + 0.05).mean()
    return objective(law, x, upper, weights).mean() + RATE_WEIGHT * rate


def groups(codec, rate):
    """Linear maps learn slowly, for they are right already, and corrections still more so: their noise spoils the anchor."""
    factors = {"anchor_": 0.1, "envelope_": 0.1, "encoder.summary": 0.02}
    result = {factor: [] for factor in (1.0, 0.1, 0.02)}
    for name, parameter in codec.named_parameters():
        result[next((f for start, f in factors.items() if name.startswith(start)), 1.0)].append(parameter)
    return [{"params": parameters, "lr": factor * rate} for factor, parameters in result.items() if parameters]


def bar(codec, held, path):
    """The coder before training, at every level count, once."""
    if os.path.exists(path):
        return
    with open(path, "a") as file:
        for levels in LEVELS:
            rate = entropy(held.analyze(codec, levels, False)[1], levels)
            figures = metrics.line(evaluate(codec, held, levels, False))
            file.write(f"linear, {levels} levels, {rate:.3f} kbit/s static: {figures}\n")
        file.write(f"linear, mean only: {metrics.line(evaluate(codec, held, 33, False, mean_only=True))}\n")


def report(codec, held, full):
    codec = copy.deepcopy(codec).to(held.x.device).eval()
    line = "swap: " + metrics.line(swap_test(codec, held))
    if full and isinstance(held, HeldOut):
        rate = entropy(held.analyze(codec, 33)[1], 33)
        line += f"\n  33 levels, {rate:.3f} kbit/s static: {metrics.line(evaluate(codec, held))}"
    return line


def options(steps, rate):
    """Those of both stages, with these defaults."""
    parser = argparse.ArgumentParser()
    parser.add_argument("workdir")
    parser.add_argument("name")
    parser.add_argument("--size", choices=SIZES, default="S")
    parser.add_argument("--start", help="weights.safetensors to begin with")
    parser.add_argument("--steps", type=int, default=steps)
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--rate", type=float, default=rate)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--compile", action="store_true", help="fused kernels for the layers; half a minute first")
    parser.add_argument("--seconds", type=float, help="ends then, whatever the number of steps: cools down in time")
    parser.add_argument("--every", type=int, default=500, help="steps between two lines of the curve")
    return parser


def held_out(workdir, device):
    """Held-out music; without its samples, as on a machine that has only packed music, the chunks that networks see."""
    if music.load(workdir, "validation"):
        return HeldOut(workdir)
    return Excerpts(Music(workdir, "validation").to(device))


def main():
    parser = options(steps=20000, rate=1e-3)
    parser.add_argument("--pure", action="store_true", help="the published form, without anchor and envelope")
    arguments = parser.parse_args()
    device = accelerator(arguments.threads)
    torch.manual_seed(1)
    train, held = training_music(arguments.workdir), held_out(arguments.workdir, device)
    kind = PureCodec if arguments.pure else ConsistencyCodec
    codec = kind(SIZES[arguments.size], tables(arguments.workdir, lambda: Music(arguments.workdir)))
    train.to(device)
    folder = os.path.join(arguments.workdir, arguments.name)
    os.makedirs(folder, exist_ok=True)
    if not arguments.pure and isinstance(held, HeldOut):
        bar(codec, held, os.path.join(folder, "linear.txt"))
    if arguments.start:
        start_from(arguments.start, codec)
    codec.to(device)
    run = Run(folder, codec, arguments.steps, arguments.rate, groups(codec, arguments.rate))
    generator = torch.Generator().manual_seed(run.step)
    weights = bin_weights().to(device)
    step = Steps(run, lambda x, upper, half: loss_of(codec, x, upper, half, weights))
    if arguments.compile:
        compile_layers(codec)
    clock = Clock(run, arguments.seconds)
    recent = torch.zeros((), device=device)
    while run.step < run.steps:
        x, upper = train.crops(arguments.batch, SEQUENCE, generator)
        loss = step(x, upper, halves(arguments.batch, generator).to(device))
        recent.lerp_(loss, 1 / min(run.step, 200))
        clock.tick()
        if run.step % arguments.every == 0 or run.step in (1, 100, run.steps):
            full = run.step % (4 * arguments.every) == 0 or run.step in (1, run.steps)
            # Statistics of a batch norm are no parameters.
            for kept, now in zip(run.average.buffers(), codec.buffers()):
                kept.copy_(now)
            run.save(f"loss {recent.item():.4f} {report(run.average, held, full)}")


if __name__ == "__main__":
    main()
