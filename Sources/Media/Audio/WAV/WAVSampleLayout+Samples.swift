import Bytes

extension WAVSampleLayout {
  /// The samples of whole frames.
  /// - Parameter bytes: frames one after the other, little-endian; 8 bits unsigned, others two's complement.
  /// - Throws: `corruptData` when a float is not finite or an integer has bits below those it claims.
  func samples(_ bytes: UnsafeRawBufferPointer) throws(CodecError) -> AudioSamples {
    switch properties.sampleType {
    case .integer(let bits):
      // In 32 bits, from the highest down: an integer of fewer bits is what is left of them after the shift.
      let values: [Int32] =
        switch bytesPerSample {
        case 1: planar(bytes) { Int32(truncatingIfNeeded: UInt32(bytes[$0] ^ 0x80) << 24) }
        case 2: planar(bytes) { Int32(Self.load(bytes, $0, Int16.self)) << 16 }
        case 3:
          planar(bytes) {
            let low = UInt32(bytes[$0]) << 8 | UInt32(bytes[$0 + 1]) << 16
            return Int32(truncatingIfNeeded: low | UInt32(bytes[$0 + 2]) << 24)
          }
        default: planar(bytes) { Self.load(bytes, $0, Int32.self) }
        }
      let unused = Int32(32 - bits)
      guard values.reduce(0, |) & (1 << unused - 1) == 0 else {
        throw .corruptData("WAV: a sample has more than its \(bits) bits")
      }
      return .integers(values.map { $0 >> unused })
    case .float:
      let values: [Float] =
        bytesPerSample == 4
        ? planar(bytes) { Float(bitPattern: Self.load(bytes, $0, UInt32.self)) }
        : planar(bytes) { Float(Double(bitPattern: Self.load(bytes, $0, UInt64.self))) }
      guard values.allSatisfy(\.isFinite) else { throw .corruptData("WAV: a sample is not finite") }
      return .floats(values)
    }
  }

  /// The bytes of samples: the inverse of reading them.
  /// - Throws: `invalidParameter` when a sample is out of range.
  func bytes(_ samples: AudioSamples) throws(CodecError) -> [UInt8] {
    switch (samples, properties.sampleType) {
    case (.integers(let values), .integer(let bits)):
      try AudioSamples.check(values, bits: bits)
      let unused = Int32(32 - bits)
      return interleaved(values) { value, bytes, offset in
        var value = UInt32(bitPattern: value << unused)
        if bytesPerSample == 1 { value ^= 0x8000_0000 }
        for byte in 0..<bytesPerSample {
          bytes[offset + byte] = UInt8(truncatingIfNeeded: value >> UInt32(8 * (4 - bytesPerSample + byte)))
        }
      }
    case (.floats(let values), .float):
      try AudioSamples.check(values)
      return interleaved(values) { value, bytes, offset in
        for byte in 0..<4 {
          bytes[offset + byte] = UInt8(truncatingIfNeeded: value.bitPattern >> UInt32(8 * byte))
        }
      }
    default: preconditionFailure("samples of another type")
    }
  }

  @inline(__always)
  private static func load<T: FixedWidthInteger>(_ bytes: UnsafeRawBufferPointer, _ offset: Int, _: T.Type)
    -> T
  {
    T(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: T.self))
  }

  @inline(__always)
  private func planar<Value>(_ bytes: UnsafeRawBufferPointer, _ value: (Int) -> Value) -> [Value] {
    let frameCount = bytes.count / bytesPerFrame
    return [Value](unsafeUninitializedCapacity: frameCount * properties.channelCount) { target, count in
      for channel in 0..<properties.channelCount {
        var offset = channel * bytesPerSample
        for frame in 0..<frameCount {
          target.initializeElement(at: channel * frameCount + frame, to: value(offset))
          offset += bytesPerFrame
        }
      }
      count = frameCount * properties.channelCount
    }
  }

  @inline(__always)
  private func interleaved<Value>(
    _ values: [Value], _ store: (Value, UnsafeMutableBufferPointer<UInt8>, Int) -> Void
  ) -> [UInt8] {
    let frameCount = values.count / properties.channelCount
    return [UInt8](unsafeUninitializedCapacity: values.count * bytesPerSample) { target, count in
      for channel in 0..<properties.channelCount {
        var offset = channel * bytesPerSample
        for frame in 0..<frameCount {
          store(values[channel * frameCount + frame], target, offset)
          offset += bytesPerFrame
        }
      }
      count = values.count * bytesPerSample
    }
  }
}
