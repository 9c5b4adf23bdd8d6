import TestSupport
import Testing

@testable import Transforms

@Suite struct QuantizerTests {
  @Test func knownValues() {
    let values: [Float] = [0, 0.9, 1, -1, 2.9, -3.1, 1e9, -1e9, .infinity, -.infinity, .nan]
    let rounding = DeadZoneQuantizer(step: 2)
    #expect(rounding.quantize(values) == [0, 0, 1, -1, 1, -2, 32767, -32767, 32767, -32767, 0])
    let floor = DeadZoneQuantizer(step: 1, offset: 0)
    #expect(floor.quantize(values) == [0, 0, 1, -1, 2, -3, 32767, -32767, 32767, -32767, 0])
    #expect(rounding.dequantize([0, 1, -2, 32767, -32768]) == [0, 2, -4, 65534, -65536])
    #expect(floor.quantize([]).isEmpty)
  }

  @Test(arguments: [Float(0), 0.33, 0.5])
  func symbolsFollowTheFormula(offset: Float) {
    var random = SeededRandom(15)
    let values = random.floats(1003)
    let step: Float = 3.7
    let symbols = DeadZoneQuantizer(step: step, offset: offset).quantize(values)
    for (value, symbol) in zip(values, symbols) {
      let magnitude = (abs(value) * (1 / step) + offset).rounded(.down)
      #expect(Float(symbol) == (value < 0 ? -magnitude : magnitude))
    }
  }

  @Test func rectanglesLeaveTheirSurroundings() {
    var values = (0..<8 * 6).map { Float($0) }
    var symbols = [Int16](repeating: -9, count: 10 * 6)
    let quantizer = DeadZoneQuantizer(step: 0.5)
    values.withUnsafeMutableBufferPointer { values in
      symbols.withUnsafeMutableBufferPointer { symbols in
        guard let from = values.baseAddress, let to = symbols.baseAddress else { return }
        let part = PlaneView(from, width: 8, height: 6).subplane(x: 1, y: 2, width: 3, height: 2)
        let place = PlaneView(to, width: 10, height: 6).subplane(x: 5, y: 1, width: 3, height: 2)
        quantizer.quantize(part, into: place)
        for index in 0..<3 { part.row(0)[index] = 0 }
        quantizer.dequantize(place, into: part)
      }
    }
    #expect(values == (0..<8 * 6).map { Float($0) })
    var expected = [Int16](repeating: -9, count: 10 * 6)
    for (row, start) in [(1, 34), (2, 50)] {
      for column in 0..<3 { expected[row * 10 + 5 + column] = Int16(start + 2 * column) }
    }
    #expect(symbols == expected)
  }
}
