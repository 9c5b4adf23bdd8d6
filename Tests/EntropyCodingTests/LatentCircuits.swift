import Bytes
import TestSupport

@testable import EntropyCoding

/// Small circuit models over the class model of `ClassModelTests`.
enum LatentCircuits {
  /// One that has learned from a few random groups, with taps.
  static func learned() throws -> LatentCircuit {
    let classes = try ClassModelTests.model()
    let learner = try LatentCircuitLearner(classes: classes, taps: taps)
    var random = SeededRandom(99)
    let structures = ClassModelTests.layout(width: 96, height: 40)
    let groups = [3, 3, 60].map { scale in
      structures.map { ClassModelTests.plane($0, scale: scale, random: &random) }
    }
    for _ in 0..<LatentCircuitLearner.passes {
      for planes in groups { with(planes, structures) { learner.learn($0, structures) } }
      learner.settle()
    }
    return try LatentCircuit(learner.arrays, classes: classes)
  }

  /// West and north of every plane, and two places of the last plane's reference.
  static var taps: [Int16] {
    var taps = [Int16](repeating: 0, count: 3 * CircuitRules.tapCount * 4)
    for plane in 0..<3 {
      let start = plane * CircuitRules.tapCount * 4
      taps.replaceSubrange(start..<start + 8, with: [-1, 0, -1, 300, -1, -1, 0, -200])
      if plane == 2 { taps.replaceSubrange(start + 8..<start + 16, with: [0, 0, 0, 150, 0, 1, 1, 90]) }
    }
    return taps
  }

  static func with(_ planes: [[Int16]], _ structures: [PlaneStructure], _ body: ([LatentPlane]) -> Void) {
    var copy = planes
    ClassModelTests.withViews(&copy, structures) { body($0) }
  }

  static func encode(_ model: LatentCircuit, _ planes: [[Int16]], _ structures: [PlaneStructure]) -> (
    payload: [UInt8], state: UInt32
  ) {
    var copy = planes
    return ClassModelTests.withViews(&copy, structures) { model.encode($0, structures) }
  }

  static func decode(_ model: LatentCircuit, _ payload: [UInt8], _ structures: [PlaneStructure]) -> (
    planes: [[Int16]], state: UInt32?
  ) {
    // Whatever the memory holds must not matter.
    var planes = structures.map { [Int16](repeating: 77, count: $0.width * $0.height) }
    let state = ClassModelTests.withViews(&planes, structures) {
      model.decode(payload[...], into: $0, structures)
    }
    return (planes, state)
  }
}
