import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Threads and `fork`: a child has only the thread that forked, and what other threads had locked stays locked there.
///
/// So a fork waits until work ahead of its use, which passes here, is between two pieces; and in the child whatever would
/// use threads does its work on the thread that asks. Other threads of a program must not be in a call when it forks.
public enum ForkGate {
  private static let forked = Atomic(false)
  /// Read by whoever works, written by whoever forks. Never freed.
  nonisolated(unsafe) private static let lock: UnsafeMutablePointer<pthread_rwlock_t> = {
    let lock = UnsafeMutablePointer<pthread_rwlock_t>.allocate(capacity: 1)
    var attributes = pthread_rwlockattr_t()
    pthread_rwlockattr_init(&attributes)
    #if canImport(Glibc)
      // Else one reader after the other could keep a fork waiting.
      pthread_rwlockattr_setkind_np(
        &attributes, Int32(PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP))
    #endif
    pthread_rwlock_init(lock, &attributes)
    pthread_rwlockattr_destroy(&attributes)
    pthread_atfork(
      { pthread_rwlock_wrlock(ForkGate.lock) }, { pthread_rwlock_unlock(ForkGate.lock) },
      {
        ForkGate.forked.store(true, ordering: .relaxed)
        pthread_rwlock_unlock(ForkGate.lock)
      })
    return lock
  }()

  /// Whether threads may be started: not in a process that was forked from one that had some.
  public static var allowsThreads: Bool {
    // From now on a fork is noticed.
    _ = lock
    return !forked.load(ordering: .relaxed)
  }

  /// Does a piece of work that a fork waits for. Pieces do not lie in one another.
  public static func passing<Result>(_ body: () -> Result) -> Result {
    pthread_rwlock_rdlock(lock)
    defer { pthread_rwlock_unlock(lock) }
    return body()
  }
}
