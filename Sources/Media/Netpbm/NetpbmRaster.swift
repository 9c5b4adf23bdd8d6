import Bytes

/// What the header of a Netpbm file says, and from it the samples.
struct NetpbmRaster {
  let width: Int
  let height: Int
  let channels: Channels
  /// The value of white, 1 to 65535.
  let maximum: Int
  /// Samples in all.
  let count: Int

  /// - Throws: `corruptData` or `limitExceeded` when a value is not possible or not allowed.
  init(
    width: Int, height: Int, channels: Channels, maximum: Int, limits: Limits
  ) throws(CodecError) {
    guard (1...65535).contains(maximum) else { throw .corruptData("maximum value \(maximum)") }
    count = try Image.sampleCount(width: width, height: height, channels: channels, limits: limits)
    self.width = width
    self.height = height
    self.channels = channels
    self.maximum = maximum
  }

  func image(_ samples: Samples) -> Image {
    Image(width: width, height: height, channels: channels, samples: samples)
  }

  /// Samples of one byte each, or of two when the maximum is over 255, the high byte first.
  /// - Throws: `corruptData` unless the bytes are exactly as many and no value is over the maximum.
  func binary(_ bytes: ArraySlice<UInt8>) throws(CodecError) -> Image {
    let bytesPerSample = maximum > 255 ? 2 : 1
    try check(bytes.count, against: count * bytesPerSample)
    if maximum == 255 { return image(.eight([UInt8](bytes))) }
    let values = bytes.withUnsafeBufferPointer { source in
      [UInt16](unsafeUninitializedCapacity: count) { target, initialized in
        if bytesPerSample == 1 {
          for index in 0..<count { target[index] = UInt16(source[index]) }
        } else {
          for index in 0..<count {
            target[index] = UInt16(source[2 * index]) << 8 | UInt16(source[2 * index + 1])
          }
        }
        initialized = count
      }
    }
    return try scaled(values)
  }

  /// Decimal numbers, separated by white space.
  func plain(_ text: consuming NetpbmHeader) throws(CodecError) -> Image {
    guard text.remaining >= 2 * count - 1 else { throw tooShort(text.remaining, 2 * count - 1) }
    var values = [UInt16](repeating: 0, count: count)
    for index in 0..<count {
      values[index] = UInt16(try text.number("sample \(index)", atMost: maximum))
    }
    try finish(text)
    return try scaled(values)
  }

  /// Bits, 1 for black, eight a byte with the leftmost highest; every row starts a byte.
  func binaryBits(_ bytes: ArraySlice<UInt8>) throws(CodecError) -> Image {
    let rowBytes = (width + 7) / 8
    try check(bytes.count, against: rowBytes * height)
    var values = [UInt8](repeating: 0, count: count)
    for y in 0..<height {
      for x in 0..<width where bytes[bytes.startIndex + y * rowBytes + x / 8] << UInt8(x % 8) < 0x80 {
        values[y * width + x] = 255
      }
    }
    return image(.eight(values))
  }

  /// Bits, 1 for black, one digit each.
  func plainBits(_ text: consuming NetpbmHeader) throws(CodecError) -> Image {
    guard text.remaining >= count else { throw tooShort(text.remaining, count) }
    var values = [UInt8](repeating: 0, count: count)
    for index in 0..<count { values[index] = try text.bit() == 0 ? 255 : 0 }
    try finish(text)
    return image(.eight(values))
  }

  /// Stretches 0...maximum to the full range of the smallest type that holds it, to the nearest value.
  private func scaled(_ values: [UInt16]) throws(CodecError) -> Image {
    if let index = values.firstIndex(where: { $0 > maximum }) {
      throw .corruptData("sample \(index) is \(values[index]), over the maximum \(maximum)")
    }
    if maximum == 65535 { return image(.sixteen(values)) }
    if maximum > 255 {
      return image(.sixteen(values.map { UInt16((Int($0) * 65535 + maximum / 2) / maximum) }))
    }
    return image(.eight(values.map { UInt8((Int($0) * 255 + maximum / 2) / maximum) }))
  }

  private func check(_ available: Int, against needed: Int) throws(CodecError) {
    guard available >= needed else { throw tooShort(available, needed) }
    guard available == needed else {
      throw .corruptData("\(available - needed) bytes too many after \(width)x\(height) pixels")
    }
  }

  private func finish(_ text: consuming NetpbmHeader) throws(CodecError) {
    text.skipSpace()
    guard text.remaining == 0 else { throw .corruptData("\(text.remaining) bytes too many after the pixels") }
  }

  private func tooShort(_ available: Int, _ needed: Int) -> CodecError {
    .corruptData("\(width)x\(height) pixels need \(needed) bytes, \(available) are left")
  }
}
