import ArgumentParser

/// Height, width and channels of pictures, as `--shape` gives them: 28x28 or 32x32x3.
struct SampleShape: ExpressibleByArgument {
  let height: Int
  let width: Int
  let channels: Int

  init?(argument: String) {
    let sides = argument.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
    guard (2...3).contains(sides.count), sides.allSatisfy({ (1...1 << 20).contains($0) }) else { return nil }
    (height, width, channels) = (sides[0], sides[1], sides.count == 3 ? sides[2] : 1)
    guard channels == 1 || channels == 3 else { return nil }
  }

  /// As tables have it.
  var dimensions: [Int] { [height, width] + (channels == 1 ? [] : [channels]) }
}
