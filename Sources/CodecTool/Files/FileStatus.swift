#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What the file system knows of a file.
struct FileStatus {
  enum Kind {
    case file
    case folder
    /// A pipe, a device, a socket.
    case other
  }

  /// Two names of one file have equal identities.
  struct Identity: Equatable {
    let device: dev_t
    let number: ino_t
  }

  let kind: Kind
  let size: Int
  let identity: Identity
  /// Who may read and write: the lowest nine bits.
  let permissions: mode_t
  let accessed: timespec
  let modified: timespec

  /// Nil when there is nothing by that name, or nothing that may be seen; links are followed.
  init?(path: String) {
    var record = stat()
    guard stat(path, &record) == 0 else { return nil }
    self.init(record)
  }

  /// Of an open file.
  init?(descriptor: Int32) {
    var record = stat()
    guard fstat(descriptor, &record) == 0 else { return nil }
    self.init(record)
  }

  /// Whether there is anything by that name, be it a link that leads nowhere.
  static func exists(_ path: String) -> Bool {
    var record = stat()
    return lstat(path, &record) == 0
  }

  /// Whether the name itself is a link.
  static func isLink(_ path: String) -> Bool {
    var record = stat()
    return lstat(path, &record) == 0 && record.st_mode & S_IFMT == S_IFLNK
  }

  private init(_ record: stat) {
    kind =
      switch record.st_mode & S_IFMT {
      case S_IFREG: .file
      case S_IFDIR: .folder
      default: .other
      }
    size = Int(record.st_size)
    identity = Identity(device: record.st_dev, number: record.st_ino)
    permissions = record.st_mode & 0o777
    #if canImport(Darwin)
      accessed = record.st_atimespec
      modified = record.st_mtimespec
    #else
      accessed = record.st_atim
      modified = record.st_mtim
    #endif
  }
}
