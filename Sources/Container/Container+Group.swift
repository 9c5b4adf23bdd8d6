extension Container {
  /// One independently coded part of the medium.
  public struct Group: Equatable, Sendable {
    /// The coded bytes. After parsing this is a view into the file's storage, which it keeps alive: no copy.
    public let payload: ArraySlice<UInt8>
    /// The state the entropy coder ended in. A decoder that reaches another one is out of step with the encoder.
    public let finalState: UInt32
    /// Whether the payload failed its checksum. Only a tolerant reader gives such groups; they cannot be written.
    public let isDamaged: Bool
    /// Whether the file ends inside the payload or before it: damage of which the bytes that are there are no part.
    public let isCut: Bool

    /// An intact group.
    public init(payload: ArraySlice<UInt8>, finalState: UInt32) {
      self.init(payload: payload, finalState: finalState, isDamaged: false, isCut: false)
    }

    /// An intact group.
    public init(payload: [UInt8], finalState: UInt32) {
      self.init(payload: payload[...], finalState: finalState)
    }

    init(payload: ArraySlice<UInt8>, finalState: UInt32, isDamaged: Bool, isCut: Bool) {
      self.payload = payload
      self.finalState = finalState
      self.isDamaged = isDamaged
      self.isCut = isCut
    }
  }
}
