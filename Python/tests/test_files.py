"""Files and encoding, held against the command line."""

import re
import wave

import numpy as np
from support import REPOSITORY, FolderTest, picture, python, read_pnm, read_wav, tool, write_pnm

import codec


class PictureTests(FolderTest):
    def check(self, pixels, *options, **arguments):
        """A file that the command line makes of a picture is ours, too, with its latents and its samples."""
        source, coded = self.folder / "a.ppm", self.folder / "a.cdc"
        write_pnm(source, pixels)
        tool("encode", source, "-o", coded, "--force", *options)
        data = codec.encode(pixels, **arguments)
        self.assertEqual(data, coded.read_bytes())
        decoded = self.folder / ("b.pgm" if pixels.shape[2] == 1 else "b.ppm")
        tool("decode", coded, "-o", decoded, "--force")
        file = codec.open(data)
        samples = file.decode()
        self.assertEqual(samples.dtype, pixels.dtype)
        np.testing.assert_array_equal(samples, read_pnm(decoded))
        np.testing.assert_array_equal(file.decode(threads=2), samples)
        most = np.iinfo(pixels.dtype).max
        np.testing.assert_allclose(file.decode(np.float32), samples / most, atol=1e-7)
        if file.has_latents:
            tool("latents", coded, "--to", "npy", "-o", self.folder / "a.npy", "--force")
            np.testing.assert_array_equal(file.latents(), np.load(self.folder / "a.npy"))
            self.assertEqual(file.latents().dtype, np.int16)
        return file

    def test_colour(self):
        file = self.check(picture(90, 131), "--model", "latent-16x", "-q", "60", model="latent-16x", quality=60)
        self.assertEqual((file.medium, file.model, file.stride), ("picture", "latent-16x", 8))
        self.assertEqual((file.height, file.width, file.channels, file.bits), (90, 131, 3, 8))
        self.assertEqual(file.latents(primary=True).shape, (12, 12, 17))
        np.testing.assert_array_equal(file.latents(primary=True), file.latents()[:12])

    def test_other_options(self):
        self.check(picture(64, 48), "--model", "latent-4x", "--step", "9", model="latent-4x", step=9)
        self.check(picture(70, 50), "--entropy", "classes", entropy="classes")
        self.check(picture(33, 40, dtype=np.uint16))
        gray = self.check(picture(64, 48, 1), "--model", "latent-16x", model="latent-16x")
        self.assertEqual(gray.channels, 1)
        lossless = self.check(picture(40, 31), "--lossless", lossless=True)
        self.assertIsNone(lossless.step)
        with self.assertRaises(codec.Unsupported):
            lossless.latents()

    def test_alpha_is_kept(self):
        pixels = picture(40, 48, 4)
        samples = codec.open(codec.encode(pixels)).decode()
        np.testing.assert_array_equal(samples[:, :, 3], pixels[:, :, 3])

    def test_latents_back(self):
        coded = self.folder / "a.cdc"
        coded.write_bytes(codec.encode(picture(80, 96), model="latent-16x"))
        file = codec.open(coded)
        tool("latents", coded, "--to", "npy", "--normalize", "-o", self.folder / "n.npy")
        floats = file.latents(normalize=True)
        np.testing.assert_array_equal(floats, np.load(self.folder / "n.npy"))
        for latents in (file.latents(), floats, file.latents().astype(np.int64)):
            np.testing.assert_array_equal(codec.decode_latents(latents, like=file), file.decode())
        first = file.latents(primary=True, normalize=True) + 0.5
        np.save(self.folder / "f.npy", first)
        tool("decode", self.folder / "f.npy", "--like", coded, "-o", self.folder / "f.ppm")
        np.testing.assert_array_equal(codec.decode_latents(first, like=file), read_pnm(self.folder / "f.ppm"))

    def test_mistakes(self):
        pixels = picture(24, 24)
        file = codec.open(codec.encode(pixels))
        for latents in (np.zeros((0, 3, 3), np.int16), np.zeros((1, 1, 1), np.int16), np.full((12, 9, 9), np.nan)):
            with self.assertRaises(codec.CodecError):
                codec.decode_latents(latents, like=file)
        for arguments in (
            {"quality": 101}, {"quality": float("nan")}, {"step": 1e9}, {"model": "no such"}, {"threads": 0},
        ):
            with self.assertRaises(codec.CodecError):
                codec.encode(pixels, **arguments)
        for samples in (pixels[:, :0], pixels[:, :, :0], np.zeros((2, 2, 7), np.uint8)):
            with self.assertRaises(codec.CodecError):
                codec.encode(samples)
        with self.assertRaises(TypeError):
            codec.encode(pixels.astype(np.float64))
        with self.assertRaises(FileNotFoundError):
            codec.open(self.folder / "none.cdc")


