import CKernels

extension UInt16: ColourSample {
  public static func rotate(
    _ samples: UnsafePointer<UInt16>, pixelStride: Int, count: Int, matrix: UnsafePointer<Float>,
    into planes: ColourPlanes<UnsafeMutablePointer<Float>>
  ) {
    colour_rotate_u16(samples, pixelStride, count, matrix, planes.first, planes.second, planes.third)
  }

  public static func unrotate(
    _ planes: ColourPlanes<UnsafeMutablePointer<Float>>, count: Int, matrix: UnsafePointer<Float>,
    into samples: UnsafeMutablePointer<UInt16>, pixelStride: Int
  ) {
    colour_unrotate_u16(planes.first, planes.second, planes.third, count, matrix, samples, pixelStride)
  }

  public static func centre(
    _ samples: UnsafePointer<UInt16>, pixelStride: Int, count: Int, gain: Float,
    into plane: UnsafeMutablePointer<Float>
  ) {
    colour_centre_u16(samples, pixelStride, count, gain, plane)
  }

  public static func uncentre(
    _ plane: UnsafePointer<Float>, count: Int, gain: Float, into samples: UnsafeMutablePointer<UInt16>,
    pixelStride: Int
  ) {
    colour_uncentre_u16(plane, count, gain, samples, pixelStride)
  }
}
