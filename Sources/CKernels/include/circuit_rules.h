// The fixed numbers of the circuit of latents: its decisions, and how many gates each has. FORMAT.md states them.
#pragma once

enum {
  /// Latents asked at once whether all are zero, and the classes below which they are.
  circuit_segment = 64,
  circuit_run = 8,
  circuit_block_classes = 26,

  /// Classes of predicted magnitudes.
  circuit_classes = 80,
  /// A class, or inside a run half a class and the place.
  circuit_zero_classes = circuit_classes + 16 * circuit_run,
  /// Magnitudes W and N up to 3, NW and NE up to 2.
  circuit_near = 144,
  /// Six magnitudes of the parent, four sums around it, two references up to 2; or without a parent the halves of a
  /// predicted magnitude that come from the plane itself and from elsewhere, fourteen classes each.
  circuit_far = 216,
  /// Without a parent: how surely a sign is expected, two references up to 2.
  circuit_other = 36,
  /// From this magnitude on what is left is coded without gates.
  circuit_escape = 15,
  circuit_ladder_steps = 8,
  circuit_ladder_classes = 20,
  /// Magnitudes on a scale of twelve.
  circuit_levels = 12,
  /// Signs around the latent: next to it, behind those, in other planes, and by parity of the place.
  circuit_sign_near = 81,
  circuit_sign_beyond = 81,
  circuit_sign_planes = 81,
  circuit_sign_parity = 108,
  /// With taps the expected sign by the magnitude, without the signs around the parent.
  circuit_sign_last = 108,

  // Where the gates of a decision begin.
  circuit_segments = 0,
  circuit_runs = circuit_segments + circuit_block_classes,
  circuit_zeros = circuit_runs + circuit_block_classes,
  circuit_zeros_near = circuit_zeros + circuit_zero_classes,
  circuit_zeros_far = circuit_zeros_near + circuit_near,
  circuit_zeros_other = circuit_zeros_far + circuit_far,
  circuit_ones = circuit_zeros_other + circuit_other,
  circuit_ones_near = circuit_ones + circuit_classes,
  circuit_ones_far = circuit_ones_near + circuit_near,
  circuit_ones_other = circuit_ones_far + circuit_far,
  circuit_twos = circuit_ones_other + circuit_other,
  circuit_twos_near = circuit_twos + circuit_classes,
  circuit_ladder = circuit_twos_near + circuit_near,
  circuit_ladder_near = circuit_ladder + circuit_ladder_steps * circuit_ladder_classes,
  circuit_signs_near = circuit_ladder_near + circuit_ladder_steps * circuit_levels,
  circuit_signs_beyond = circuit_signs_near + circuit_sign_near,
  circuit_signs_planes = circuit_signs_beyond + circuit_sign_beyond,
  circuit_signs_parity = circuit_signs_planes + circuit_sign_planes,
  circuit_signs_last = circuit_signs_parity + circuit_sign_parity,
  circuit_gate_count = circuit_signs_last + circuit_sign_last,

  /// Log odds of gates are in 2^-20 nats; chances are tabled for sums at every 2^shift from -10 to 10 nats.
  circuit_odds_shift = 13,
  circuit_chance_count = 20 << (20 - circuit_odds_shift),

  /// Weights of the means of low bands; they move by 2^(rate - 28) of a normalised step.
  circuit_mean_inputs = 13,
  circuit_mean_rate = 20,

  /// Taps of the prediction of a sign, but for those of W and WW.
  circuit_taps = 16,
  /// Signed residuals count for at most this.
  circuit_sign_cap = 4,
  /// Magnitudes count for at most this.
  circuit_magnitude_cap = 1023,
  /// Exponential-Golomb prefixes longer than this are damage.
  circuit_longest_prefix = 20,
};
