"""Pictures and sounds as small files whose latents are arrays to learn from."""

from .encoding import encode
from .errors import (
    CodecError,
    CorruptData,
    InputOutput,
    InvalidParameter,
    LimitExceeded,
    MissingModel,
    Unsupported,
)
from .file import CodedFile, decode_latents, open
from .dataset import Batch, Batches, LatentDataset

__all__ = [
    "Batch", "Batches", "CodecError", "CodedFile", "CorruptData", "InputOutput", "InvalidParameter", "LatentDataset",
    "LimitExceeded", "MissingModel", "Unsupported", "decode_latents", "encode", "open",
]
