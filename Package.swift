// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [.treatAllWarnings(as: .error)]
let strictC: [CSetting] = [.treatAllWarnings(as: .error)]

let package = Package(
  name: "codec",
  products: [
    .executable(name: "codec", targets: ["CodecTool"]),
    .library(name: "CodecKit", targets: ["Codecs", "CompressedLearning", "Media", "Metrics"]),
    // For other languages: codec.h, and Python/.
    .library(name: "codec_c", type: .dynamic, targets: ["CodecC"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0")
  ],
  targets: [
    // The tool.
    .executableTarget(
      name: "CodecTool",
      dependencies: [
        "Bytes", "Codecs", "Container", "Media", "Metrics", "Tables", "ProbabilisticCircuits",
        "CircuitLearning", "CompressedLearning", "EntropyCoding", "Neural",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], swiftSettings: strict),

    // Learning of the circuits of latents, for the recipes.
    .executableTarget(
      name: "learn-latents", dependencies: ["Bytes", "Codecs", "Media"], path: "Sources/LatentLearning",
      swiftSettings: strict),

    // Times the entropy decoding of pictures, for measurements.
    .executableTarget(
      name: "time-latents", dependencies: ["Codecs"], path: "Sources/LatentTiming", swiftSettings: strict),

    // Times the loading of latents to learn from, for measurements.
    .executableTarget(
      name: "time-loader", dependencies: ["CompressedLearning"], path: "Sources/LoaderTiming",
      swiftSettings: strict),

    // Learning of the model of music, for the recipes.
    .executableTarget(
      name: "learn-music", dependencies: ["Bytes", "Codecs", "Container", "Media"],
      path: "Sources/MusicLearning", swiftSettings: strict),

    // The library in C.
    .target(
      name: "CodecC",
      dependencies: [
        "Bytes", "CodecInterface", "Codecs", "CompressedLearning", "Container", "EntropyCoding", "Media",
        "Tables",
      ],
      swiftSettings: strict),
    .target(name: "CodecInterface", cSettings: strictC),

    // The library.
    .target(
      name: "CompressedLearning",
      dependencies: ["Bytes", "Codecs", "Container", "Media", "Neural", "Tables", "COpenBLAS"],
      swiftSettings: strict),
    .target(
      name: "Codecs",
      dependencies: [
        "Bytes", "Media", "Transforms", "Neural", "EntropyCoding", "Container", "CKernels", "ModelData",
        "ProbabilisticCircuits", "Tables",
      ], swiftSettings: strict),
    .target(
      name: "Tables", dependencies: ["Bytes", "Media", "ProbabilisticCircuits", "CZlib"],
      swiftSettings: strict),
    .target(name: "Metrics", dependencies: ["Bytes", "Media", "CFFTW"], swiftSettings: strict),
    .target(
      name: "Media", dependencies: ["Bytes", "PNGShim", "CSndfile", "CSamplerate"], swiftSettings: strict),
    .target(name: "Container", dependencies: ["Bytes"], swiftSettings: strict),
    .target(name: "Neural", dependencies: ["Bytes", "CKernels"], swiftSettings: strict),
    .target(name: "Transforms", dependencies: ["CKernels"], swiftSettings: strict),
    .target(
      name: "CircuitLearning",
      dependencies: ["Bytes", "ProbabilisticCircuits", "CKernels", "COpenBLAS"], swiftSettings: strict),
    .target(
      name: "ProbabilisticCircuits", dependencies: ["Bytes", "EntropyCoding", "CKernels"],
      swiftSettings: strict),
    .target(name: "EntropyCoding", dependencies: ["Bytes", "CKernels"], swiftSettings: strict),
    .target(name: "Bytes", swiftSettings: strict),

    // C: kernels, the released weights as data, and what libpng needs around setjmp.
    .target(name: "CKernels", cSettings: strictC),
    .target(name: "ModelData", cSettings: strictC),
    .target(
      name: "PNGShim", dependencies: ["CPNG"], cSettings: strictC, linkerSettings: [.linkedLibrary("z")]),
    .systemLibrary(
      name: "CPNG", path: "Sources/System/CPNG", pkgConfig: "libpng",
      providers: [.apt(["libpng-dev", "pkg-config"])]),
    .systemLibrary(
      name: "CZlib", path: "Sources/System/CZlib", pkgConfig: "zlib",
      providers: [.apt(["zlib1g-dev", "pkg-config"])]),
    .systemLibrary(
      name: "COpenBLAS", path: "Sources/System/COpenBLAS", pkgConfig: "openblas",
      providers: [.apt(["libopenblas-dev", "pkg-config"])]),
    .systemLibrary(
      name: "CSndfile", path: "Sources/System/CSndfile", pkgConfig: "sndfile",
      providers: [.apt(["libsndfile1-dev", "pkg-config"])]),
    .systemLibrary(
      name: "CSamplerate", path: "Sources/System/CSamplerate", pkgConfig: "samplerate",
      providers: [.apt(["libsamplerate0-dev", "pkg-config"])]),
    .systemLibrary(
      name: "CFFTW", path: "Sources/System/CFFTW", pkgConfig: "fftw3f",
      providers: [.apt(["libfftw3-dev", "pkg-config"])]),

    // Tests.
    .target(
      name: "TestSupport", dependencies: ["Bytes"], path: "Tests/TestSupport", swiftSettings: strict),
    .testTarget(name: "CKernelsTests", dependencies: ["TestSupport", "CKernels"], swiftSettings: strict),
    .testTarget(name: "BytesTests", dependencies: ["Bytes"], swiftSettings: strict),
    .testTarget(
      name: "MediaTests", dependencies: ["TestSupport", "Media", "Bytes", "CSndfile"], swiftSettings: strict),
    .testTarget(
      name: "TablesTests",
      dependencies: ["TestSupport", "Tables", "ProbabilisticCircuits", "Media", "Bytes", "CZlib"],
      swiftSettings: strict),
    .testTarget(
      name: "CompressedLearningTests",
      dependencies: ["TestSupport", "CompressedLearning", "Codecs", "Media", "Tables", "Bytes"],
      swiftSettings: strict),
    .testTarget(
      name: "CodecCTests", dependencies: ["CodecC", "CodecInterface"], swiftSettings: strict),
    .testTarget(
      name: "ContainerTests", dependencies: ["TestSupport", "Container", "Bytes"], swiftSettings: strict),
    .testTarget(name: "MetricsTests", dependencies: ["Metrics", "Media", "Bytes"], swiftSettings: strict),
    .testTarget(
      name: "TransformsTests", dependencies: ["TestSupport", "Transforms", "CKernels"],
      resources: [.copy("Goldens")], swiftSettings: strict),
    .testTarget(
      name: "NeuralTests", dependencies: ["TestSupport", "Neural"],
      resources: [.copy("Goldens")], swiftSettings: strict),
    .testTarget(
      name: "EntropyCodingTests", dependencies: ["TestSupport", "EntropyCoding", "Bytes", "CKernels"],
      swiftSettings: strict),
    .testTarget(
      name: "ProbabilisticCircuitsTests",
      dependencies: ["TestSupport", "ProbabilisticCircuits", "CircuitLearning", "CKernels", "Bytes"],
      swiftSettings: strict),
    .testTarget(
      name: "CodecsTests",
      dependencies: [
        "TestSupport", "Codecs", "Media", "Bytes", "Container", "CKernels", "EntropyCoding", "Tables",
        "Neural", "ProbabilisticCircuits", "CircuitLearning",
      ],
      resources: [.copy("Goldens")], swiftSettings: strict),
    .testTarget(
      name: "ToolTests",
      dependencies: [
        "CodecTool", "Codecs", "Media", "Container", "Bytes", "Tables", "ProbabilisticCircuits",
      ],
      swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
