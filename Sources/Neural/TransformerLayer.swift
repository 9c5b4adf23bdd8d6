import Bytes
import CKernels

/// A layer of a transformer: attention over the tokens of a chunk and of the one before, and a squared rectifier, both
/// behind a norm of scale, both added to what comes in. There are no biases.
public struct TransformerLayer: Sendable {
  /// Of the tokens, a multiple of `headWidth`.
  public let width: Int
  private let projection: LinearLayer
  private let output: LinearLayer
  private let first: LinearLayer
  private let second: LinearLayer
  /// Added to the keys of the chunk before.
  private let context: [Float]

  public static let headWidth = Int(attention_head)
  /// Tokens come in multiples of this.
  public static let tokenUnit = 8

  /// Factors of the two norms, [width] each.
  public struct Gains: Sendable {
    public var attention: [Float]
    public var feed: [Float]

    public init(attention: [Float], feed: [Float]) { (self.attention, self.feed) = (attention, feed) }
  }

  /// Queries, keys and values of the tokens of a chunk, for the chunk behind it.
  public struct Memory: Sendable {
    fileprivate let values: [Float]
  }

  /// Reads the arrays behind `prefix`: projection, output, first, second, and context unless it has none.
  /// Throws `corruptData`.
  public init(
    _ file: SafeTensors, prefix: String, width: Int, hasContext: Bool
  ) throws(CodecError) {
    precondition(width % Self.headWidth == 0, "a width that is no whole heads")
    self.width = width
    projection = try file.matrix(prefix + "projection", outputs: 3 * width, inputs: width)
    output = try file.matrix(prefix + "output", outputs: width, inputs: width)
    first = try file.matrix(prefix + "first", outputs: 3 * width, inputs: width)
    second = try file.matrix(prefix + "second", outputs: width, inputs: 3 * width)
    context =
      hasContext
      ? try file.vector(prefix + "context", shape: [width]) : [Float](repeating: 0, count: width)
  }

  /// Changes the tokens, row-major [tokens, width]; traps unless they are whole and come in `tokenUnit`.
  ///
  /// - Parameter before: what the layer remembered of the chunk before, of as many tokens; nil where none is.
  public func apply(_ tokens: inout [Float], gains: Gains, before: Memory?) -> Memory {
    let count = tokens.count / width
    precondition(
      tokens.count == count * width && count % Self.tokenUnit == 0 && gains.attention.count == width
        && gains.feed.count == width && before?.values.count ?? 3 * tokens.count == 3 * tokens.count,
      "tokens that do not fit the layer")
    var normal = [Float](repeating: 0, count: tokens.count)
    normalize_rows(tokens, count, width, gains.attention, &normal)
    let own = projection(normal)
    attend(own, before: before, tokens: count, into: &normal)
    add_to_values(&tokens, output(normal), tokens.count)
    normalize_rows(tokens, count, width, gains.feed, &normal)
    var hidden = first(normal)
    squared_rectifier(&hidden, hidden.count)
    add_to_values(&tokens, second(hidden), tokens.count)
    return Memory(values: own)
  }

  private func attend(_ own: [Float], before: Memory?, tokens: Int, into result: inout [Float]) {
    let keys = before == nil ? tokens : 2 * tokens
    let scratch = AlignedFloats(count: attention_scratch_count(tokens, keys))
    if let before {
      attention(own, before.values, context, tokens, width, scratch.base, &result)
    } else {
      attention(own, nil, nil, tokens, width, scratch.base, &result)
    }
  }

  /// Every token over its root mean square, times the gain: what stands behind the last layer.
  public static func normalized(_ tokens: [Float], gain: [Float]) -> [Float] {
    let width = gain.count
    precondition(tokens.count % width == 0 && width % headWidth == 0, "tokens of another width")
    var result = [Float](repeating: 0, count: tokens.count)
    normalize_rows(tokens, tokens.count / width, width, gain, &result)
    return result
  }
}
