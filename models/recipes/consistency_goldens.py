"""Two chunks of a made-up stereo sound through every stage of a consistency model, for the tests of the Swift side.

The second chunk alone has its decoded stages in the file: the first is its context.
"""

import numpy as np
import torch
from safetensors.torch import save_file

import consistency_refine as refine
import consistency_stereo as stereo
import music
from consistency_domain import BAND_OF_BIN, CHUNK, FINE, FINE_BANDS, FLOOR, FRAMES, UNIT, WIDTHS, log_energy, spectrum
from consistency_evaluation import band_energies, decoded, full_spread
from consistency_model import band_mean

EDGE = 1024


def sound():
    """int16 [2 chunks, 2]: tones that fade, noise, silence at both ends."""
    random = np.random.default_rng(7)
    time = np.arange(2 * CHUNK) / music.RATE
    left, right = (sum(np.sin(2 * np.pi * f * time) * np.exp(-g * (time % 0.5)) for f, g in pairs)
                   for pairs in (((220, 2), (1250, 4)), ((331, 5), (2900, 1))))
    both = 5000 * np.stack((left, right), 1) + 600 * random.standard_normal((2 * CHUNK, 2))
    both[:EDGE] = both[-EDGE:] = 0
    return both.round().astype(np.int16)


@torch.no_grad()
def goldens(codec, refiner, side_tables, refined_fill, path, levels=33):
    samples = sound()
    x = samples.astype(np.float32) / UNIT
    turned = (x[:, 0] + x[:, 1]) / 2, (x[:, 0] - x[:, 1]) / 2
    mid, side = (torch.from_numpy(spectrum(z)).unflatten(0, (2, FRAMES)) for z in turned)
    fine, upper = mid[None, ..., :FINE], log_energy(mid)[None, ..., FINE_BANDS:]
    half = (levels - 1) // 2
    energy = torch.cat((torch.log(band_mean(fine.square()) + FLOOR), upper), -1)
    correction = codec.encoder(fine, energy, codec.usual)
    values, places = codec.analyze(fine, upper, torch.full((1, 2, 1), half))
    law = codec.synthesize(values, places)
    generator = torch.Generator().manual_seed(11)
    noise, third = (torch.randn(1, 2, FRAMES, 1024, generator=generator).half().float() for _ in range(2))
    second = torch.randn(1, 2, FRAMES, FINE, generator=generator).half().float()
    tensors = {
        "samples": torch.from_numpy(samples).T,
        "correction": correction[0],
        "symbols": (places[0] * half).round().to(torch.int8),
        "center": law.center()[0, 1],
        "spread": law.spread()[0, 1],
        "upper": law.upper[0, 1],
        "noise": noise[0].half(),
    }
    output = decoded(law, codec.shape, noise, codec.fill)[0]
    if refiner is not None:
        draft, final = refine.refined(refiner, law.hidden, noise[..., :FINE], second, 2)
        output = decoded(law, codec.shape, noise, refined_fill, final)[0]
        tensors |= {"noise.second": second[0].half(), "draft": draft[0, 1], "refined": final[0, 1]}
    features = stereo.features(mid, side)
    u = (features - side_tables["side_mean"]) @ side_tables["side_analysis"].T / side_tables["side_scale"]
    symbols = (u.clamp(-1, 1) * half / 2).round()
    center = torch.nn.functional.pad(law.center(), (0, 1024 - FINE))[0]
    expected = (band_energies(center) + band_energies(full_spread(law, codec.shape)[0])) / WIDTHS
    tensors |= {
        "output": output[1],
        "side.symbols": symbols.to(torch.int8),
        "side.noise": third[0, 1].half(),
        "side": stereo.side(symbols / (half / 2), side_tables, output, expected[..., BAND_OF_BIN], third[0])[1],
    }
    save_file({name: value.contiguous() for name, value in tensors.items()}, path)
