import Bytes
import Codecs
import Container
import Media
import Testing

/// Files that are not as they were made. In this process, but for a sample that goes through the program.
struct DamageTests {
  private func parse(_ bytes: [UInt8], limits: Limits = .standard) throws -> ImageFile {
    let model = try ModelStore.model(ImageFile.identity(of: bytes))
    return try ImageFile(parsing: bytes, model: model, limits: limits, threads: 1)
  }

  private func isRefused(_ bytes: [UInt8]) -> Bool {
    do {
      _ = try parse(bytes)
      return false
    } catch {
      return error is CodecError
    }
  }

  @Test func everyFlippedByteIsNoticed() throws {
    let file = try Coded.file()
    for index in file.indices {
      for mask: UInt8 in [0x01, 0x20, 0x80, 0xFF] {
        var damaged = file
        damaged[index] ^= mask
        #expect(isRefused(damaged), "byte \(index) of \(file.count), mask \(mask)")
      }
    }
  }

  @Test func everyTruncationIsNoticed() throws {
    let file = try Coded.file()
    for count in file.indices { #expect(isRefused(Array(file[..<count])), "\(count) of \(file.count) bytes") }
    #expect(isRefused(file + [0]))
  }

  /// The final state of the decoder has to tell, where checksums are right.
  @Test func damagedGroupsUnderRightChecksumsAreNoticed() throws {
    let file = try Coded.file(of: .waves(64, 48))
    let payload = try #require(Container(parsing: file).groups.first?.payload)
    for index in payload.indices where index % 5 == 0 {
      let damaged = try Coded.rebuilt(
        file,
        groups: { groups in
          var bytes = Array(groups[0].payload)
          bytes[index - payload.startIndex] ^= 0x10
          groups[0] = .init(payload: bytes, finalState: groups[0].finalState)
        })
      #expect(isRefused(damaged), "byte \(index - payload.startIndex) of \(payload.count)")
    }
  }

  @Test func wrongNumbersOfGroupsAreNoticed() throws {
    let file = try Coded.file()
    #expect(try isRefused(Coded.rebuilt(file, groups: { $0.removeAll() })))
    #expect(try isRefused(Coded.rebuilt(file, groups: { $0.append($0[0]) })))
    #expect(try isRefused(Coded.rebuilt(file, groups: { $0[0] = .init(payload: [], finalState: 0) })))
  }

  /// Any header with a right checksum: an error, or a picture within the limits; never a crash.
  @Test func damagedParametersUnderRightChecksumsAreContained() throws {
    let file = try Coded.file()
    let count = try Container(parsing: file).header.parameters.count
    var limits = Limits()
    limits.pixels = 1 << 20
    for index in 0..<count {
      for mask: UInt8 in [0x01, 0x02, 0x08, 0x40, 0xFF] {
        let damaged = try Coded.rebuilt(file, parameters: { $0[index] ^= mask })
        do {
          let picture = try parse(damaged, limits: limits).latents.picture
          #expect(picture.width * picture.height <= limits.pixels)
        } catch {
          #expect(error is CodecError, "parameter \(index), mask \(mask): \(error)")
        }
      }
    }
    for length in 0..<count {
      #expect(try isRefused(Coded.rebuilt(file, parameters: { $0.removeLast(count - length) })), "\(length)")
    }
  }

  @Test func theProgramSaysSoInOneLineAndMakesNothing() throws {
    let scratch = try Scratch()
    let file = try Coded.file(of: .waves(40, 30))
    var victims: [[UInt8]] = stride(from: 0, to: file.count, by: 23).map { index in
      var damaged = file
      damaged[index] ^= 0x41
      return damaged
    }
    victims += [Array(file.dropLast()), Array(file.prefix(60)), file + [0]]
    for (number, bytes) in victims.enumerated() {
      let input = try scratch.write(bytes, as: "\(number).cdc")
      let outcome = try Tool.run(number % 2 == 0 ? "decode" : "test", input)
      #expect([65, 69, 76].contains(outcome.status), "\(number): \(outcome.status) \(outcome.errors)")
      #expect(outcome.errorLines.count == 1)
      #expect(outcome.errors.hasPrefix("codec: \(input): "))
      #expect(outcome.output.isEmpty)
    }
    #expect(scratch.names().count == victims.count)
  }
}
