extension AudioBuffer {
  /// One sound of its pieces, in order.
  /// - Precondition: all pieces have the properties.
  public init(joining pieces: [AudioBuffer], properties: AudioProperties) {
    precondition(pieces.allSatisfy { $0.properties == properties }, "pieces of different sounds")
    let frameCount = pieces.reduce(0) { $0 + $1.frameCount }
    func joined<Sample>(_ values: (AudioBuffer) -> [Sample]) -> [Sample] {
      let values = pieces.map(values)
      var result: [Sample] = []
      result.reserveCapacity(frameCount * properties.channelCount)
      for channel in 0..<properties.channelCount {
        for (piece, values) in zip(pieces, values) {
          result += values[channel * piece.frameCount..<(channel + 1) * piece.frameCount]
        }
      }
      return result
    }
    switch properties.sampleType {
    case .integer:
      self.init(
        properties, .integers(joined { if case .integers(let values) = $0.samples { values } else { [] } }))
    case .float:
      self.init(
        properties, .floats(joined { if case .floats(let values) = $0.samples { values } else { [] } }))
    }
  }
}
