import CKernels

/// Reads latents, and keeps where the bytes ended.
struct CircuitReadingPort: CircuitPort {
  private var reader: circuit_reader
  private let bytes: CircuitBytes
  private let slack: Int
  /// What was begun last before the bytes ended.
  private(set) var plane = 0
  private(set) var row = 0

  /// - Parameters:
  ///   - payload: a coded number.
  ///   - slack: zeros past the end that may be read before the walk ends.
  init(_ payload: ArraySlice<UInt8>, slack: Int) {
    bytes = CircuitBytes(payload)
    reader = circuit_reader_start(bytes.start, payload.count)
    self.slack = slack
  }

  var isExhausted: Bool { reader.position > reader.count + slack }

  /// Equals the encoder's state after the same decisions.
  var state: UInt32 { coderState(range: reader.range, words: Int(reader.position) / 4 - 2) }

  mutating func begin(plane: Int) {
    guard !isExhausted else { return }
    (self.plane, row) = (plane, 0)
  }

  mutating func begin(row: Int) { self.row = row }

  mutating func code(_ coding: inout circuit_coding, row y: Int) { circuit_read_row(&coding, y, &reader) }

  /// Rows of each plane that were read whole.
  func wholeRows(_ structures: [PlaneStructure]) -> [Int] {
    structures.indices.map { index in
      index < plane || !isExhausted ? structures[index].height : index == plane ? row : 0
    }
  }
}

/// A coded number with zeros behind it.
final class CircuitBytes {
  let start: UnsafeMutablePointer<UInt8>

  init(_ payload: ArraySlice<UInt8>) {
    start = .allocate(capacity: payload.count + 4)
    _ = UnsafeMutableBufferPointer(start: start, count: payload.count).initialize(from: payload)
    (start + payload.count).initialize(repeating: 0, count: 4)
  }

  deinit { start.deallocate() }
}
