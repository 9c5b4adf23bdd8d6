"""Writes a consistency model from its checkpoints.

    python consistency_export.py WORKDIR NAME MODELS [--size S] [--no-refiner] [--goldens FILE] [--latents]

MODELS/NAME gets weights.safetensors (matrices as bytes with a step a row) and model.json; WORKDIR/NAME-release.txt the
measures of what was written. `--goldens`: two chunks through every stage, for the tests. `--latents`: symbols of training music at
every level count into WORKDIR/NAME-latents, for the entropy model.
"""

import argparse
import json
import os

import numpy as np
import torch
from safetensors.torch import save_file

import consistency_metrics as metrics
import consistency_refine as refine
import consistency_stereo as stereo
import music
from consistency import LEVELS
from consistency_domain import FRAMES, Music
from consistency_evaluation import HeldOut, calibrated, decoded, entropy, evaluate, swap_test
from consistency_goldens import goldens
from consistency_model import ConsistencyCodec
from consistency_network import SIZES, Refiner
from consistency_tables import blank, tables
from training import restored


def stored(state):
    """Matrices as bytes and a step a row; vectors, and the table of gains, as floats."""
    result = {}
    for name, value in state.items():
        if value.dim() < 2 or name == "refiner.scales":
            result[name] = value.float()
            continue
        step = (value.abs().amax(-1) / 127).clamp(min=1e-7).half()
        result[name] = (value / step.float().clamp(min=6e-8)[..., None]).round().clamp(-127, 127).to(torch.int8)
        result[name + ".step"] = step
    return {name: value.contiguous() for name, value in result.items()}


