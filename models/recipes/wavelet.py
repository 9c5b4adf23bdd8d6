"""CDF 9/7 and reversible 5/3 lifting in PyTorch, the twin of Sources/Transforms.

Functions of pictures act on the last two axes (height, width) of any tensor, those of lines on the last. Normalisation and phase are those of
`bior4.4` in PyWavelets: low-pass DC gain sqrt(2), low[n] centred on x[2n], high[n] centred on x[2n+1] with a
negative centre tap. Borders are whole-sample symmetric; a line of n samples gives ceil(n/2) low and
floor(n/2) high coefficients, so that any size is restored exactly.
"""

import torch

ALPHA, BETA, GAMMA, DELTA = -1.586134342059924, -0.052980118572961, 0.882911075530934, 0.443506852043971
# Centre taps of bior4.4 divided by those of the unscaled lifting steps.
SCALE_LOW, SCALE_HIGH = 1.149604398860241, -0.869864451624781


def _neighbours(x, count, first):
    """Samples x[first-1+i] and x[first+i], i < count, of a half-rate line along axis -1; symmetric ends.

    `first` is 0 for the neighbours of even samples among the odd ones (x[-1] mirrors to x[0]) and 1 for the
    neighbours of odd samples among the even ones (x[len] mirrors to x[len-1]).
    """
    length = x.shape[-1]
    if length == 0:
        zero = x.new_zeros(x.shape[:-1] + (count,))
        return zero, zero
    index = torch.arange(count, device=x.device)
    left = (index + first - 1).clamp(0, length - 1)
    right = (index + first).clamp(0, length - 1)
    return x[..., left], x[..., right]


def _lift(target, source, factor, first):
    left, right = _neighbours(source, target.shape[-1], first)
    return target + factor * (left + right)


def forward_line(x):
    """Splits the last axis into (low, high)."""
    even, odd = x[..., 0::2], x[..., 1::2]
    odd = _lift(odd, even, ALPHA, 1)
    even = _lift(even, odd, BETA, 0)
    odd = _lift(odd, even, GAMMA, 1)
    even = _lift(even, odd, DELTA, 0)
    if x.shape[-1] == 1:
        return even * 2**0.5, odd
    return even * SCALE_LOW, odd * SCALE_HIGH


def inverse_line(low, high):
    """The inverse of `forward_line`."""
    count = low.shape[-1] + high.shape[-1]
    if count == 1:
        return low / 2**0.5
    even, odd = low / SCALE_LOW, high / SCALE_HIGH
    even = _lift(even, odd, -DELTA, 0)
    odd = _lift(odd, even, -GAMMA, 1)
    even = _lift(even, odd, -BETA, 0)
    odd = _lift(odd, even, -ALPHA, 1)
    out = low.new_empty(low.shape[:-1] + (count,))
    out[..., 0::2], out[..., 1::2] = even, odd
    return out


def reversible_line(x):
    """Reversible 5/3 (JPEG 2000) of integers: (low, high)."""
    even, odd = x[..., 0::2], x[..., 1::2]
    left, right = _neighbours(even, odd.shape[-1], 1)
    odd = odd - torch.div(left + right, 2, rounding_mode="floor")
    if odd.shape[-1]:
        left, right = _neighbours(odd, even.shape[-1], 0)
        even = even + torch.div(left + right + 2, 4, rounding_mode="floor")
    return even, odd


def forward(x, line=forward_line):
    """One 2-D level: (low low, high along height, high along width, high high)."""
    low, high = line(x)
    bands = []
    for half in (low, high):
        a, b = line(half.transpose(-1, -2))
        bands += [a.transpose(-1, -2), b.transpose(-1, -2)]
    ll, lh, hl, hh = bands  # lh: low along width, high along height
    return ll, lh, hl, hh


def inverse(ll, lh, hl, hh):
    """The inverse of `forward`."""
    low = inverse_line(ll.transpose(-1, -2), lh.transpose(-1, -2)).transpose(-1, -2)
    high = inverse_line(hl.transpose(-1, -2), hh.transpose(-1, -2)).transpose(-1, -2)
    return inverse_line(low, high)


def pyramid(x, levels, line=forward_line):
    """Dyadic tree: [low band, (lh, hl, hh) of the coarsest level, …, (lh, hl, hh) of level 1]."""
    details = []
    for _ in range(levels):
        x, *bands = forward(x, line)
        details.append(tuple(bands))
    return [x] + details[::-1]


def inverse_pyramid(bands, stop=0):
    """The inverse of `pyramid`; `stop` > 0 leaves the last `stop` levels undone and returns that low band."""
    x = bands[0]
    for details in bands[1 : len(bands) - stop]:
        x = inverse(x, *details)
    return x


def packet(x, levels):
    """Uniform packet tree on [..., C, H, W], H and W multiples of 2^levels: [..., C*4^levels, H/2^levels, W/2^levels].

    Channel c*4^levels + f1*4^(levels-1) + … + f_levels, f = 0 LL, 1 high along height, 2 high along width, 3 HH.
    """
    for _ in range(levels):
        bands = torch.stack(forward(x), dim=-3)
        x = bands.flatten(-4, -3)
    return x


def inverse_packet(y, levels):
    """The inverse of `packet`."""
    for _ in range(levels):
        y = y.unflatten(-3, (-1, 4))
        y = inverse(*(y[..., f, :, :] for f in range(4)))
    return y


def line_packet(x, levels):
    """Uniform packet tree on [..., C, n], n a multiple of 2^levels: [..., C*2^levels, n/2^levels].

    Channel c*2^levels + f1*2^(levels-1) + … + f_levels, f = 0 low, 1 high.
    """
    for _ in range(levels):
        x = torch.stack(forward_line(x), dim=-2).flatten(-3, -2)
    return x


def inverse_line_packet(y, levels):
    """The inverse of `line_packet`."""
    for _ in range(levels):
        y = y.unflatten(-2, (-1, 2))
        y = inverse_line(y[..., 0, :], y[..., 1, :])
    return y
