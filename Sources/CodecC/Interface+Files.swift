// swift-format-ignore-file: AlwaysUseLowerCamelCase
// Names, types and rules are those of codec.h, against which the compiler holds every function.

import Bytes
import CodecInterface
import Codecs
import CompressedLearning
import Tables

@c @implementation
public func codec_array_free(_ array: UnsafeMutablePointer<codec_array>?) {
  array?.pointee.release()
}

@c @implementation
public func codec_file_open(
  _ bytes: UnsafePointer<UInt8>?, _ count: Int64, _ file: UnsafeMutablePointer<OpaquePointer?>?,
  _ error: UnsafeMutablePointer<codec_error>?
) -> Int32 {
  codec_error.report(to: error) {
    file!.pointee = Handle.make(
      try CodedFile(Array(UnsafeBufferPointer(start: bytes, count: bytes == nil ? 0 : Int(count)))))
  }
}

@c @implementation
public func codec_file_free(_ file: OpaquePointer?) { Handle.free(file) }

@c @implementation
public func codec_file_describe(
  _ file: OpaquePointer?, _ description: UnsafeMutablePointer<codec_description>?
) {
  description!.pointee = codec_description(Handle.object(file))
}

@c @implementation
public func codec_file_latents(
  _ file: OpaquePointer?, _ primary: Int32, _ normalizes: Int32,
  _ latents: UnsafeMutablePointer<codec_array>?,
  _ error: UnsafeMutablePointer<codec_error>?
) -> Int32 {
  codec_error.report(to: error) {
    let file: CodedFile = Handle.object(file)
    let symbols = try file.latents(primaryOnly: primary != 0)
    let array = normalizes == 0 ? symbols.array : try symbols.normalized().array
    latents!.pointee =
      switch array.values {
      case .integers(let values): codec_array(values, shape: array.shape)
      case .floats(let values): codec_array(values, shape: array.shape)
      }
  }
}

@c @implementation
public func codec_file_decode(
  _ file: OpaquePointer?, _ threads: Int32, _ samples: UnsafeMutablePointer<codec_array>?,
  _ error: UnsafeMutablePointer<codec_error>?
) -> Int32 {
  codec_error.report(to: error) {
    samples!.pointee =
      try DecodedMedium(Handle.object(file, as: CodedFile.self), threads: ThreadCount.checked(threads)).array
  }
}

@c @implementation
public func codec_latents_decode(
  _ latents: UnsafePointer<codec_array>?, _ like: OpaquePointer?, _ threads: Int32,
  _ samples: UnsafeMutablePointer<codec_array>?, _ error: UnsafeMutablePointer<codec_error>?
) -> Int32 {
  codec_error.report(to: error) {
    let array = latents!.pointee
    let shape = try array.sizes(3)
    guard shape.allSatisfy({ $0 >= 1 }) else {
      throw CodecError.invalidParameter("latents of shape \(shape)")
    }
    let values: NumericArray.Values
    switch array.type {
    case Int16.arrayType: values = .integers(array.copied(shape))
    case Float.arrayType: values = .floats(array.copied(shape))
    default: throw CodecError.invalidParameter("latents are integers of 16 bits or floats of 32")
    }
    let exchanged = ExchangedLatents(
      NumericArray(shape: shape, values), try Handle.object(like, as: CodedFile.self).description())
    samples!.pointee = try DecodedMedium(exchanged, threads: ThreadCount.checked(threads)).array
  }
}

@c @implementation
public func codec_picture_encode(
  _ samples: UnsafePointer<codec_array>?, _ encoding: UnsafePointer<codec_encoding>?,
  _ file: UnsafeMutablePointer<codec_array>?, _ error: UnsafeMutablePointer<codec_error>?
) -> Int32 {
  codec_error.report(to: error) {
    file!.pointee = codec_array(try Encoding(encoding!.pointee).encode(picture: samples!.pointee))
  }
}

@c @implementation
public func codec_sound_encode(
  _ samples: UnsafePointer<codec_array>?, _ bits: Int32, _ rate: Int64,
  _ encoding: UnsafePointer<codec_encoding>?,
  _ file: UnsafeMutablePointer<codec_array>?, _ error: UnsafeMutablePointer<codec_error>?
) -> Int32 {
  codec_error.report(to: error) {
    file!.pointee = codec_array(
      try Encoding(encoding!.pointee).encode(sound: samples!.pointee, bits: Int(bits), rate: Int(rate)))
  }
}
