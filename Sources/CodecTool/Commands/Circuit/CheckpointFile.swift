import Bytes

/// A file that learning is taken up again from, written anew from time to time.
final class CheckpointFile {
  /// What the file held at the beginning; nil: there was none.
  let bytes: [UInt8]?
  private let path: String
  private var lastSave = ContinuousClock.now

  /// Checkpoints hold every parameter several times in full precision.
  private static var limits: Limits {
    var limits = Limits()
    limits.fileBytes = 1 << 33
    return limits
  }
  /// Writing one takes its time.
  private static let interval: Duration = .seconds(60)

  init(_ path: String) throws(ToolError) {
    self.path = path
    bytes = FileStatus(path: path) == nil ? nil : try InputFile(reading: path, limits: Self.limits).bytes
  }

  /// Writes what `make` gives, if the last time is long ago.
  func save(_ make: () -> [UInt8]) throws {
    guard ContinuousClock.now - lastSave > Self.interval else { return }
    try OutputFile(path, overwrites: true, inputs: []).write(make(), like: nil)
    lastSave = .now
  }
}
