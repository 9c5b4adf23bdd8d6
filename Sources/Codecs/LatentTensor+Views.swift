import Transforms

extension LatentTensor {
  /// Views of the channels, for reading.
  func withChannels<R>(_ body: ([PlaneView<Int16>]) throws -> R) rethrows -> R {
    try symbols.withUnsafeBufferPointer { symbols in
      try body(Self.views(UnsafeMutablePointer(mutating: symbols.baseAddress), shape: shape))
    }
  }

  /// A view of the alpha plane, for reading.
  func withAlpha<R>(_ body: (PlaneView<Int16>?) throws -> R) rethrows -> R {
    guard let alpha else { return try body(nil) }
    let shape = [1, picture.height, picture.width]
    return try alpha.withUnsafeBufferPointer { alpha in
      try body(Self.views(UnsafeMutablePointer(mutating: alpha.baseAddress), shape: shape).first)
    }
  }

  /// Views of the channels and of the alpha plane, for writing.
  mutating func withMutableChannels<R>(
    _ body: ([PlaneView<Int16>], PlaneView<Int16>?) throws -> R
  ) rethrows -> R {
    let shape = shape
    let alphaShape = [1, picture.height, picture.width]
    return try symbols.withUnsafeMutableBufferPointer { symbols in
      let channels = Self.views(symbols.baseAddress, shape: shape)
      guard alpha != nil else { return try body(channels, nil) }
      return try alpha!.withUnsafeMutableBufferPointer { alpha in
        try body(channels, Self.views(alpha.baseAddress, shape: alphaShape).first)
      }
    }
  }

  static func views(_ base: UnsafeMutablePointer<Int16>?, shape: [Int]) -> [PlaneView<Int16>] {
    guard let base else { return [] }
    return (0..<shape[0]).map {
      PlaneView(base + $0 * shape[1] * shape[2], width: shape[2], height: shape[1])
    }
  }
}
