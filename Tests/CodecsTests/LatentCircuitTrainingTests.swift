import Bytes
import EntropyCoding
import Testing

@testable import Codecs

struct LatentCircuitTrainingTests {
  /// A circuit whose arrays have another layout keeps a model from being read, but not its successor from being learned.
  @Test(arguments: ["picture", "latent-16x"]) func startsFromClassesAlone(name: String) throws {
    var files = try ModelStore.files(named: name)
    let planes = 48
    let old = LatentCircuit.Arrays(
      gates: [Int16](repeating: 0, count: planes * 10), means: [Int16](repeating: 0, count: planes * 13),
      taps: [Int16](repeating: 0, count: planes * 64))
    files.circuit = old.file(planes: planes)
    #expect(throws: CodecError.self) { try Model(files) }
    files.circuit = nil
    let model = try Model(files)
    #expect(model.circuit == nil && LatentCircuitTraining.planeCount(of: model) == planes)
    #expect(try ModelStore.model(named: name, entropy: .classes).circuit == nil)
    let training = try LatentCircuitTraining(
      model: model, taps: [Int16](repeating: 0, count: planes * 64))
    let image = SamplePictures.make(width: 160, height: 96, channels: .rgb)
    let learned = try training.learn([("a", 20), ("b", 8)]) { _ in image }
    // What was learned of one picture codes it in fewer bytes than the classes do.
    files.circuit = learned
    let successor = try Model(files)
    #expect(successor.identity == model.identity && successor.circuit != nil)
    let latents = try WaveletImageCodec(model: successor).analyze(image, .init(step: 20))
    let file = ImageFile(latents: latents)
    let bytes = try file.serialized(model: successor)
    #expect(try bytes.count < file.serialized(model: successor, entropy: .classes).count)
    #expect(try ImageFile(parsing: bytes, model: successor) == file)
  }
}
