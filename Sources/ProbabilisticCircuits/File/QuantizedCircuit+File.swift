import Bytes
import EntropyCoding

extension QuantizedCircuit {
  /// The first bytes of a circuit file.
  static let signature: [UInt8] = [0x89, 0x43, 0x49, 0x52]
  static let version: UInt8 = 1

  /// The bytes of a circuit file; FORMAT.md, "Circuit files".
  public func serialized() -> [UInt8] {
    var structure = ByteWriter()
    structure.writeVarint(cardinalities.count)
    for cardinality in cardinalities { structure.writeVarint(cardinality) }
    structure.writeVarint(layers.count)
    var encoder = RangeEncoder()
    var model = ParameterModel()
    for (index, layer) in layers.enumerated() {
      switch layer {
      case .input(let variable, let units, let tiedTo, let bytes):
        structure.write(UInt8(tiedTo == nil ? 0 : 3))
        structure.writeVarint(units)
        structure.writeVarint(variable)
        if let tiedTo {
          structure.writeVarint(index - tiedTo)
        } else {
          model.encode(bytes, width: bytes.count / units, isInput: true, into: &encoder)
        }
      case .product(let children, let units):
        structure.write(UInt8(1))
        structure.writeVarint(units)
        structure.writeVarint(children.count)
        for child in children { structure.writeVarint(index - child) }
      case .sum(let child, let units, let bytes):
        structure.write(UInt8(2))
        structure.writeVarint(units)
        structure.writeVarint(index - child)
        model.encode(bytes, width: bytes.count / units, isInput: false, into: &encoder)
      }
    }
    var file = ByteWriter()
    file.write(Self.signature)
    file.write(Self.version)
    file.write(UInt32(structure.bytes.count))
    file.write(structure.bytes)
    file.write(encoder.state)
    file.write(encoder.finish())
    file.write(CRC32.checksum(file.bytes))
    return file.bytes
  }

  /// The first 16 bytes of the SHA-256 of the file: what coded data name.
  public var digest: [UInt8] { Array(SHA256.digest(serialized()).prefix(16)) }

  /// Reads a circuit file. Throws `corruptData`, `unsupported` or `limitExceeded`.
  public init(parsing bytes: [UInt8], limits: CircuitLimits = .standard) throws(CodecError) {
    guard bytes.starts(with: Self.signature) else { throw .corruptData("no circuit file") }
    guard bytes.count >= 17, bytes[4] == Self.version else { throw .unsupported("circuit file: version") }
    var end = ByteReader(bytes.suffix(4))
    let checksum = try end.read(UInt32.self, "CRC-32")
    guard checksum == CRC32.checksum(bytes.dropLast(4)) else {
      throw .corruptData("circuit file: CRC-32")
    }
    var reader = ByteReader(bytes[5..<bytes.count - 4])
    let length = try reader.read(UInt32.self, "length of the structure")
    var structure = ByteReader(try reader.read(Int(length), "structure"))
    let state = try reader.read(UInt32.self, "coder state")
    let cardinalities = try Self.cardinalities(&structure, limits)
    let outline = try Self.outline(&structure, cardinalities, limits)
    try Self.checkScopes(outline, variables: cardinalities.count, limits)
    try structure.finish("circuit file: structure")
    layers = try Self.parameters(outline, cardinalities, reader.rest, state)
    self.cardinalities = cardinalities
    let violations = dequantized().violations
    guard violations.isEmpty else { throw .corruptData("circuit file: \(violations[0])") }
  }

  private static func cardinalities(
    _ reader: inout ByteReader, _ limits: CircuitLimits
  ) throws(CodecError) -> [Int] {
    let count = try reader.readVarint(1...limits.variables, "number of variables")
    var result: [Int] = []
    for _ in 0..<count { result.append(try reader.readVarint(1...limits.cardinality, "cardinality")) }
    return result
  }

