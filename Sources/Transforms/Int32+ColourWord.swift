import CKernels

extension Int32: ColourWord {
  public static func rotateReversibly(_ planes: ColourPlanes<UnsafeMutablePointer<Int32>>, count: Int) {
    colour_ycocg_i32(planes.first, planes.second, planes.third, count)
  }

  public static func unrotateReversibly(_ planes: ColourPlanes<UnsafeMutablePointer<Int32>>, count: Int) {
    colour_unycocg_i32(planes.first, planes.second, planes.third, count)
  }
}
