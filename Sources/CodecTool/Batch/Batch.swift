import ArgumentParser
import Bytes

/// Converts one file after the other and reports on each. A failure is told and the next file is taken.
struct Batch {
  let options: BatchOptions
  let plan: BatchPlan

  /// - Throws: `usage` when the options or inputs do not go together.
  init(_ options: BatchOptions, naming: BatchPlan.Naming) throws(ToolError) {
    self.options = options
    plan = try BatchPlan(
      inputs: options.inputs, output: options.output, isRecursive: options.recursive, naming: naming)
    if options.writesJSON, plan.jobs.contains(where: { $0.output == InputFile.standardStream }) {
      throw ToolError("--json and the output both want standard output; name a file with --output", .usage)
    }
  }

  /// Runs all jobs.
  /// - Throws: the exit status when something failed; the lines about it are out then.
  func run(_ convert: (BatchInput) throws -> PendingOutput) throws {
    var failures = FailureCount(isBatch: plan.isBatch)
    let progress = Progress(total: plan.jobs.count, isQuiet: options.quiet)
    for failure in plan.failures { failures.add(failure) }
    for (index, job) in plan.jobs.enumerated() {
      progress.show(job.input, index: index)
      defer { progress.clear() }
      do {
        let report = { progress.show(job.input, index: index, share: $0) }
        for loss in try run(job, progress, report, convert) {
          failures.add(
            loss: ToolError(loss, .corruptData, file: InputFile.displayName(ofInput: job.input)))
        }
      } catch {
        progress.clear()
        failures.add(ToolError(error, file: InputFile.displayName(ofInput: job.input)))
      }
    }
    try failures.finish()
  }

  /// Returns what of the input was lost.
  private func run(
    _ job: BatchPlan.Job, _ progress: Progress, _ report: PendingOutput.ProgressReport,
    _ convert: (BatchInput) throws -> PendingOutput
  ) throws -> [String] {
    if options.skipsExisting, job.output != InputFile.standardStream, FileStatus.exists(job.output) {
      progress.clear()
      try reportSkipped(job)
      return []
    }
    let clock = ContinuousClock()
    let start = clock.now
    let status = job.input == InputFile.standardStream ? nil : FileStatus(path: job.input)
    // Before any work: a long encode must not end in a name that was taken all along.
    let output = try OutputFile(
      job.output, overwrites: options.force, createsFolders: plan.hasOutputFolder, inputs: [status])
    let source = try FileSource(job.input)
    let pending = try convert(BatchInput(source: source, path: job.input, output: job.output))
    let conversion = try output.write(like: source.status, seeks: pending.seeks) { sink in
      do {
        return try pending.write(sink, report)
      } catch let error as CodecError {
        // A sink has one kind of error, and the output's name stands with it.
        if case .inputOutput = error { throw error }
        throw ToolError(error, file: source.name)
      }
    }
    let seconds = (clock.now - start) / .seconds(1)
    let report = ConversionReport(
      input: job.input, output: job.output, conversion: conversion, seconds: seconds)
    progress.clear()
    if options.writesJSON { try StandardStreams.print(report.json.line) }
    if !options.quiet { StandardStreams.note(report.line) }
    return conversion.losses.lines
  }

  private func reportSkipped(_ job: BatchPlan.Job) throws {
    if options.writesJSON {
      let object = JSON.object([
        ("input", .text(job.input)), ("output", .text(job.output)), ("skipped", .number("true")),
      ])
      try StandardStreams.print(object.line)
    }
    if !options.quiet { StandardStreams.note("\(job.input) → \(job.output)  exists, skipped") }
  }
}
