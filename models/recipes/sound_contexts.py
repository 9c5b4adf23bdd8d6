"""The entropy model of the latents of sounds: channels are planes of one row, and look at a few earlier channels."""

import torch

import contexts
from class_model import ClassModel

# Channels that one looks at, at most.
REFERENCES = 16
RATE_WEIGHT = 0.06
# Latents of a channel that its weights are fitted to.
ROWS = 15000


def neighbours(planes, count=REFERENCES):
    """For each channel the earlier ones that tell most of its magnitude: the largest terms of a linear prediction.

    planes: integers [S, T] a channel.
    """
    magnitude = torch.stack([x.abs().clamp(max=contexts.CAP) for x in planes])
    magnitude = magnitude + 0.5 * torch.stack([contexts.cross(x, True) for x in magnitude])
    # Loud and silent tracks count alike.
    level = magnitude.mean((0, 2), keepdim=True) + 0.01
    x = (magnitude / level).flatten(1)
    x = x / x.square().mean(1, keepdim=True).sqrt().clamp(min=1e-6)
    moment = (x @ x.T / x.shape[1]).double()
    result = []
    for channel in range(len(planes)):
        if channel <= count:
            result.append(list(range(channel)))
            continue
        ridge = 0.02 * torch.eye(channel).double()
        terms = torch.linalg.solve(moment[:channel, :channel] + ridge, moment[:channel, channel])
        result.append(sorted(terms.abs().topk(count).indices.tolist()))
    return result


def learn(values):
    """values: latents in steps [S, T] a channel, not rounded. Learned on a plain dead zone, then on decisions."""
    plain = [x.sign() * (x.abs() + 0.36).floor() for x in values]
    model = ClassModel(contexts.line_bands(neighbours(plain)), lines=True)
    model.fit([plain], ROWS)
    model.fit([model.decided(values, RATE_WEIGHT)], ROWS)
    return model
