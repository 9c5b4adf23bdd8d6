import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The temporary file that is being written, if any: it goes when a signal ends the process.
///
/// There is one at a time. Whoever takes the name out, the handler or the writer, owns it and may free it: so a
/// signal on another thread never sees freed memory.
enum PendingFile {
  // The pointer alone keeps it from being Sendable; its owner is the only one who uses it.
  private nonisolated(unsafe) static let name = Atomic<UnsafeMutablePointer<CChar>?>(nil)

  /// Announces a file. To be called before the file is made, so that there is no moment without a guard.
  static func begin(_ path: String) {
    free(name.exchange(strdup(path), ordering: .acquiringAndReleasing))
  }

  /// The file has its final name, or is gone.
  static func end() {
    free(name.exchange(nil, ordering: .acquiringAndReleasing))
  }

  /// From here on interrupt, hang-up and termination remove the pending file before they end the process.
  static func removeOnSignals() {
    _ = name.load(ordering: .relaxed)
    for number in [SIGINT, SIGTERM, SIGHUP] {
      let previous = signal(number) { number in
        // Only calls that are allowed in a handler: an atomic exchange, unlink, signal, raise.
        if let path = PendingFile.name.exchange(nil, ordering: .acquiringAndReleasing) { unlink(path) }
        signal(number, SIG_DFL)
        raise(number)
      }
      // A signal that the caller had ignored, as nohup does, stays ignored.
      if unsafeBitCast(previous, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self) {
        signal(number, SIG_IGN)
      }
    }
  }
}