@torch.no_grad()
def symbols(codec, workdir, folder):
    """Symbols of consecutive chunks of every third track: one file a level count, and where tracks start."""
    os.makedirs(folder, exist_ok=True)
    train = Music(workdir)
    spans = [(a, (b - a) // FRAMES) for a, b in zip(train.starts[:-1], train.starts[1:])][::3]
    np.save(os.path.join(folder, "starts.npy"), np.cumsum([0] + [count for _, count in spans]))
    for levels in LEVELS:
        rows, half = [], (levels - 1) // 2
        for start, count in spans:
            index = start + torch.arange(count * FRAMES)
            x, upper = (z.unflatten(0, (1, count, FRAMES)) for z in train.rows(index))
            places = codec.analyze(x, upper, torch.full((1, count, 1), half))[1]
            rows.append((places[0] * half).round().to(torch.int8).numpy())
        np.save(os.path.join(folder, f"symbols-{levels}.npy"), np.concatenate(rows))


def describe(size, name, refiner, steps):
    return {
        "format": 1,
        "name": name,
        "codec": "consistency",
        "rate": music.RATE,
        "width": size.width,
        "time": size.time,
        "layers": {"encoder": size.encoder, "decoder": size.decoder, "refiner": size.refiner if refiner else 0},
        "sigmas": list(refine.SIGMAS) if refiner else [],
        # What the decoder does unless told: refinement only where it was worth it.
        "steps": steps,
    }


@torch.no_grad()
def refiner_state(refiner):
    """Weights with the gains of the few levels as a table."""
    state = {k: v for k, v in refiner.state_dict().items() if "gain" not in k and k not in ("first", "second")}
    gains = [gain for layer in refiner.layers for gain in (layer.attention_gain, layer.feed_gain)] + [refiner.gain]
    state["scales"] = refiner.scales(torch.tensor(refine.SIGMAS)) * torch.stack(gains)
    return {"refiner." + key: value for key, value in state.items()}


def measures(linear, codec, held, stages):
    """Lines of the card: every stage on held-out music, noise filled to the same levels."""
    lines = ["swap test: " + metrics.line(swap_test(codec, held))]
    for title, stage, network in (("linear", linear, False), ("stage 1", codec, True)):
        for levels in LEVELS:
            rate = entropy(held.analyze(stage, levels, network)[1], levels)
            figures = metrics.line(evaluate(stage, held, levels, network, stage.fill))
            lines.append(f"{title}, {levels} levels, {rate:.3f} kbit/s static: {figures}")
        lines.append(f"{title}, 33 levels, mean only: {metrics.line(evaluate(stage, held, 33, network, mean_only=True))}")
        law = stage.synthesize(*held.analyze(stage, 33, network), network)
        frames = decoded(law, stage.shape, held.noise(), stage.fill)
        lines.append(f"{title}, levels of bands, dB: " + " ".join(f"{x:.2f}" for x in held.levels(frames)))
    if stages:
        lines.append(refine.report(stages))
    return "\n".join(lines) + "\n"


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("workdir")
    arguments.add_argument("name")
    arguments.add_argument("models")
    arguments.add_argument("--size", choices=SIZES, default="S")
    arguments.add_argument("--no-refiner", action="store_true")
    arguments.add_argument("--goldens")
    arguments.add_argument("--latents", action="store_true")
    arguments = arguments.parse_args()
    torch.manual_seed(1)
    torch.set_num_threads(1)
    size = SIZES[arguments.size]
    codec, refiner = ConsistencyCodec(size, blank()), None if arguments.no_refiner else Refiner(size)
    run = os.path.join(arguments.workdir, arguments.name)
    state = torch.load(os.path.join(run, "checkpoint.pt"), weights_only=True)["average"]
    codec.load_state_dict(state)
    tensors = stored({k: v for k, v in state.items() if k != "squares"})
    codec.load_state_dict(restored(tensors), strict=False)
    codec.eval().requires_grad_(False)
    excerpts = HeldOut(arguments.workdir, "train", 7)
    codec.fill = calibrated(codec, excerpts)
    if refiner is not None:
        path = os.path.join(run + "-refiner", "checkpoint.pt")
        refiner.load_state_dict(torch.load(path, weights_only=True)["average"])
        kept = stored(refiner_state(refiner))
        refiner.load_state_dict({k.removeprefix("refiner."): v for k, v in restored(kept).items()}, strict=False)
        refiner.eval().requires_grad_(False)
        tensors |= kept
    side_path = os.path.join(arguments.workdir, "consistency-side.pt")
    if not os.path.exists(side_path):
        torch.save(stereo.tables(arguments.workdir), side_path)
    side = stored(torch.load(side_path, weights_only=True))
    held = HeldOut(arguments.workdir)
    linear = ConsistencyCodec(size, tables(arguments.workdir, lambda: Music(arguments.workdir)))
    linear.fill = calibrated(linear, excerpts, False)
    places = held.analyze(codec, 33)[1].flatten(0, 1)
    tensors |= side | {"fill": codec.fill, "statistics.mean": places.mean(0), "statistics.deviation": places.std(0)}
    stages = []
    if refiner is not None:
        # What refines has other levels than noise.
        tensors["fill.refined"] = calibrated(codec, excerpts, refined=refine.residuals(refiner, excerpts))
        stages = refine.stages(codec, refiner, held, codec.fill, tensors["fill.refined"])
    folder = os.path.join(arguments.models, arguments.name)
    os.makedirs(folder, exist_ok=True)
    save_file({k: v.contiguous() for k, v in tensors.items()}, os.path.join(folder, "weights.safetensors"))
    with open(os.path.join(folder, "model.json"), "w") as file:
        json.dump(describe(size, arguments.name, refiner is not None, refine.best(stages) if stages else 0), file, indent=2)
        file.write("\n")
    with open(run + "-release.txt", "w") as file:
        file.write(measures(linear, codec, held, stages))
    if arguments.goldens:
        goldens(codec, refiner, restored(side), tensors.get("fill.refined"), arguments.goldens)
    if arguments.latents:
        symbols(codec, arguments.workdir, run + "-latents")


if __name__ == "__main__":
    main()
