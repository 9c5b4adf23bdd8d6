import Bytes
import Container
import EntropyCoding

/// One group of a picture without loss: its samples in units, coded or, where that is no longer, stored.
struct LosslessGroup {
  /// First byte of a stored group; coded ones begin with what they show.
  private static let stored: UInt8 = 0

  private let rectangle: PixelRectangle
  private let parameters: LosslessParameters

  init(_ rectangle: PixelRectangle, _ parameters: LosslessParameters) {
    self.rectangle = rectangle
    self.parameters = parameters
  }

  private var channels: Int { parameters.picture.channels.rawValue }

  /// - Parameter samples: of the whole picture.
  func encode<Sample: FixedWidthInteger & UnsignedInteger>(
    _ samples: UnsafeBufferPointer<Sample>
  ) -> Container.Group {
    let group = emptyGroup()
    let unit = Int32(parameters.unit)
    var stored: [UInt8] = [Self.stored]
    stored.reserveCapacity(1 + storedBytes(of: Sample.self))
    for y in 0..<rectangle.height {
      let start = place(of: y)
      for channel in 0..<channels {
        let row = group.row(y, of: channel)
        for x in 0..<rectangle.width { row[x] = Int32(samples[start + x * channels + channel]) / unit }
      }
      for sample in samples[start..<start + rectangle.width * channels] {
        let value = Int32(sample) / unit
        for shift in stride(from: 0, to: Sample.bitWidth, by: 8) {
          stored.append(UInt8(truncatingIfNeeded: value >> Int32(shift)))
        }
      }
    }
    let content = group.content
    let (payload, state) = group.encode(as: content)
    guard payload.count < stored.count - 1 else { return Container.Group(payload: stored, finalState: 0) }
    return Container.Group(payload: [content.rawValue] + payload, finalState: state)
  }

  /// The inverse of `encode`. Throws `corruptData`.
  func decode<Sample: FixedWidthInteger & UnsignedInteger>(
    _ group: Container.Group, into samples: UnsafeMutableBufferPointer<Sample>
  ) throws(CodecError) {
    var reader = ByteReader(group.payload)
    let form = try reader.read(UInt8.self, "form of the group")
    if form == Self.stored { return try copy(reader, finalState: group.finalState, into: samples) }
    guard let content = SampleContent(rawValue: form) else { throw .corruptData("no form \(form)") }
    try decode(reader.rest, as: content, finalState: group.finalState, into: samples)
  }

  private func decode<Sample: FixedWidthInteger & UnsignedInteger>(
    _ payload: ArraySlice<UInt8>, as content: SampleContent, finalState: UInt32,
    into samples: UnsafeMutableBufferPointer<Sample>
  ) throws(CodecError) {
    let group = emptyGroup()
    guard let state = group.decode(payload, as: content) else {
      throw .corruptData("the entropy coded data end too early")
    }
    guard state == finalState else {
      throw .corruptData("the entropy decoder ended out of step with the encoder")
    }
    let unit = Sample(truncatingIfNeeded: parameters.unit)
    for y in 0..<rectangle.height {
      let start = place(of: y)
      for channel in 0..<channels {
        let row = group.row(y, of: channel)
        for x in 0..<rectangle.width {
          let value = Sample(truncatingIfNeeded: row[x]) &* unit
          samples.initializeElement(at: start + x * channels + channel, to: value)
        }
      }
    }
  }

  private func copy<Sample: FixedWidthInteger & UnsignedInteger>(
    _ reader: ByteReader, finalState: UInt32, into samples: UnsafeMutableBufferPointer<Sample>
  ) throws(CodecError) {
    guard reader.remaining == storedBytes(of: Sample.self), finalState == 0 else {
      throw .corruptData("\(reader.remaining) stored bytes, final state \(finalState)")
    }
    var reader = reader
    for y in 0..<rectangle.height {
      let start = place(of: y)
      for index in start..<start + rectangle.width * channels {
        let value = try reader.read(Sample.self, "a sample")
        guard Int(value) <= parameters.largest else {
          throw .corruptData("a stored sample of \(value) units")
        }
        samples.initializeElement(at: index, to: value &* Sample(truncatingIfNeeded: parameters.unit))
      }
    }
  }

  private func emptyGroup() -> SampleGroup {
    SampleGroup(
      width: rectangle.width, height: rectangle.height, channels: channels, largest: parameters.largest)
  }

  /// The index of the first sample of a row of the group.
  private func place(of y: Int) -> Int {
    ((rectangle.y + y) * parameters.picture.width + rectangle.x) * channels
  }

  private func storedBytes<Sample: FixedWidthInteger>(of _: Sample.Type) -> Int {
    rectangle.width * rectangle.height * channels * (Sample.bitWidth / 8)
  }
}
