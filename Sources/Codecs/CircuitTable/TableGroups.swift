import Bytes
import Container
import ProbabilisticCircuits

/// Rows of a table to group payloads and back. Groups are independent.
///
/// A group of one stream is that stream. One of a stream a sample is, for each row, the length of its stream as a varint,
/// then the streams.
struct TableGroups {
  let parameters: TableParameters
  let model: CircuitModel

  func encode(_ table: IntegerTable, threads: Int) throws -> [Container.Group] {
    var groups = [Container.Group?](repeating: nil, count: parameters.groupCount)
    try groups.withUnsafeMutableBufferPointer { groups in
      nonisolated(unsafe) let groups = groups
      try forEach(count: groups.count, threads: threads) { index in
        groups[index] = encode(table.rows(parameters.rows(of: index)))
      }
    }
    return groups.compactMap { $0 }
  }

  private func encode(_ rows: IntegerTable) -> Container.Group {
    let streams = model.coder.streams(of: rows, parameters.streams)
    var payload = ByteWriter()
    if parameters.streams == .perSample {
      for stream in streams { payload.writeVarint(stream.bytes.count) }
    }
    for stream in streams { payload.write(stream.bytes) }
    return Container.Group(payload: payload.bytes, finalState: Self.joined(streams.map(\.finalState)))
  }

  /// The rows of the groups. Those of a group that `rescue` gives values for are filled with them; it is given what is
  /// wrong with the group, and may throw it. Memory is touched group by group, so that a file that lies about its
  /// size fails before it costs any.
  func decode(
    _ groups: [Container.Group], threads: Int, rescue: (Int, CodecError) throws -> [UInt16]
  ) throws -> IntegerTable {
    let (rows, columns) = (parameters.rows, parameters.columns)
    let values = try [UInt16](unsafeUninitializedCapacity: rows * columns) { values, count in
      nonisolated(unsafe) let values = values
      try forEach(count: groups.count, threads: threads) { index in
        let range = parameters.rows(of: index)
        do {
          let part = try decode(groups[index], rowCount: range.count)
          for column in 0..<columns {
            _ = UnsafeMutableBufferPointer(
              rebasing: values[column * rows + range.lowerBound..<column * rows + range.upperBound]
            )
            .update(fromContentsOf: part.column(column))
          }
        } catch let error as CodecError {
          let row = try rescue(index, .corruptData("DATA: group \(index): \(error.message)"))
          for (column, value) in row.enumerated() {
            (values.baseAddress! + column * rows + range.lowerBound).update(
              repeating: value, count: range.count)
          }
        }
      }
      count = rows * columns
    }
    return IntegerTable(rowCount: rows, columnCount: columns, columns: values)
  }

  private func decode(_ group: Container.Group, rowCount: Int) throws(CodecError) -> IntegerTable {
    guard !group.isDamaged else { throw .corruptData("CRC-32 mismatch, or the file is cut") }
    var streams = [group.payload]
    if parameters.streams == .perSample {
      var reader = ByteReader(group.payload)
      var lengths: [Int] = []
      for _ in 0..<rowCount {
        lengths.append(try reader.readVarint(0...Int(UInt32.max), "length of a stream"))
      }
      streams = []
      for length in lengths { streams.append(try reader.read(length, "a stream")) }
      try reader.finish("the group")
    }
    guard let (table, states) = model.coder.decode(streams: streams, rowCount: rowCount, parameters.streams)
    else { throw .corruptData("the entropy coded data end too early") }
    guard Self.joined(states) == group.finalState else {
      throw .corruptData("the entropy decoder ended out of step with the encoder")
    }
    return table
  }

  /// One final state of those of all streams.
  private static func joined(_ states: [UInt32]) -> UInt32 {
    states.reduce(0) { $0 &* 0x0100_0193 ^ $1 }
  }
}
