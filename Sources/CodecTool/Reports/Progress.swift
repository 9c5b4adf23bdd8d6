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
  /// - Parameter share: how much of it is done, 0 to 1, where that is known.
  func show(_ name: String, index: Int, share: Double? = nil) {
    guard isShown else { return }
    var count = total > 1 ? "[\(index + 1)/\(total)] " : ""
    if let share { count += Figures.fixed(100 * share, decimals: 0) + " % " }
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
