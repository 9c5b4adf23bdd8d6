import Bytes
import Neural

extension ProbeModel {
  private static let format = "codec probe 1"

  /// The probe as a safetensors file.
  public func serialized() -> [UInt8] {
    var file = SafeTensors()
    file.metadata = [
      "format": Self.format, "probe": kind.rawValue, "classes": classes.joined(separator: "\n"),
      "shape": shape.map(String.init).joined(separator: " "), "companded": String(normalization.compands),
      "magnitudes": String(((predictor as? TrainedPredictor)?.head as? NetworkHead)?.magnitudes ?? false),
      "pixels": pixelReduction.map(String.init) ?? "",
    ]
    file.add("normalization.means", Tensor(shape: [normalization.means.count], values: normalization.means))
    file.add(
      "normalization.deviations",
      Tensor(shape: [normalization.deviations.count], values: normalization.deviations))
    for (name, tensor) in predictor.tensors.sorted(by: { $0.key < $1.key }) { file.add(name, tensor) }
    return file.serialized()
  }

  /// The inverse of `serialized`. Throws `corruptData`, `limitExceeded`; `unsupported` for a file that is no probe.
  public init(parsing bytes: [UInt8], limits: Limits = .standard) throws(CodecError) {
    let file = try SafeTensors(bytes: bytes, limits: limits)
    guard file.metadata["format"] == Self.format, let kind = ProbeKind(rawValue: file.metadata["probe"] ?? "")
    else { throw .unsupported("not a probe") }
    let classes = (file.metadata["classes"] ?? "").split(separator: "\n").map(String.init)
    let shape = (file.metadata["shape"] ?? "").split(separator: " ").compactMap { Int($0) }
    guard classes.count >= 2, shape.count == 3, shape.allSatisfy({ (1...1 << 20).contains($0) }),
      shape.reduce(1, *) <= 1 << 28
    else { throw .corruptData("probe: \(classes.count) classes, samples of shape \(shape)") }
    let means = try file.tensor("normalization.means", shape: [shape[0]]).values
    let deviations = try file.tensor("normalization.deviations", shape: [shape[0]]).values
    guard deviations.allSatisfy({ $0.isFinite && $0 > 0 }) else { throw .corruptData("probe: deviations") }
    self.kind = kind
    self.classes = classes
    self.shape = shape
    normalization = Normalization(
      means: means, deviations: deviations, compands: file.metadata["companded"] == "true")
    pixelReduction = Int(file.metadata["pixels"] ?? "")
    predictor = try Self.predictor(kind, file, shape: shape, classes: classes.count)
  }

  private static func predictor(
    _ kind: ProbeKind, _ file: SafeTensors, shape: [Int], classes: Int
  ) throws(CodecError) -> any Predictor {
    let inputs = shape.reduce(1, *)
    switch kind {
    case .logistic, .ridge:
      let head = LinearHead(inputs: inputs, classes: classes)
      let parameters = try file.tensor("parameters", shape: [head.parameterCount]).values
      if kind == .logistic { return TrainedPredictor(kind: kind, head: head, parameters: parameters) }
      return LinearPredictor(inputs: inputs, classes: classes, parameters: parameters)
    case .bayes:
      let variances = try file.tensor("variances", shape: [classes, inputs]).values
      guard variances.allSatisfy({ $0.isFinite && $0 > 0 }) else { throw .corruptData("probe: variances") }
      return BayesPredictor(
        means: try file.tensor("means", shape: [classes, inputs]).values, variances: variances,
        shares: try file.tensor("shares", shape: [classes]).values)
    case .neighbours:
      let labels = try file.tensor("labels").values.compactMap { Int(exactly: $0) }
      let neighbours = try file.tensor("neighbours", shape: [1]).values.compactMap { Int(exactly: $0) }
      let samples = try file.tensor("samples", shape: [labels.count, inputs]).values
      guard !labels.isEmpty, labels.allSatisfy({ (0..<classes).contains($0) }), (neighbours.first ?? 0) >= 1
      else { throw .corruptData("probe: labels of neighbours") }
      return NeighboursPredictor(
        samples: samples, labels: labels, classes: classes, neighbours: neighbours[0])
    case .network, .patches:
      let parameters = try file.tensor("parameters").values
      let magnitudes = file.metadata["magnitudes"] == "true"
      // The width follows from the number of parameters.
      let width = (1...1024).first {
        NetworkHead(kind: kind, shape: shape, width: $0, classes: classes, magnitudes: magnitudes)
          .parameterCount == parameters.count
      }
      guard let width else { throw .corruptData("probe: \(parameters.count) parameters of a network") }
      return TrainedPredictor(
        kind: kind,
        head: NetworkHead(kind: kind, shape: shape, width: width, classes: classes, magnitudes: magnitudes),
        parameters: parameters)
    }
  }
}
