import Bytes
import Dispatch
import Neural
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Values in order, made on another thread before they are asked for; in a forked process, when they are asked for.
public final class Prefetcher<Value: Sendable>: Sendable {
  private struct State {
    var ready: [Result<Value, CodecError>] = []
    var left: Int
    var isCancelled = false
  }

  private let state: Mutex<State>
  private let filled = DispatchSemaphore(value: 0)
  private let free: DispatchSemaphore
  private let process = getpid()
  /// Makes values for whoever asks, where there is no other thread.
  private let direct: (@Sendable (Int) throws(CodecError) -> Value)?
  private let count: Int

  /// - Parameters:
  ///   - count: values in all.
  ///   - ahead: values that are made before they are asked for, at least 1.
  ///   - make: makes the value of a number; the first error ends it.
  init(count: Int, ahead: Int, make: @escaping @Sendable (Int) throws(CodecError) -> Value) {
    state = Mutex(State(left: count))
    // Made with its full count: a semaphore may not end lower than it began.
    free = DispatchSemaphore(value: 0)
    for _ in 0..<ahead { free.signal() }
    self.count = count
    direct = ForkGate.allowsThreads ? nil : make
    guard count > 0, direct == nil else { return }
    let (free, filled) = (free, filled)
    DispatchQueue.global(qos: .userInitiated).async { [weak self] in
      for index in 0..<count {
        free.wait()
        guard self?.isWanted == true else { return }
        let result = ForkGate.passing { Result(catching: { () throws(CodecError) in try make(index) }) }
        guard let self else { return }
        self.state.withLock { $0.ready.append(result) }
        filled.signal()
        if case .failure = result { return }
      }
    }
  }

  private var isWanted: Bool { state.withLock { !$0.isCancelled } }

  deinit { free.signal() }

  /// The next value; nil at the end. Throws what making it threw; there is nothing after that. `invalidParameter` in a
  /// process that was forked since this began.
  public func next() throws(CodecError) -> Value? {
    guard process == getpid() else {
      throw .invalidParameter(
        "what was begun before a fork does not go on in the new process: begin anew there")
    }
    let left = state.withLock { $0.isCancelled ? 0 : $0.left }
    guard left > 0 else { return nil }
    let result: Result<Value, CodecError>
    if let direct {
      result = Result(catching: { () throws(CodecError) in try direct(count - left) })
      state.withLock { $0.left -= 1 }
    } else {
      filled.wait()
      result = state.withLock { state in
        state.left -= 1
        return state.ready.removeFirst()
      }
      free.signal()
    }
    do throws(CodecError) {
      return try result.get()
    } catch {
      state.withLock { $0.isCancelled = true }
      throw error
    }
  }
}