class SoundTests(FolderTest):
    source = REPOSITORY / "samples" / "walk.flac"

    def setUp(self):
        super().setUp()
        tool("encode", self.source, "--lossless", "--fast", "-o", self.folder / "whole.cdc")
        whole = codec.open(self.folder / "whole.cdc")
        # The first second, as a file whose latents and samples the command line makes, too.
        self.samples, self.rate = whole.decode()[:, : whole.rate].astype(np.int16), whole.rate

    def test_lossless(self):
        tool("decode", self.folder / "whole.cdc", "-o", self.folder / "whole.wav")
        samples, rate = read_wav(self.folder / "whole.wav")
        whole = codec.open(self.folder / "whole.cdc")
        self.assertEqual((whole.medium, whole.rate, whole.frames, whole.bits), ("sound", rate, samples.shape[1], 16))
        np.testing.assert_array_equal(whole.decode(), samples)
        again = codec.open(codec.encode(self.samples, rate=self.rate, lossless=True))
        np.testing.assert_array_equal(again.decode(), self.samples)

    def test_models(self):
        for model in ("latent-20x", "music"):
            coded = self.folder / f"{model}.cdc"
            coded.write_bytes(codec.encode(self.samples, rate=self.rate, model=model))
            tool("decode", coded, "-o", self.folder / f"{model}.wav")
            samples, _ = read_wav(self.folder / f"{model}.wav")
            file = codec.open(coded)
            np.testing.assert_array_equal(file.decode(), samples)
            error = samples - self.samples.astype(np.float64)
            self.assertLess(np.mean(error**2), 0.2 * np.mean(self.samples.astype(np.float64) ** 2))
            np.testing.assert_allclose(file.decode(np.float32), samples / 32768, atol=1e-7)
        self.assertFalse(file.has_latents)

    def test_latents(self):
        coded = self.folder / "a.cdc"
        coded.write_bytes(codec.encode(self.samples, rate=self.rate, model="latent-20x"))
        file = codec.open(coded)
        for arguments, options in (({}, []), ({"primary": True}, ["--primary"]), ({"normalize": True}, ["--normalize"])):
            tool("latents", coded, "--to", "npy", "-o", self.folder / "a.npy", "--force", *options)
            np.testing.assert_array_equal(file.latents(**arguments), np.load(self.folder / "a.npy"))
        np.testing.assert_array_equal(codec.decode_latents(file.latents(), like=file), file.decode())
        self.assertGreater(file.column_rate, 0)

    def test_summaries(self):
        with wave.open(str(self.folder / "a.wav"), "wb") as file:
            file.setparams((len(self.samples), 2, self.rate, 0, "NONE", ""))
            file.writeframes(self.samples.T.tobytes())
        sizes = []
        for arguments, options in (
            ({}, []), ({"levels": 11}, ["--levels", "11"]), ({"levels": 17, "step": 4000}, ["--levels", "17", "--step", "4000"]),
        ):
            coded = self.folder / "a.cdc"
            tool("encode", self.folder / "a.wav", "--model", "music-64x", "-o", coded, "--force", *options)
            data = codec.encode(self.samples, rate=self.rate, model="music-64x", **arguments)
            self.assertEqual(data, coded.read_bytes())
            sizes.append(len(data))
        self.assertTrue(sizes[1] < sizes[0] < sizes[2])
        for arguments in ({"model": "music-64x", "levels": 16}, {"model": "music", "levels": 17}):
            with self.assertRaises(codec.CodecError):
                codec.encode(self.samples, rate=self.rate, **arguments)

    def test_floats_and_mistakes(self):
        floats = (self.samples / 32768).astype(np.float32)
        np.testing.assert_array_equal(
            codec.open(codec.encode(floats, rate=self.rate, lossless=True)).decode(), floats)
        for samples, rate, bits in ((floats * np.nan, 8000, None), (self.samples, 8000, 8), (self.samples, 0, None),
                                    (self.samples, 8000, 33), (self.samples[:0], 8000, None)):
            with self.assertRaises(codec.CodecError):
                codec.encode(samples, rate=rate, bits=bits)


class HostileTests(FolderTest):
    def test_damaged_files_raise(self):
        random = np.random.default_rng(7)
        sound = np.round(3000 * np.sin(np.arange(9000) / 20)).astype(np.int16)
        files = [
            codec.encode(picture(40, 56), model="latent-16x"), codec.encode(picture(40, 56)),
            codec.encode(picture(24, 24), lossless=True), codec.encode(sound, rate=44100, model="latent-20x"),
            codec.encode(sound, rate=44100), codec.encode(sound, rate=44100, lossless=True),
        ]
        for data in files:
            raised = 0
            damaged = [data[: int(cut)] for cut in random.integers(0, len(data), 20)]
            for _ in range(60):
                copy = bytearray(data)
                copy[random.integers(0, len(copy))] ^= 1 << int(random.integers(0, 8))
                damaged.append(bytes(copy))
            for copy in damaged:
                try:
                    codec.open(copy).decode()
                except codec.CodecError as error:
                    self.assertTrue(str(error) and "\n" not in str(error))
                    raised += 1
            self.assertEqual(raised, len(damaged))
        for data in (b"", b"no file", bytes(1000)):
            with self.assertRaises(codec.CodecError):
                codec.open(data)


class ReadmeTests(FolderTest):
    def test_example(self):
        text = (REPOSITORY / "Python" / "README.md").read_text()
        example = re.search(r"```python\n(.*?)```", text, re.DOTALL).group(1)
        self.assertEqual(len(example.splitlines()), 10)
        checks = (
            "assert symbols.dtype == np.int16 and pixels.dtype == np.uint8 and pixels.shape == picture.shape\n"
            "assert (again == pixels).all()\n"
            "import sys; assert 'torch' not in sys.modules\n")
        result = python("-c", example + checks, folder=self.folder)
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        self.assertEqual(result.stdout, "(1, 12, 12, 16) float32 [0]\n")
        tool("latents", self.folder / "data/noise/1.cdc", "--to", "npy", "-o", self.folder / "1.npy")
        file = codec.open(self.folder / "data/noise/1.cdc")
        np.testing.assert_array_equal(file.latents(), np.load(self.folder / "1.npy"))
