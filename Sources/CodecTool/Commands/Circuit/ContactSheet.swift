import Bytes
import Media
import ProbabilisticCircuits

/// Samples of a table as pictures.
struct ContactSheet {
  let table: IntegerTable
  let shape: SampleShape
  /// The largest value that a sample can have: it becomes white.
  let white: Int

  /// Pixels between the pictures of a sheet, mid-gray.
  private static let gap = 2

  private var channels: Channels { shape.channels == 1 ? .gray : .rgb }

  private func value(_ row: Int, _ column: Int) -> UInt8 {
    let value = Int(table.values[column * table.rowCount + row])
    return UInt8(white <= 255 && white > 1 ? min(value, 255) : value * 255 / max(white, 1))
  }

  /// One picture for each sample.
  var pictures: [Image] {
    (0..<table.rowCount).map { row in
      Image(
        width: shape.width, height: shape.height, channels: channels,
        samples: .eight((0..<table.columnCount).map { value(row, $0) }))
    }
  }

  /// All samples in one picture, row by row, about as many to a row as there are rows.
  /// - Throws: `limitExceeded` when it would be too large.
  func sheet() throws(CodecError) -> Image {
    var across = 1
    while across * across < table.rowCount { across += 1 }
    let down = (table.rowCount + across - 1) / across
    let width = across * (shape.width + Self.gap) + Self.gap
    let height = down * (shape.height + Self.gap) + Self.gap
    try Limits.standard.check(width: width, height: height)
    var samples = [UInt8](repeating: 128, count: width * height * shape.channels)
    for row in 0..<table.rowCount {
      let x = Self.gap + row % across * (shape.width + Self.gap)
      let y = Self.gap + row / across * (shape.height + Self.gap)
      let line = shape.width * shape.channels
      for column in 0..<table.columnCount {
        let place = (y + column / line) * width * shape.channels + x * shape.channels + column % line
        samples[place] = value(row, column)
      }
    }
    return Image(width: width, height: height, channels: channels, samples: .eight(samples))
  }
}
