"""The colour rotation of the models: orthonormal, learned once on the training photographs.

Rows are the Karhunen-Loève basis of the wavelet details of RGB, so that errors keep their size. A gray picture
is the first row alone: gray g gives luma (g - 128) * sum(row), as an RGB picture with equal channels would, up
to the small chroma that the rows leave.
"""

import torch

ROTATION = torch.tensor(
    [
        [0.6160495, 0.5840810, 0.5285189],
        [-0.6709496, 0.0375688, 0.7405504],
        [0.4126858, -0.8108254, 0.4150332],
    ]
)
CENTRE = 128.0


def rotate(image):
    """uint8 [h, w, 3] to float [3, h, w], centred."""
    return torch.tensordot(ROTATION, torch.as_tensor(image).float() - CENTRE, dims=([1], [2]))


def luma(image):
    """uint8 [h, w, 3] to float [1, h, w]: the gray picture of BT.601, scaled as luma."""
    weights = torch.tensor([0.299, 0.587, 0.114])
    gray = (torch.as_tensor(image).float() @ weights).round()
    return ((gray - CENTRE) * 3**0.5)[None]


def unrotate(x):
    """The inverse of `rotate`, before rounding and clamping: [h, w, 3]."""
    return torch.tensordot(x, ROTATION, dims=([0], [0])) + CENTRE
