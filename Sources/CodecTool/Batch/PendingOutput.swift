import Bytes

/// An output that is about to be written: from memory, or made as it is written.
struct PendingOutput {
  /// Takes the share of the work that is done, 0 to 1.
  typealias ProgressReport = (Double) -> Void

  /// Whether the sink has to seek.
  var seeks = false
  /// Writes the output; what is to be told of it shows then.
  let write: (any ByteSink, ProgressReport) throws -> Conversion

  init(seeks: Bool = false, write: @escaping (any ByteSink, ProgressReport) throws -> Conversion) {
    (self.seeks, self.write) = (seeks, write)
  }

  /// Bytes that are there.
  init(_ bytes: [UInt8], _ conversion: Conversion) {
    self.init { sink, _ in
      try bytes.withUnsafeBytes { try sink.write($0) }
      return conversion
    }
  }
}
