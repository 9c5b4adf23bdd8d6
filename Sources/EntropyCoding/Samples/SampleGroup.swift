/// The planes of a group of a picture, coded one after the other without loss.
public final class SampleGroup {
  /// Colours before opacity: red, green, blue or gray, and opacity.
  private let planes: [SamplePlane]
  private let largest: Int
  private let hasColours: Bool

  /// - Parameters:
  ///   - channels: 1 to 4: gray, gray and opacity, RGB, RGB and opacity.
  ///   - largest: The largest value that a sample may have, at most 65535.
  public init(width: Int, height: Int, channels: Int, largest: Int) {
    precondition((1...4).contains(channels) && (0...65535).contains(largest), "no such samples")
    planes = (0..<channels).map { _ in
      SamplePlane(width: width, height: height, constant: Int32((largest + 1) / 2))
    }
    self.largest = largest
    hasColours = channels >= 3
  }

  /// Sample x of row y of a channel: `row(y, of: channel)[x]`, 0...largest.
  public func row(_ y: Int, of channel: Int) -> UnsafeMutablePointer<Int32> {
    planes[channel].row(y)
  }

  /// What the samples look like: a drawing where most have the value of the four before them.
  public var content: SampleContent {
    var equal = 0
    var count = 0
    for plane in planes where plane.width > 2 && plane.height > 1 {
      for y in 1..<plane.height {
        let row = plane.row(y)
        let above = plane.row(y - 1)
        for x in 1..<plane.width - 1 {
          let value = row[x]
          let isEqual =
            row[x - 1] == value && above[x - 1] == value && above[x] == value && above[x + 1] == value
          equal += isEqual ? 1 : 0
        }
        count += plane.width - 2
      }
    }
    return 2 * equal > count ? .drawing : .photograph
  }

  /// The samples as bytes, and the state in which the coder ended. The other content only costs rate.
  public func encode(as content: SampleContent) -> (payload: [UInt8], state: UInt32) {
    var port = DecisionWriter()
    _ = code(content, port: &port)
    let state = port.coder.state
    return (port.coder.finish(), state)
  }

  /// Fills the planes and returns the state in which the coder ended; nil if the bytes end too early.
  public func decode(_ payload: ArraySlice<UInt8>, as content: SampleContent) -> UInt32? {
    var port = DecisionReader(coder: RangeDecoder(payload))
    return code(content, port: &port) ? port.coder.state : nil
  }

  /// Green, red, blue, opacity; or gray, opacity.
  private func code<Port: DecisionPort>(_ content: SampleContent, port: inout Port) -> Bool {
    let order = hasColours ? [1, 0, 2] + (3..<planes.count) : Array(planes.indices)
    var earlier: SamplePlane?
    for (place, channel) in order.enumerated() {
      let plane = planes[channel]
      let residuals = SamplePlane(width: plane.width, height: plane.height, constant: 0)
      let kind = hasColours ? SampleKind(rawValue: place) ?? .alone : .alone
      let contexts = SampleContexts(
        content: content, plane: plane, residuals: residuals, earlierResiduals: earlier,
        green: kind == .alone ? nil : planes[1], red: kind == .third ? planes[0] : nil,
        shift: max(0, Int.bitWidth - largest.leadingZeroBitCount - 8))
      var coder = SamplePlaneCoder(contexts, largest: largest)
      guard coder.code(port: &port) else { return false }
      earlier = residuals
    }
    return true
  }
}
