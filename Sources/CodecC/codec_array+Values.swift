import Bytes
import CodecInterface

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension codec_array {
  /// A copy that the caller frees.
  init<Element: ArrayElement>(_ values: [Element], shape: [Int]) {
    self.init()
    precondition(values.count == shape.reduce(1, *) && shape.count <= 4, "values that do not fill the shape")
    type = Element.arrayType
    dimensions = Int32(shape.count)
    withUnsafeMutableBytes(of: &self.shape) { bytes in
      let sizes = bytes.bindMemory(to: Int64.self)
      for (index, size) in shape.enumerated() { sizes[index] = Int64(size) }
    }
    values.withUnsafeBytes { source in
      // An array without values has an address, too.
      guard let copy = malloc(max(source.count, 1)) else { fatalError("no memory for an array") }
      if let start = source.baseAddress { copy.copyMemory(from: start, byteCount: source.count) }
      self.values = copy
    }
  }

  /// A list.
  init<Element: ArrayElement>(_ values: [Element]) { self.init(values, shape: [values.count]) }

  /// UTF-8.
  init(text: String) { self.init(Array(text.utf8)) }

  /// The sizes of a caller's array. Throws `invalidParameter` unless it has so many dimensions and its values are countable.
  func sizes(_ count: Int) throws(CodecError) -> [Int] {
    guard dimensions == Int32(count), count <= 4 else {
      throw .invalidParameter("an array of \(dimensions) dimensions; \(count) are wanted")
    }
    let sizes = withUnsafeBytes(of: shape) { bytes in
      bytes.bindMemory(to: Int64.self).prefix(count).map { Int($0) }
    }
    var product = 1
    for size in sizes {
      let (next, overflow) = product.multipliedReportingOverflow(by: size)
      guard size >= 0, !overflow, next <= Int.max / 8 else {
        throw .invalidParameter("an array of shape \(sizes)")
      }
      product = next
    }
    return sizes
  }

  /// A copy of a caller's values, which fill `sizes`.
  func copied<Element: ArrayElement>(_ sizes: [Int], as type: Element.Type = Element.self) -> [Element] {
    precondition(self.type == Element.arrayType, "values of another type")
    let count = sizes.reduce(1, *)
    guard count > 0, let values else { return [] }
    return Array(
      UnsafeBufferPointer(start: values.bindMemory(to: Element.self, capacity: count), count: count))
  }

  mutating func release() {
    free(values)
    values = nil
  }
}
