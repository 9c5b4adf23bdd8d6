import Bytes
import CSndfile

/// An open file of libsndfile.
final class SoundFile {
  let handle: OpaquePointer
  let info: SF_INFO
  let file: VirtualFile
  private var isOpen = true
  /// As in messages.
  private let name: String

  /// - Throws: `corruptData` when libsndfile does not take the file.
  init(reading file: VirtualFile, name: String) throws(CodecError) {
    (handle, info) = try Self.open(file, SFM_READ, SF_INFO()) { .corruptData("\(name): \($0)") }
    (self.file, self.name) = (file, name)
  }

  /// - Throws: `invalidParameter` when libsndfile cannot write such a file.
  init(writing file: VirtualFile, _ properties: AudioProperties, format: Int, name: String) throws(CodecError)
  {
    var wanted = SF_INFO()
    wanted.samplerate = Int32(clamping: properties.sampleRate)
    wanted.channels = Int32(clamping: properties.channelCount)
    wanted.format = Int32(format)
    (handle, info) = try Self.open(file, SFM_WRITE, wanted) { text in
      .invalidParameter(
        "\(name) cannot hold \(properties.channelCount) channels of \(properties.sampleType) at "
          + "\(properties.sampleRate) Hz (\(text)); write .wav")
    }
    (self.file, self.name) = (file, name)
  }

  deinit { if isOpen { sf_close(handle) } }

  /// Completes a file that was written.
  func close() throws(CodecError) {
    isOpen = false
    let code = sf_close(handle)
    try file.check()
    guard code == 0 else { throw .inputOutput("\(name): \(String(cString: sf_error_number(code)))") }
  }

  private static func open(
    _ file: VirtualFile, _ mode: Int, _ wanted: SF_INFO, _ failure: (String) -> CodecError
  ) throws(CodecError) -> (OpaquePointer, SF_INFO) {
    var (info, callbacks) = (wanted, VirtualFile.callbacks)
    let pointer = Unmanaged.passUnretained(file).toOpaque()
    let handle = sf_open_virtual(&callbacks, Int32(mode), &info, pointer)
    do throws(CodecError) {
      try file.check()
    } catch {
      if let handle { sf_close(handle) }
      throw error
    }
    guard let handle else { throw failure(String(cString: sf_strerror(nil))) }
    return (handle, info)
  }

  /// Throws what went wrong since the last call.
  func check() throws(CodecError) {
    try file.check()
    guard sf_error(handle) == 0 else {
      throw .corruptData("\(name): \(String(cString: sf_strerror(handle)))")
    }
  }
}
