import Bytes
import Container
import EntropyCoding

/// The bytes of a group: FORMAT.md, "Sound: music".
enum MusicGroup {
  /// Contexts of side information.
  private enum Context {
    static let sizes = 0
    static let sizeStride = 8
    static let sameTurns = 64
    static let turns = 128
  }

  private static let form: UInt8 = 0

  /// - Parameter writer: one that has written nothing.
  static func write(_ latents: MusicLatents, _ writer: SpectrumWriter) -> Container.Group {
    write(latents.tiling, to: writer)
    let segments = latents.tiling.segments
    for (index, pair) in MusicCodec.pairs(latents.values.count).enumerated() {
      writer.beginPair()
      write(segments, turns: latents.turns[index], to: writer) { segment in
        // The kernel writes values only where it reads or chooses them.
        let values = latents.values[pair]
        Self.withPointers(values) { pointers in
          writer.write(
            size: segment.size, pointers.map { UnsafeMutablePointer(mutating: $0) + segment.offset })
        }
      }
    }
    return finish(writer, phase: latents.tiling.phase)
  }

  static func finish(_ writer: SpectrumWriter, phase: Int) -> Container.Group {
    let (payload, state) = writer.finish()
    return Container.Group(payload: [form, UInt8(phase)] + payload, finalState: state)
  }

  private static func withPointers(
    _ values: ArraySlice<[Int16]>, _ body: ([UnsafePointer<Int16>]) -> Void
  ) {
    func next(_ rest: ArraySlice<[Int16]>, _ pointers: [UnsafePointer<Int16>]) {
      guard let first = rest.first else { return body(pointers) }
      first.withUnsafeBufferPointer { buffer in
        guard let start = buffer.baseAddress else { return }
        next(rest.dropFirst(), pointers + [start])
      }
    }
    next(values, [])
  }

  static func write(_ tiling: Tiling, to writer: SpectrumWriter) {
    var before = 3
    for size in tiling.phase == 0 ? tiling.sizes[...] : tiling.sizes.dropFirst().dropLast() {
      writer.write(Int(size), bits: 3, context: Context.sizes + Context.sizeStride * before)
      before = Int(size)
    }
  }

  /// Turns where stripes begin, and segments by `body`.
  static func write(
    _ segments: [Tiling.Segment], turns: [[UInt8]], to writer: SpectrumWriter,
    _ body: (Tiling.Segment) -> Void
  ) {
    var known = [UInt8](repeating: TurnGrid.usual, count: TurnGrid.bands)
    var stripe = -1
    for segment in segments {
      if segment.start / TurnGrid.stripe != stripe, !turns.isEmpty {
        stripe = segment.start / TurnGrid.stripe
        for band in 0..<TurnGrid.bands {
          let turn = turns[stripe][band]
          writer.write(turn == known[band] ? 0 : 1, bits: 1, context: Context.sameTurns + 2 * band)
          if turn != known[band] { writer.write(Int(turn), bits: 5, context: Context.turns) }
        }
        known = turns[stripe]
      }
      body(segment)
    }
  }

  /// - Parameter open: reads from the coded bytes on.
  static func read(
    _ group: Container.Group, frames: Int, channels: Int, open: (ArraySlice<UInt8>) -> SpectrumReader
  ) throws(CodecError) -> MusicLatents {
    var head = ByteReader(group.payload)
    let form = try head.read(UInt8.self, "form of the group")
    guard form == Self.form else { throw .unsupported("a group of form \(form)") }
    let phase = Int(try head.read(UInt8.self, "phase of the grid"))
    guard phase < Tiling.unit, phase == 0 || Tiling.allowsPhase(frames: frames) else {
      throw .corruptData("a phase of \(phase)")
    }
    let reader = open(head.rest)
    let tiling = try readTiling(reader, frames: frames, phase: phase)
    let segments = tiling.segments
    var turns: [[[UInt8]]] = []
    var values: [[Int16]] = []
    for pair in MusicCodec.pairs(channels) {
      var pairTurns: [[UInt8]] = []
      let memory = pair.map { _ in UnsafeMutablePointer<Int16>.allocate(capacity: tiling.coefficients) }
      defer { for channel in memory { channel.deallocate() } }
      reader.beginPair()
      for segment in segments {
        if pair.count == 2, segment.start / TurnGrid.stripe == pairTurns.count {
          pairTurns.append(readTurns(reader, after: pairTurns.last))
        }
        reader.read(size: segment.size, into: memory.map { $0 + segment.offset })
        guard !reader.isExhausted else { throw .corruptData("the entropy coded data end too early") }
      }
      turns.append(pairTurns)
      values += memory.map { Array(UnsafeBufferPointer(start: $0, count: tiling.coefficients)) }
    }
    guard reader.state == group.finalState else {
      throw .corruptData("the entropy decoder ended out of step with the encoder")
    }
    // Ends of channels are not kept apart: the bytes are.
    return MusicLatents(frames: frames, tiling: tiling, turns: turns, values: values, coded: group)
  }

  private static func readTiling(
    _ reader: SpectrumReader, frames: Int, phase: Int
  ) throws(CodecError) -> Tiling {
    var sizes: [UInt8] = phase == 0 ? [] : [Tiling.oddSize]
    var rest = Tiling.gridUnits(frames: frames, phase: phase)
    var before = 3
    while rest > 0 {
      let size = reader.number(bits: 3, context: Context.sizes + Context.sizeStride * before)
      guard size < SpectralTransform.sizes, 1 << size <= rest else {
        throw .corruptData("a segment of size \(size) where \(rest) units are left")
      }
      guard !reader.isExhausted else { throw .corruptData("the entropy coded data end too early") }
      sizes.append(UInt8(size))
      rest -= 1 << size
      before = size
    }
    if phase != 0 { sizes.append(Tiling.oddSize) }
    return Tiling(phase: phase, sizes: sizes)
  }

  static func readTurns(_ reader: SpectrumReader, after known: [UInt8]?) -> [UInt8] {
    (0..<TurnGrid.bands).map { band in
      let known = known?[band] ?? TurnGrid.usual
      guard reader.number(bits: 1, context: Context.sameTurns + 2 * band) == 1 else { return known }
      return UInt8(reader.number(bits: 5, context: Context.turns))
    }
  }
}
