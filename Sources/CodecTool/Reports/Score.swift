/// How many bits something costs under a model of it.
struct Score {
  var name: String
  /// Bits for each of its values, or of its latents.
  var bits: Double
  /// Of coded pictures.
  var bitsPerPixel: Double?

  /// The most costly first; equal ones as they come.
  static func worstFirst(_ scores: [Score], top: Int?) -> ArraySlice<Score> {
    let order = scores.indices.sorted { a, b in
      scores[a].bits == scores[b].bits ? a < b : scores[a].bits > scores[b].bits
    }
    return order.map { scores[$0] }.prefix(top ?? scores.count)
  }

  /// For people.
  var line: String {
    let pixel = bitsPerPixel.map { Figures.fixed($0, decimals: 4) + " bpp  " } ?? ""
    return "\(Figures.fixed(bits, decimals: 4))  \(pixel)\(name.onOneLine)"
  }

  /// For programs; null for what is impossible.
  var json: JSON {
    let pixel = bitsPerPixel.map { [("bits_per_pixel", JSON.real($0))] } ?? []
    return .object([("name", .text(name)), ("bits_per_dimension", .real(bits))] + pixel)
  }
}
