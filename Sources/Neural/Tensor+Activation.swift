import CKernels

extension Tensor {
  /// What is not greater than zero becomes zero.
  public mutating func applyReLU() {
    withMutableValues { relu_in_place($0.baseAddress, $0.count) }
  }
}
