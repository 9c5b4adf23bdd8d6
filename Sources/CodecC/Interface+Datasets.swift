// swift-format-ignore-file: AlwaysUseLowerCamelCase

import Bytes
import CodecInterface
import CompressedLearning

@c @implementation
public func codec_dataset_open(
  _ paths: UnsafePointer<UnsafePointer<CChar>?>?, _ count: Int64,
  _ options: UnsafePointer<codec_dataset_options>?, _ dataset: UnsafeMutablePointer<OpaquePointer?>?,
  _ error: UnsafeMutablePointer<codec_error>?
) -> Int32 {
  codec_error.report(to: error) {
    let asked = options!.pointee
    var options = LatentDataset.Options()
    options.primaryOnly = asked.primary != 0
    if let labels = asked.labels {
      options.labels = .table(
        try LabelTable(csv: Array(UnsafeBufferPointer(start: labels, count: Int(asked.label_bytes)))))
    }
    if let classes = asked.classes { options.classes = strings(classes, count: asked.class_count) }
    dataset!.pointee = Handle.make(try LatentDataset(strings(paths, count: count), options))
  }
}

private func strings(_ start: UnsafePointer<UnsafePointer<CChar>?>?, count: Int64) -> [String] {
  UnsafeBufferPointer(start: start, count: start == nil ? 0 : Int(count)).map { String(cString: $0!) }
}

@c @implementation
public func codec_dataset_free(_ dataset: OpaquePointer?) { Handle.free(dataset) }

@c @implementation
public func codec_dataset_count(_ dataset: OpaquePointer?) -> Int64 {
  Int64(Handle.object(dataset, as: LatentDataset.self).count)
}

@c @implementation
public func codec_dataset_class_count(_ dataset: OpaquePointer?) -> Int64 {
  Int64(Handle.object(dataset, as: LatentDataset.self).classes.count)
}

@c @implementation
public func codec_dataset_label(_ dataset: OpaquePointer?, _ index: Int64) -> Int64 {
  Int64(Handle.object(dataset, as: LatentDataset.self).label(Int(index)) ?? -1)
}

@c @implementation
public func codec_dataset_key(
  _ dataset: OpaquePointer?, _ index: Int64, _ text: UnsafeMutablePointer<codec_array>?
) {
  text!.pointee = codec_array(text: Handle.object(dataset, as: LatentDataset.self).key(Int(index)))
}

@c @implementation
public func codec_dataset_class(
  _ dataset: OpaquePointer?, _ index: Int64, _ text: UnsafeMutablePointer<codec_array>?
) {
  text!.pointee = codec_array(text: Handle.object(dataset, as: LatentDataset.self).classes[Int(index)])
}

@c @implementation
public func codec_dataset_array(
  _ dataset: OpaquePointer?, _ index: Int64, _ symbols: UnsafeMutablePointer<codec_array>?,
  _ step: UnsafeMutablePointer<Float>?, _ error: UnsafeMutablePointer<codec_error>?
) -> Int32 {
  codec_error.report(to: error) {
    let array = try Handle.object(dataset, as: LatentDataset.self).array(Int(index))
    step!.pointee = array.step
    symbols!.pointee = codec_array(array.symbols, shape: array.shape)
  }
}

@c @implementation
public func codec_dataset_statistics(
  _ dataset: OpaquePointer?, _ threads: Int32, _ statistics: UnsafeMutablePointer<codec_array>?,
  _ error: UnsafeMutablePointer<codec_error>?
) -> Int32 {
  codec_error.report(to: error) {
    let found = try ChannelStatistics(
      of: Handle.object(dataset, as: LatentDataset.self), threads: ThreadCount.checked(threads))
    statistics!.pointee = codec_array(found.means + found.deviations, shape: [2, found.means.count])
  }
}