  /// The layers without their parameters.
  private static func outline(
    _ reader: inout ByteReader, _ cardinalities: [Int], _ limits: CircuitLimits
  ) throws(CodecError) -> [Layer] {
    let count = try reader.readVarint(1...limits.layers, "number of layers")
    var layers: [Layer] = []
    var parameters = 0
    for index in 0..<count {
      let kind = try reader.read(UInt8.self, "kind of a layer")
      let units = try reader.readVarint(1...limits.units, "units of layer \(index)")
      switch kind {
      case 0:
        let variable = try reader.readVarint(0...cardinalities.count - 1, "variable of layer \(index)")
        layers.append(.input(variable: variable, units: units, tiedTo: nil, []))
        parameters += units * cardinalities[variable]
      case 3:
        let variable = try reader.readVarint(0...cardinalities.count - 1, "variable of layer \(index)")
        let first = index - (try reader.readVarint(1...max(index, 1), "what layer \(index) is tied to"))
        guard first >= 0, case .input(let other, units, nil, _) = layers[first],
          cardinalities[other] == cardinalities[variable]
        else { throw .corruptData("circuit file: what layer \(index) is tied to") }
        layers.append(.input(variable: variable, units: units, tiedTo: first, []))
      case 1:
        let number = try reader.readVarint(1...max(index, 1), "children of layer \(index)")
        var children: [Int] = []
        for _ in 0..<number {
          children.append(index - (try reader.readVarint(1...max(index, 1), "child of layer \(index)")))
        }
        layers.append(.product(children: children, units: units))
      case 2:
        let child = index - (try reader.readVarint(1...max(index, 1), "child of layer \(index)"))
        guard child >= 0 else { throw .corruptData("circuit file: layer \(index) has no child") }
        layers.append(.sum(child: child, units: units, []))
        parameters += units * layers[child].units
      default: throw .unsupported("circuit file: layer kind \(kind)")
      }
      guard parameters <= limits.parameters else {
        throw .limitExceeded("circuit file: more than \(limits.parameters) parameters")
      }
    }
    return layers
  }

  /// The sizes of the layers' scopes, without the scopes: at most the sum of the children's.
  private static func checkScopes(
    _ outline: [Layer], variables: Int, _ limits: CircuitLimits
  ) throws(CodecError) {
    var sizes: [Int] = []
    var total = 0
    for layer in outline {
      let below = layer.children.reduce(0) { min($0 + ($1 >= 0 ? sizes[$1] : 0), variables) }
      sizes.append(max(below, 1))
      total += sizes[sizes.count - 1]
      guard total <= limits.scopeEntries else {
        throw .limitExceeded("circuit file: layers over more than \(limits.scopeEntries) variables in all")
      }
    }
  }

  private static func parameters(
    _ outline: [Layer], _ cardinalities: [Int], _ bytes: ArraySlice<UInt8>, _ state: UInt32
  ) throws(CodecError) -> [Layer] {
    var decoder = RangeDecoder(bytes)
    var model = ParameterModel()
    var layers: [Layer] = []
    for layer in outline {
      switch layer {
      case .input(let variable, let units, let tiedTo?, _):
        layers.append(.input(variable: variable, units: units, tiedTo: tiedTo, layers[tiedTo].bytes))
      case .input(let variable, let units, nil, _):
        let width = cardinalities[variable]
        let bytes = model.decode(units * width, width: width, isInput: true, from: &decoder)
        layers.append(.input(variable: variable, units: units, tiedTo: nil, bytes))
      case .product: layers.append(layer)
      case .sum(let child, let units, _):
        let width = outline[child].units
        let bytes = model.decode(units * width, width: width, isInput: false, from: &decoder)
        layers.append(.sum(child: child, units: units, bytes))
      }
      guard !decoder.isExhausted else { throw .corruptData("circuit file: the parameters end too early") }
    }
    guard decoder.state == state else { throw .corruptData("circuit file: parameters out of step") }
    return layers
  }
}
