import CKernels

extension Int16: ColourWord {
  public static func rotateReversibly(_ planes: ColourPlanes<UnsafeMutablePointer<Int16>>, count: Int) {
    colour_ycocg_i16(planes.first, planes.second, planes.third, count)
  }

  public static func unrotateReversibly(_ planes: ColourPlanes<UnsafeMutablePointer<Int16>>, count: Int) {
    colour_unycocg_i16(planes.first, planes.second, planes.third, count)
  }
}
