/// The fixed numbers of the circuit model: how many contexts each decision has. FORMAT.md states them.
enum CircuitRules {
  /// Latents asked at once whether all are zero, and the classes below which they are.
  static let segmentLength = 64
  static let blockClassCount = 26
  /// Own magnitudes W, N up to 3, NW, NE up to 2.
  static let nearCount = 144
  /// Parent or last reference: six magnitudes, four sums; two references up to 2.
  static let farCount = 216
  /// A class, or inside a run half a class and the place.
  static let zeroCount = ContextRules.classCount + 16 * ContextRules.runLength
  static let ladderSteps = 8
  static let ladderClasses = 20
  static let levelCount = 12
  /// Magnitudes, by level, that the expected sign is told apart for.
  static let signSizes = 6

  /// Where the gates of a plane model begin, decision by decision.
  static let segments = 0
  static let runs = segments + blockClassCount
  static let zeros = runs + blockClassCount
  static let zerosNear = zeros + zeroCount
  static let zerosFar = zerosNear + nearCount
  static let ones = zerosFar + farCount
  static let onesNear = ones + ContextRules.classCount
  static let onesFar = onesNear + nearCount
  static let twos = onesFar + farCount
  static let twosNear = twos + ContextRules.classCount
  static let ladder = twosNear + nearCount
  static let ladderNear = ladder + ladderSteps * ladderClasses
  static let signs = ladderNear + ladderSteps * levelCount
  static let gateCount = signs + 351 + signSizes * 17
  /// The first ones are of sums that have no other.
  static let aloneGates = zeros

  /// Weights of means move by 2^(meanRate - 28) of a normalised step.
  static let meanRate: Int64 = 20

  /// Taps of the prediction of a sign: plane, row, column, weight.
  static let tapCount = 16
  /// Signed residuals count for at most this in taps.
  static let tapCap = 4

  /// Magnitudes on a scale of twelve.
  static let levels: [UInt8] = (0..<64).map { value in
    switch value {
    case 0..<5: UInt8(value)
    case 5..<7: 5
    case 7..<10: 6
    case 10..<14: 7
    case 14..<20: 8
    case 20..<30: 9
    case 30..<60: 10
    default: 11
    }
  }
}
