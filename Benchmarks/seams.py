"""Whether borders of groups can be told from other places of a sound: spectral flux there over that elsewhere.

Flux at a place is how far the spectrum of the 1024 samples around it is from those half a frame before and behind it (Hann window,
mean of both): of magnitudes, the sum of absolute differences; of log spectra, the mean absolute difference of natural logarithms
of power, with samples of -1 to 1 and 1e-9 added. Elsewhere: multiples of 512 that are 4096 samples or more from a border.
"""

import numpy
import soundfile

FRAME, HOP, NEAR = 1024, 512, 4096
CHUNK = 32768  # Of consistency models.
WINDOW = numpy.hanning(FRAME)


def fluxes(sound, places):
    """Of magnitudes and of log spectra around places (int array) of a mono sound: two arrays."""
    spectra = [numpy.abs(numpy.fft.rfft(sound[places[:, None] + shift + numpy.arange(FRAME)] * WINDOW))
               for shift in (-FRAME, -HOP, 0)]
    logs = [numpy.log(spectrum**2 + 1e-9) for spectrum in spectra]
    magnitudes = sum(numpy.abs(spectra[1] - spectra[end]).sum(1) for end in (0, 2)) / 2
    return magnitudes, sum(numpy.abs(logs[1] - logs[end]).mean(1) for end in (0, 2)) / 2


def ratios(sound, borders):
    """Mean flux at the borders over that elsewhere, of magnitudes and of log spectra."""
    inside = range(FRAME, len(sound) - FRAME, HOP)
    elsewhere = numpy.array([place for place in inside if numpy.abs(borders - place).min() >= NEAR])
    return [at.mean() / away.mean() for at, away in zip(fluxes(sound, borders), blocks(sound, elsewhere))]


def of_file(path, period):
    """The `ratios` of a file with a border after every `period` samples."""
    sound = soundfile.read(path, always_2d=True)[0].mean(1)
    return ratios(sound, numpy.arange(period, len(sound) - FRAME, period))


def blocks(sound, places, count=4096):
    """As `fluxes`, in parts that fit in memory."""
    parts = [fluxes(sound, places[first : first + count]) for first in range(0, len(places), count)]
    return [numpy.concatenate(part) for part in zip(*parts)]
