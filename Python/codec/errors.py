"""What can go wrong: one class for every kind, as the command line tells them by its exit codes."""


class CodecError(Exception):
    """The message is one line that names the place and the cause."""


class CorruptData(CodecError):
    """The bytes break the format."""


class Unsupported(CodecError):
    """A valid file that does not do what is asked for."""


class LimitExceeded(CodecError):
    """More memory than a reader takes."""


class InvalidParameter(CodecError, ValueError):
    """An argument out of range."""


class MissingModel(CodecError):
    """The model is not here."""


class InputOutput(CodecError, OSError):
    """Reading failed."""


# By the codes of codec.h.
KINDS = {
    1: CorruptData, 2: Unsupported, 3: LimitExceeded, 4: InvalidParameter, 5: MissingModel, 6: InputOutput,
}
