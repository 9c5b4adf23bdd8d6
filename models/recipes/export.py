"""Writes a released model from its checkpoint: learns the entropy model, exports integers and half floats.

    python export.py WORKDIR NAME MODELS        NAME: picture, latent-16x, latent-4x, latent-gray

MODELS/NAME/ gets model.json, weights.safetensors and entropy.safetensors. The entropy model is learned on latents of
the training photographs at many steps, the one of alpha planes on photographs stretched and clipped to look like
masks. Both are counted, so a run takes minutes.
"""

import argparse
import json
import os
import random

import torch
from safetensors.torch import load_file, save_file

import colour
import contexts
import latent
import photos
import picture
import wavelet
from class_model import ClassModel

ROUNDING = 0.36
ALPHA_LEVELS = 5
# The model that codes gray pictures for the latent models of colours.
GRAY = "latent-gray"


def rounded(x, step, offset=ROUNDING):
    return x.sign() * (x.abs() / step + offset).floor()


def spread(low, high, index):
    """Steps log-uniform over a range, evenly spread over the pictures."""
    return low * (high / low) ** (index * 0.618034 % 1)


def pictures(workdir, count):
    """Training photographs in random order, mixed scales."""
    images = photos.load(workdir, "train", lambda name: not name.endswith("-1440"))
    names = sorted(images)
    random.Random(1).shuffle(names)
    return [images[name][:480, :640] for name in names[:count]]


def picture_samples(images):
    """Coefficients in steps, one list of planes a photograph."""
    for index, image in enumerate(images):
        bands = wavelet.pyramid(colour.rotate(image), picture.LEVELS)
        yield [plane / spread(3, 220, index) for plane in contexts.pyramid_planes(bands)]


def latent_samples(codec, images, convert, low, high):
    for index, image in enumerate(images):
        with torch.no_grad():
            step = spread(low / 2, high * 2, index)
            x = wavelet.packet(latent.crop_to_grid(convert(image))[None], latent.LEVELS)
            y = codec.analyze(x)[0]
        yield list((y / step).unbind(0))


def alpha_samples(images):
    """Integers already: photographs stretched and clipped to look like masks, through the reversible pyramid."""
    for index, image in enumerate(images):
        gray = colour.luma(image)[0] / 3**0.5
        gain = spread(1, 60, index)
        mask = ((gray - gray.median()) * gain + 128).round().clamp(0, 255)[None]
        yield contexts.pyramid_planes(wavelet.pyramid(mask, ALPHA_LEVELS, wavelet.reversible_line))


def learn(bands, samples):
    """Learns on a plain dead zone, then again on what the encoder's decisions would leave."""
    samples = list(samples)
    model = ClassModel(bands)
    model.fit([[rounded(x, 1) for x in planes] for planes in samples])
    model.fit([model.decided(planes, picture.RATE_WEIGHT) for planes in samples])
    return model


def learn_exact(bands, samples):
    model = ClassModel(bands)
    model.fit(list(samples))
    return model


def once(path, make):
    """Arrays that do not depend on the networks: learned once a work folder."""
    if not os.path.exists(path):
        save_file(make(), path)
    return load_file(path)


def tensors(model, prefix):
    """The arrays of FORMAT.md, "Class model"."""
    width = 2 * max(len(band.references) for band in model.bands)
    own, references, parent, mean = [], [], [], []
    for band, weights, band_mean in zip(model.bands, model.weights, model.means):
        count = len(contexts.OWN)
        own.append(weights[:count])
        used = weights[count : count + 2 * len(band.references)]
        references.append(torch.nn.functional.pad(used, (0, width - len(used))))
        parent.append(weights[count + len(used) :] if band.parent is not None else torch.zeros(2))
        mean.append(torch.zeros(4) if band_mean is None else band_mean)
    symbols, flags, first = model.tables
    return {
        prefix + ".own": torch.stack(own).to(torch.int16),
        prefix + ".references": torch.stack(references).to(torch.int16),
        prefix + ".parent": torch.stack(parent).to(torch.int16),
        prefix + ".bias": torch.stack(model.biases).to(torch.int32),
        prefix + ".mean": torch.stack(mean).to(torch.int16),
        prefix + ".tables": torch.tensor([band.tables for band in model.bands], dtype=torch.uint8),
        prefix + ".magnitudes": symbols.to(torch.uint16),
        prefix + ".runs": flags.to(torch.uint16),
        prefix + ".starts": first.to(torch.uint16),
        prefix + ".shifts": contexts.SHIFTS.to(torch.uint8),
    }


