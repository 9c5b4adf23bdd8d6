import Bytes
import Container
import EntropyCoding

/// The bytes of a group: FORMAT.md, "Sound: hearing".
enum HearingGroup {
  private static let form: UInt8 = 0

  static func write(_ latents: HearingLatents, model: SpectrumModel) -> Container.Group {
    let writer = SpectrumWriter(model)
    write(latents.blocks, to: writer)
    let size = HearingBlocks.frames
    for (index, pair) in MusicCodec.pairs(latents.values.count).enumerated() {
      let side = HearingSide()
      let memory = latents.values[pair].map { values in
        let buffer = ValueBuffer(values.count)
        buffer.start.update(from: values, count: values.count)
        return buffer
      }
      writer.beginPair()
      MusicGroup.write(latents.blocks.tiling.segments, turns: latents.turns[index], to: writer) { segment in
        let block = segment.offset / size
        if segment.offset % size == 0 {
          let bands = block * HearingSide.bands..<(block + 1) * HearingSide.bands
          writer.writeSteps(side, Array(latents.steps[index][bands]))
        }
        writer.write(size: segment.size, memory.map { $0.start + segment.offset })
        guard (segment.offset + segment.coefficients) % size == 0 else { return }
        let cells = block * HearingSide.cells..<(block + 1) * HearingSide.cells
        let frame = HearingFrame(
          segments: latents.blocks.segments(of: block),
          values: memory.map { UnsafePointer($0.start) + block * size })
        writer.writeLevels(side, of: frame, latents.levels[pair].flatMap { $0[cells] })
      }
    }
    return finish(writer)
  }

  static func finish(_ writer: SpectrumWriter) -> Container.Group {
    let (payload, state) = writer.finish()
    return Container.Group(payload: [form] + payload, finalState: state)
  }

  /// Which blocks are cut, each by whether the one before it is.
  static func write(_ blocks: HearingBlocks, to writer: SpectrumWriter) {
    var before = false
    for isCut in blocks.areCut {
      writer.write(isCut ? 1 : 0, bits: 1, context: before ? 2 : 0)
      before = isCut
    }
  }

  static func read(
    _ group: Container.Group, frames: Int, channels: Int, model: SpectrumModel
  ) throws(CodecError) -> HearingLatents {
    var head = ByteReader(group.payload)
    let form = try head.read(UInt8.self, "form of the group")
    guard form == Self.form else { throw .unsupported("a group of form \(form)") }
    let reader = SpectrumReader(head.rest, model)
    let blocks = readBlocks(reader, count: HearingBlocks.count(frames: frames))
    var latents = HearingLatents(
      frames: frames, blocks: blocks, turns: [], steps: [], values: [], levels: [], coded: nil)
    for pair in MusicCodec.pairs(channels) {
      let part = HearingPairReader(reader, blocks: blocks, channels: pair.count)
      try part.read()
      latents.append(part)
    }
    guard reader.state == group.finalState else {
      throw .corruptData("the entropy decoder ended out of step with the encoder")
    }
    return latents
  }

  private static func readBlocks(_ reader: SpectrumReader, count: Int) -> HearingBlocks {
    var areCut: [Bool] = []
    for _ in 0..<count {
      areCut.append(reader.number(bits: 1, context: areCut.last == true ? 2 : 0) == 1)
    }
    return HearingBlocks(areCut: areCut)
  }
}
