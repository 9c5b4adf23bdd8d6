import Bytes

extension AudioSamples {
  /// - Throws: `invalidParameter` when a value needs more bits.
  static func check(_ values: [Int32], bits: Int) throws(CodecError) {
    let unused = Int32(32 - bits)
    guard values.allSatisfy({ ($0 << unused) >> unused == $0 }) else {
      throw .invalidParameter("a sample does not fit \(bits) bits")
    }
  }

  /// - Throws: `invalidParameter` when a value is not finite.
  static func check(_ values: [Float]) throws(CodecError) {
    guard values.allSatisfy(\.isFinite) else { throw .invalidParameter("a sample is not finite") }
  }
}
