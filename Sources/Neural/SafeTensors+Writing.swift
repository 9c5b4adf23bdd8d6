import Bytes

extension SafeTensors {
  /// The file: the inverse of `init(bytes:limits:)`. Names in ascending order, header padded to 8 bytes.
  public func serialized() -> [UInt8] {
    var members: [String] = []
    if !metadata.isEmpty {
      let texts = metadata.sorted { $0.key < $1.key }.map {
        "\(Self.quoted($0.key)):\(Self.quoted($0.value))"
      }
      members.append("\(Self.quoted(Self.metadataKey)):{\(texts.joined(separator: ","))}")
    }
    var payload: [UInt8] = []
    payload.reserveCapacity(data.count)
    for (name, entry) in entries.sorted(by: { $0.key < $1.key }) {
      let start = payload.count
      payload += data[entry.range]
      let shape = entry.shape.map(String.init).joined(separator: ",")
      members.append(
        "\(Self.quoted(name)):{\"dtype\":\"\(entry.type.rawValue)\",\"shape\":[\(shape)],"
          + "\"data_offsets\":[\(start),\(payload.count)]}")
    }
    var header = Array("{\(members.joined(separator: ","))}".utf8)
    header += [UInt8](repeating: UInt8(ascii: " "), count: (8 - header.count % 8) % 8)
    var writer = ByteWriter()
    writer.write(UInt64(header.count))
    writer.write(header)
    writer.write(payload)
    return writer.bytes
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\u{0}"..<"\u{20}":
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
