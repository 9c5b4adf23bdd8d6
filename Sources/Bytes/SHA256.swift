/// SHA-256 (FIPS 180-4): the identity of models.
public struct SHA256: Sendable {
  private var state: [UInt32] = [
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
  ]
  private var pending: [UInt8] = []
  private var length: UInt64 = 0

  /// The hash of no bytes so far.
  public init() {}

  /// The digest of one message, 32 bytes.
  public static func digest(_ bytes: [UInt8]) -> [UInt8] {
    var hash = SHA256()
    hash.update(bytes)
    return hash.finalize()
  }

  /// Adds bytes to the message.
  public mutating func update(_ bytes: [UInt8]) {
    length += UInt64(bytes.count)
    pending += bytes
    let whole = pending.count / 64 * 64
    pending.withUnsafeBufferPointer { source in
      for block in stride(from: 0, to: whole, by: 64) {
        compress(UnsafeBufferPointer(rebasing: source[block..<block + 64]))
      }
    }
    pending.removeFirst(whole)
  }

  /// Pads the message and returns its digest, 32 bytes.
  public consuming func finalize() -> [UInt8] {
    let bits = length * 8
    update([0x80] + [UInt8](repeating: 0, count: (119 - pending.count) % 64))
    update((0..<8).map { UInt8(truncatingIfNeeded: bits >> (56 - 8 * UInt64($0))) })
    return state.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> (24 - 8 * $0)) } }
  }

  private mutating func compress(_ block: UnsafeBufferPointer<UInt8>) {
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 64) { schedule in
      for t in 0..<16 {
        schedule[t] =
          UInt32(block[4 * t]) << 24 | UInt32(block[4 * t + 1]) << 16 | UInt32(block[4 * t + 2]) << 8
          | UInt32(block[4 * t + 3])
      }
      for t in 16..<64 {
        let (a, b) = (schedule[t - 15], schedule[t - 2])
        let small0 = rotate(a, 7) ^ rotate(a, 18) ^ a >> 3
        let small1 = rotate(b, 17) ^ rotate(b, 19) ^ b >> 10
        schedule[t] = schedule[t - 16] &+ small0 &+ schedule[t - 7] &+ small1
      }
      var (a, b, c, d) = (state[0], state[1], state[2], state[3])
      var (e, f, g, h) = (state[4], state[5], state[6], state[7])
      Self.constants.withUnsafeBufferPointer { constants in
        for t in 0..<64 {
          let big1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
          let first = h &+ big1 &+ (e & f ^ ~e & g) &+ constants[t] &+ schedule[t]
          let big0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
          let second = big0 &+ (a & b ^ a & c ^ b & c)
          (h, g, f, e) = (g, f, e, d &+ first)
          (d, c, b, a) = (c, b, a, first &+ second)
        }
      }
      for (index, value) in [a, b, c, d, e, f, g, h].enumerated() { state[index] &+= value }
    }
  }

  @inline(__always)
  private func rotate(_ x: UInt32, _ n: UInt32) -> UInt32 { x >> n | x << (32 - n) }

  /// Fractional parts of the cube roots of the first 64 primes, computed in integers.
  private static let constants: [UInt32] = {
    var primes: [Int] = []
    var candidate = 2
    while primes.count < 64 {
      if primes.allSatisfy({ candidate % $0 != 0 }) { primes.append(candidate) }
      candidate += 1
    }
    return primes.map { prime in
      // The largest root with root³ <= prime · 2^96; its low 32 bits are the fraction.
      var root: UInt64 = 0
      for bit in (0..<36).reversed() {
        let trial = root | 1 << UInt64(bit)
        let square = trial.multipliedFullWidth(by: trial)
        let value = UInt128(square.high) << 64 | UInt128(square.low)
        let (cube, overflow) = value.multipliedReportingOverflow(by: UInt128(trial))
        if !overflow, cube <= UInt128(prime) << 96 { root = trial }
      }
      return UInt32(truncatingIfNeeded: root)
    }
  }()
}
