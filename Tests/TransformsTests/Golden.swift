import Foundation

/// One case of a golden file: written by `models/recipes/transform_goldens.py`.
struct Golden: Decodable {
  let width: Int
  let height: Int
  let levels: Int
  let channels: Int
  let input: [Float]
  let output: [Float]
  let rotation: [Float]?

  static func cases(_ name: String) throws -> [Golden] {
    let url = Bundle.module.bundleURL.appending(path: "Goldens/\(name).json")
    return try JSONDecoder().decode([Golden].self, from: Data(contentsOf: url))
  }
}
