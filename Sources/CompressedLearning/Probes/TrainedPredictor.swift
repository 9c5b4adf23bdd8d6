import Neural

/// A head and its parameters.
struct TrainedPredictor: Predictor {
  let kind: ProbeKind
  let head: any TrainableHead
  let parameters: [Float]

  func scores(_ samples: [Float], count: Int, threads: Int) -> [Float] {
    guard var network = head as? NetworkHead else { return head.scores(parameters, samples, count: count) }
    network.threads = threads
    return network.scores(parameters, samples, count: count)
  }

  var tensors: [String: Tensor] {
    ["parameters": Tensor(shape: [parameters.count], values: parameters)]
  }
}
