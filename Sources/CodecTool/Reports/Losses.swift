import Codecs

/// What of a file was damaged, when that was no error.
struct Losses {
  /// Damaged groups.
  var groups = 0
  /// For people.
  var lines: [String] = []

  init() {}

  /// Of a picture: a line for each group.
  init(_ damage: [ImageFile.Damage]) {
    groups = damage.count
    lines = damage.map { damage in
      let part = damage.rectangle
      let place = "pixels \(part.x) to \(part.maxX - 1) across, \(part.y) to \(part.maxY - 1) down"
      return damage.isCoarse
        ? "\(place) are coarse: the file ends in them"
        : "\(place) are lost; they are filled in from what is around"
    }
  }

  /// Of a sound: one line, in which groups that follow one another are one part.
  init(_ damage: [SoundFileReader.Damage], sampleRate: Int) {
    groups = damage.count
    var parts: [(groups: ClosedRange<Int>, frames: Range<Int>)] = []
    for lost in damage {
      if let last = parts.last, last.groups.upperBound + 1 == lost.group {
        parts[parts.count - 1] = (
          last.groups.lowerBound...lost.group, last.frames.lowerBound..<lost.frames.upperBound
        )
      } else {
        parts.append((lost.group...lost.group, lost.frames))
      }
    }
    guard !parts.isEmpty else { return }
    func seconds(_ frame: Int) -> String {
      Figures.fixed(Double(frame) / Double(sampleRate), decimals: 3)
    }
    let times = parts.map { "\(seconds($0.frames.lowerBound)) to \(seconds($0.frames.upperBound))" }
    let names = parts.map {
      $0.groups.count == 1 ? "\($0.groups.lowerBound)" : "\($0.groups.lowerBound) to \($0.groups.upperBound)"
    }
    lines = [
      "seconds \(times.joined(separator: ", ")) are lost, and silent: "
        + (groups == 1 ? "group " : "groups ") + names.joined(separator: ", ")
    ]
  }
}
