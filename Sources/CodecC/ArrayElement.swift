import CodecInterface

/// What arrays hold that cross into C.
protocol ArrayElement {
  static var arrayType: Int32 { get }
}

extension UInt8: ArrayElement {
  static var arrayType: Int32 { Int32(CODEC_UINT8) }
}
extension UInt16: ArrayElement {
  static var arrayType: Int32 { Int32(CODEC_UINT16) }
}
extension Int16: ArrayElement {
  static var arrayType: Int32 { Int32(CODEC_INT16) }
}
extension Int32: ArrayElement {
  static var arrayType: Int32 { Int32(CODEC_INT32) }
}
extension Int64: ArrayElement {
  static var arrayType: Int32 { Int32(CODEC_INT64) }
}
extension Float: ArrayElement {
  static var arrayType: Int32 { Int32(CODEC_FLOAT32) }
}
