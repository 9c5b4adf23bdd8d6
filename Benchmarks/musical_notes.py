"""Notes of a sound by the package basic-pitch 0.4.0 and onnxruntime, and how many of them another sound still has."""

import logging

import mir_eval
import numpy
import onnxruntime

logging.disable(logging.WARNING)  # The package tells which of its other runtimes are missing.
from basic_pitch import ICASSP_2022_MODEL_PATH, inference  # noqa: E402

logging.disable(logging.NOTSET)

ONSET, FRAME, LEAST = 0.5, 0.3, 11  # The package's own thresholds, and its shortest note, 127.7 ms, in frames.


class Notes:
    def __init__(self):
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self.model = inference.Model(ICASSP_2022_MODEL_PATH)
        if self.model.model_type == inference.Model.MODEL_TYPES.ONNX:
            path = str(ICASSP_2022_MODEL_PATH)
            self.model.model = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])

    def of(self, path):
        """Intervals in seconds [notes, 2] and pitches in Hz [notes] of a sound file."""
        output = inference.run_inference(path, self.model)
        _, events = inference.infer.model_output_to_notes(
            output, onset_thresh=ONSET, frame_thresh=FRAME, min_note_len=LEAST)
        intervals = numpy.array([event[:2] for event in events]).reshape(-1, 2)
        return intervals, 440 * 2 ** ((numpy.array([event[2] for event in events]) - 69) / 12)


def f_measure(original, other):
    """Notes that begin within 50 ms of one of the original within half a semitone."""
    if len(original[0]) == 0 or len(other[0]) == 0:
        return float(len(original[0]) == len(other[0]))
    return mir_eval.transcription.precision_recall_f1_overlap(*original, *other, offset_ratio=None)[2]
