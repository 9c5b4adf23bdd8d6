import Testing

@testable import Codecs

struct GroupGridTests {
  /// Rectangles cover the picture without overlap, none is empty, inner borders lie on the alignment.
  @Test(arguments: [(1, 1), (31, 1024), (1025, 1023), (1920, 1080), (5000, 33), (2049, 4097)], [256, 1024])
  func partition(size: (Int, Int), nominal: Int) {
    let grid = GroupGrid(width: size.0, height: size.1, nominal: nominal)
    #expect(grid.rectangles.count == GroupGrid.count(width: size.0, height: size.1, nominal: nominal))
    var area = 0
    for rectangle in grid.rectangles {
      area += rectangle.width * rectangle.height
      #expect(rectangle.width > 0 && rectangle.height > 0)
      #expect(rectangle.x % LatentGrid.alignment == 0 && rectangle.y % LatentGrid.alignment == 0)
      #expect(rectangle.maxX == size.0 || rectangle.maxX % LatentGrid.alignment == 0)
      #expect(rectangle.maxY == size.1 || rectangle.maxY % LatentGrid.alignment == 0)
    }
    #expect(area == size.0 * size.1)
  }

  /// The planes of all groups cover every latent exactly once, and structures point backwards to planes that fit.
  @Test(
    arguments: [(1, 1), (1, 7), (300, 17), (769, 511), (1400, 1100)],
    [LatentGrid.pyramid(levels: 5), .uniform(levels: 3)])
  func planes(size: (Int, Int), grid: LatentGrid) {
    let (width, height) = size
    let extent = grid.extent(width: width, height: height)
    let channels = 3
    var hits = [UInt8](repeating: 0, count: channels * extent.width * extent.height)
    for group in GroupGrid(width: width, height: height, nominal: 256).rectangles {
      let (structures, rectangles) = grid.planes(
        of: group, width: width, height: height, channels: channels, modelColours: channels)
      for (index, (structure, place)) in zip(structures, rectangles).enumerated() {
        #expect(structure.width == place.width && structure.height == place.height)
        #expect(structure.references.allSatisfy { $0 < index } && structure.parent ?? -1 < index)
        for y in place.y..<place.y + place.height {
          for x in place.x..<place.x + place.width {
            hits[(place.channel * extent.height + y) * extent.width + x] += 1
          }
        }
      }
    }
    #expect(hits.allSatisfy { $0 == 1 })
  }
}
