// swift-format-ignore-file: AlwaysUseLowerCamelCase

import Bytes
import CodecInterface
import CompressedLearning

@c @implementation
public func codec_loader_create(
  _ dataset: OpaquePointer?, _ options: UnsafePointer<codec_loader_options>?,
  _ loader: UnsafeMutablePointer<OpaquePointer?>?, _ error: UnsafeMutablePointer<codec_error>?
) -> Int32 {
  codec_error.report(to: error) {
    loader!.pointee = Handle.make(try Loader(Handle.object(dataset), options!.pointee))
  }
}

@c @implementation
public func codec_loader_free(_ loader: OpaquePointer?) { Handle.free(loader) }

@c @implementation
public func codec_loader_batch_count(_ loader: OpaquePointer?) -> Int64 {
  Int64(Handle.object(loader, as: Loader.self).batches.batchCount)
}

@c @implementation
public func codec_loader_batch(
  _ loader: OpaquePointer?, _ indices: UnsafePointer<Int64>?, _ count: Int64, _ epoch: Int64,
  _ batch: UnsafeMutablePointer<codec_batch>?, _ error: UnsafeMutablePointer<codec_error>?
) -> Int32 {
  codec_error.report(to: error) {
    let batches = Handle.object(loader, as: Loader.self).batches
    let indices = UnsafeBufferPointer(start: indices, count: Int(count)).map { Int($0) }
    guard !indices.isEmpty else { throw CodecError.invalidParameter("a batch of no samples") }
    batch!.pointee = codec_batch(
      try batches.batch(indices, epoch: Int(epoch)), normalized: batches.options.normalization != nil)
  }
}

@c @implementation
public func codec_loader_epoch(_ loader: OpaquePointer?, _ number: Int64) -> OpaquePointer? {
  Handle.make(Epoch(Handle.object(loader), number: Int(number)))
}

@c @implementation
public func codec_epoch_free(_ epoch: OpaquePointer?) { Handle.free(epoch) }

@c @implementation
public func codec_epoch_next(
  _ epoch: OpaquePointer?, _ batch: UnsafeMutablePointer<codec_batch>?,
  _ error: UnsafeMutablePointer<codec_error>?
) -> Int32 {
  codec_error.report(to: error) {
    batch!.pointee = try Handle.object(epoch, as: Epoch.self).next() ?? codec_batch()
  }
}

@c @implementation
public func codec_batch_free(_ batch: UnsafeMutablePointer<codec_batch>?) {
  batch?.pointee.values.release()
  batch?.pointee.labels.release()
  batch?.pointee.indices.release()
  batch?.pointee.steps.release()
}
