/// The uniform wavelet packet on stacks of planes: [C, h, w] to [C * 4^J, h / 2^J, w / 2^J] and back.
///
/// Channel c * 4^J + f1 * 4^(J-1) + … + fJ holds band f1, then f2 of it, and so on of plane c; f is the raw value
/// of `Subband.Orientation`.
public struct UniformPacket<Sample: LiftingSample>: Sendable {
  /// J, how often every band is split.
  public let depth: Int
  private let packet: WaveletPacket<Sample>

  public init(depth: Int, border: BorderExtension = .symmetric) {
    self.depth = depth
    packet = WaveletPacket(.uniform(depth: depth), border: border)
  }

  /// Coefficients of `channels` planes of `height` rows of `width` samples, both multiples of 2^J.
  public func forward(_ planes: [Sample], channels: Int, width: Int, height: Int) -> [Sample] {
    check(planes, channels: channels, width: width, height: height)
    var source = planes
    return transfer(&source, count: planes.count) { source, result in
      let size = width * height
      for channel in 0..<channels {
        let plane = PlaneView(source + channel * size, width: width, height: height)
        forward(plane, into: result + channel * size)
      }
    }
  }

  /// The inverse of `forward`; `channels`, `width` and `height` are those of the samples.
  public func inverse(_ coefficients: [Sample], channels: Int, width: Int, height: Int) -> [Sample] {
    check(coefficients, channels: channels, width: width, height: height)
    var source = coefficients
    return transfer(&source, count: coefficients.count) { source, result in
      let size = width * height
      for channel in 0..<channels {
        let plane = PlaneView(result + channel * size, width: width, height: height)
        inverse(source + channel * size, into: plane)
      }
    }
  }

  /// One plane, which is used as a workspace and lost, to its 4^J contiguous channels elsewhere.
  public func forward(_ plane: PlaneView<Sample>, into channels: UnsafeMutablePointer<Sample>) {
    checkSize(width: plane.width, height: plane.height)
    packet.forward(plane)
    for (place, channel) in places(of: plane, channels) { channel.copy(from: place) }
  }

  /// The inverse of `forward`: 4^J contiguous channels to one plane elsewhere.
  public func inverse(_ channels: UnsafeMutablePointer<Sample>, into plane: PlaneView<Sample>) {
    checkSize(width: plane.width, height: plane.height)
    for (place, channel) in places(of: plane, channels) { place.copy(from: channel) }
    packet.inverse(plane)
  }

  /// Each band of a mosaic beside its channel.
  private func places(
    of plane: PlaneView<Sample>, _ channels: UnsafeMutablePointer<Sample>
  ) -> [(PlaneView<Sample>, PlaneView<Sample>)] {
    packet.subbands(width: plane.width, height: plane.height).enumerated().map { index, band in
      let channel = channels + index * band.width * band.height
      return (plane.subplane(band), PlaneView(channel, width: band.width, height: band.height))
    }
  }

  private func checkSize(width: Int, height: Int) {
    precondition((width | height) & ((1 << depth) - 1) == 0, "sizes must be multiples of 2^depth")
  }

  private func check(_ samples: [Sample], channels: Int, width: Int, height: Int) {
    precondition(channels >= 0 && width >= 0 && height >= 0, "planes of impossible size")
    precondition(samples.count == channels * width * height, "planes of the wrong size")
    checkSize(width: width, height: height)
  }

  /// A new array of `count` samples that `body` fills from `source`, which it may overwrite.
  private func transfer(
    _ source: inout [Sample], count: Int,
    _ body: (UnsafeMutablePointer<Sample>, UnsafeMutablePointer<Sample>) -> Void
  ) -> [Sample] {
    [Sample](unsafeUninitializedCapacity: count) { result, initialised in
      source.withUnsafeMutableBufferPointer { source in
        guard let from = source.baseAddress, let to = result.baseAddress else { return }
        to.initialize(repeating: .zero, count: count)
        body(from, to)
      }
      initialised = count
    }
  }
}