def averages(workdir, name):
    path = os.path.join(workdir, name, "checkpoint.pt")
    return torch.load(path, weights_only=True)["average"]


def network(width, blocks, inputs, outputs):
    return {"inputs": inputs, "width": width, "blocks": blocks, "outputs": outputs}


def export_picture(workdir, images):
    weights = {"fine." + key: value for key, value in averages(workdir, "picture").items()}
    channels = 4 * picture.COLOURS
    description = {
        "grid": {"tree": "pyramid", "levels": picture.LEVELS},
        "colours": picture.COLOURS,
        "channels": picture.COLOURS,
        "referenceStep": picture.REFERENCE_STEP,
        "trainedSteps": picture.STEPS,
        "fine": network(picture.WIDTH, picture.BLOCKS, channels, channels),
    }
    bands = contexts.pyramid_bands(picture.COLOURS, picture.LEVELS)
    path = os.path.join(workdir, "picture-entropy.safetensors")
    return description, weights, once(path, lambda: tensors(learn(bands, picture_samples(images)), "latents"))


def export_latent(workdir, name, images):
    profile = latent.PROFILES[name]
    size = profile.colours * 4**latent.LEVELS
    codec = latent.LatentCodec(profile, torch.zeros(profile.channels, size), torch.ones(profile.channels))
    codec.load_state_dict(averages(workdir, name))
    weights = {key: value for key, value in codec.state_dict().items() if not key.startswith("rate.")}
    description = {
        "grid": {"tree": "uniform", "levels": latent.LEVELS},
        "colours": profile.colours,
        "gray": GRAY if profile.colours == 3 else None,
        "channels": profile.channels,
        "primary": profile.primary,
        "referenceStep": latent.REFERENCE_STEP,
        "trainedSteps": profile.steps,
        "detailUnit": latent.SCALE,
        "coarse": network(*profile.coarse, profile.channels, size),
        "fine": network(*profile.fine, 4 * profile.colours, 4 * profile.colours),
    }
    convert = colour.rotate if profile.colours == 3 else colour.luma
    bands = contexts.uniform_bands(profile.channels)
    entropy = learn(bands, latent_samples(codec, images, convert, *profile.steps))
    return description, weights, tensors(entropy, "latents")


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("workdir")
    arguments.add_argument("name")
    arguments.add_argument("models")
    arguments.add_argument("--pictures", type=int, default=120)
    arguments = arguments.parse_args()
    torch.manual_seed(1)
    images = pictures(arguments.workdir, arguments.pictures)
    if arguments.name == "picture":
        description, weights, entropy = export_picture(arguments.workdir, images)
    else:
        description, weights, entropy = export_latent(arguments.workdir, arguments.name, images)
    alpha_path = os.path.join(arguments.workdir, "alpha-entropy.safetensors")
    bands = contexts.pyramid_bands(1, ALPHA_LEVELS)
    alpha = once(alpha_path, lambda: tensors(learn_exact(bands, alpha_samples(images[:40])), "alpha"))
    description = {"format": 1, "name": arguments.name, "codec": "wavelet-image", "rounding": ROUNDING} | description
    weights["rotation"] = colour.ROTATION
    exact = ("rotation", "analysis", "synthesis", "deviations")
    weights = {k: (v.float() if k in exact else v.half()).contiguous() for k, v in weights.items()}
    folder = os.path.join(arguments.models, arguments.name)
    os.makedirs(folder, exist_ok=True)
    save_file(weights, os.path.join(folder, "weights.safetensors"))
    save_file(entropy | alpha, os.path.join(folder, "entropy.safetensors"))
    with open(os.path.join(folder, "model.json"), "w") as file:
        json.dump(description, file, indent=2)
        file.write("\n")


if __name__ == "__main__":
    main()
