/// One line on the terminal that says what is being worked on. Silent when nobody watches.
struct Progress {
  private let isShown: Bool
  private let total: Int

  /// - Parameter total: files to be worked on.
  init(total: Int, isQuiet: Bool) {
    self.total = total
    isShown = !isQuiet && StandardStreams.hasTerminal
  }

  /// Shows that file number `index`, from 0, is in work.
  func show(_ name: String, index: Int) {
    guard isShown else { return }
    let count = total > 1 ? "[\(index + 1)/\(total)] " : ""
    // Short enough for a narrow terminal: a line that wraps could not be cleared.
    let room = 76 - count.count
    let text = name.onOneLine
    let shown = text.count <= room ? text : "…" + text.suffix(room)
    StandardStreams.drawOnTerminal("\r\u{1B}[K" + count + shown)
  }

  /// Takes the line away, so that another can be written.
  func clear() {
    if isShown { StandardStreams.drawOnTerminal("\r\u{1B}[K") }
  }
}
