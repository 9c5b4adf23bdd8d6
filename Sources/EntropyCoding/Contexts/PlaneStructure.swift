/// One plane of a group: its size, which model codes it, and which planes coded before it that model may look at.
public struct PlaneStructure: Sendable, Equatable {
  public var width: Int
  public var height: Int
  /// Index of the `PlaneModel`.
  public var model: Int
  /// Indices of planes seen at the same place, in the order of the model's weights.
  public var references: [Int]
  /// Index of the plane of half the resolution seen at (x / 2, y / 2).
  public var parent: Int?

  public init(width: Int, height: Int, model: Int, references: [Int] = [], parent: Int? = nil) {
    self.width = width
    self.height = height
    self.model = model
    self.references = references
    self.parent = parent
  }
}
