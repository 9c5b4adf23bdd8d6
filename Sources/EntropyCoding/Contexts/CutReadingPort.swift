/// Reads a stream that is cut, and keeps where its bytes ended. What a decision would need beyond them is not made up:
/// it comes out as zero, and the walk ends with the row.
struct CutReadingPort: SymbolPort {
  static var reads: Bool { true }
  static var decides: Bool { false }
  private var coder: RangeDecoder
  /// What was begun last before the bytes ended.
  private(set) var plane = 0
  private(set) var row = 0

  init(_ payload: ArraySlice<UInt8>) { coder = RangeDecoder(payload) }

  var isExhausted: Bool { coder.isPastEnd }

  mutating func begin(plane: Int) {
    guard !isExhausted else { return }
    (self.plane, row) = (plane, 0)
  }

  mutating func begin(row: Int) { self.row = row }

  mutating func symbol(_: Int, _ table: StaticTable) -> Int { isExhausted ? 0 : coder.decode(with: table) }

  /// Ones end a Golomb code.
  mutating func bits(_: Int, count: Int) -> Int { isExhausted ? 1 : coder.decodeBits(count: count) }

  /// Rows of each plane that were read whole.
  func wholeRows(_ structures: [PlaneStructure]) -> [Int] {
    structures.indices.map { index in
      index < plane || !isExhausted ? structures[index].height : index == plane ? row : 0
    }
  }
}
