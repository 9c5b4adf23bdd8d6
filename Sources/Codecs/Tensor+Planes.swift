import CKernels
import Neural
import Transforms

extension Tensor {
  /// [height, width, channels] from planes, each times its unit. Planes may be a row or column short of the first
  /// one (details of odd sizes): what is missing is zero.
  init(interleaving planes: [PlaneView<Float>], units: [Float]) {
    let (height, width, count) = (planes[0].height, planes[0].width, planes.count)
    self.init(shape: [height, width, count])
    withMutableValues { values in
      guard let base = values.baseAddress else { return }
      for (channel, plane) in planes.enumerated() {
        for y in 0..<plane.height {
          interleave_row(base + y * width * count + channel, count, plane.row(y), plane.width, units[channel])
        }
      }
    }
  }

  /// Adds channel c times its unit to plane c.
  func addChannels(to planes: [PlaneView<Float>], units: [Float]) {
    let (width, count) = (shape[1], shape[2])
    values.withUnsafeBufferPointer { values in
      guard let base = values.baseAddress else { return }
      for (channel, plane) in planes.enumerated() {
        for y in 0..<plane.height {
          add_interleaved_row(
            plane.row(y), base + y * width * count + channel, count, plane.width, units[channel])
        }
      }
    }
  }
}
