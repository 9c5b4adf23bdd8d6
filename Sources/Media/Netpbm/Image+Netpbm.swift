extension Image {
  /// The value of white as Netpbm headers state it.
  var netpbmMaximum: Int { depth == 16 ? 65535 : 255 }

  /// A Netpbm file: header text, then the samples, those of 16 bits with the high byte first.
  func netpbm(header: String) -> [UInt8] {
    switch samples {
    case .eight(let values): return Array(header.utf8) + values
    case .sixteen(let values):
      let head = Array(header.utf8)
      return [UInt8](unsafeUninitializedCapacity: head.count + 2 * values.count) { target, initialized in
        _ = target.update(fromContentsOf: head)
        for (index, value) in values.enumerated() {
          target[head.count + 2 * index] = UInt8(truncatingIfNeeded: value >> 8)
          target[head.count + 2 * index + 1] = UInt8(truncatingIfNeeded: value)
        }
        initialized = target.count
      }
    }
  }
}
