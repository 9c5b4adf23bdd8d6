/// What a reader may ask for before it takes memory. Checked against header values, never against goodwill.
public struct Limits: Sendable {
  /// Pixels of one picture.
  public var pixels = 1 << 28
  /// Width or height of one picture.
  public var dimension = 1 << 20
  /// Bytes of all metadata together.
  public var metadataBytes = 1 << 24
  /// Bytes of one input file.
  public var fileBytes = 1 << 32

  /// The standard limits, to be changed field by field.
  public init() {}

  /// What a reader allows unless told otherwise.
  public static let standard = Limits()

  /// Throws `limitExceeded` unless a picture of this size may be taken into memory, `corruptData` when it has
  /// no pixels.
  public func check(width: Int, height: Int) throws(CodecError) {
    guard width > 0, height > 0 else {
      throw .corruptData("\(width)x\(height) pixels; a picture has at least one")
    }
    guard width <= dimension, height <= dimension else {
      throw .limitExceeded("\(width)x\(height) pixels; at most \(dimension) a side are allowed")
    }
    let (count, overflow) = width.multipliedReportingOverflow(by: height)
    guard !overflow, count <= pixels else {
      throw .limitExceeded("\(width)x\(height) pixels; at most \(pixels) in all are allowed")
    }
  }
}
