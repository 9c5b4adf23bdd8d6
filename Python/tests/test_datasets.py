"""Data sets and batches."""

import importlib.util
import pickle
import unittest

import numpy as np
from support import FolderTest, picture, tool

import codec


class DatasetTests(FolderTest):
    def setUp(self):
        super().setUp()
        for seed, name in enumerate(["a/1", "a/2", "b/3", "b/4", "b/5"]):
            path = self.folder / "data" / f"{name}.cdc"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(codec.encode(picture(48, 64, seed=seed), model="latent-16x"))
        self.data = self.folder / "data"

    def test_samples(self):
        dataset = codec.LatentDataset(self.data)
        self.assertEqual((len(dataset), dataset.classes), (5, ["a", "b"]))
        self.assertEqual([dataset.key(index) for index in range(5)], ["a/1", "a/2", "b/3", "b/4", "b/5"])
        self.assertEqual([label for _, label in dataset], [0, 0, 1, 1, 1])
        file = codec.open(self.data / "b/4.cdc")
        array, step = dataset.array(3)
        np.testing.assert_array_equal(array, file.latents(primary=True))
        self.assertEqual(step, file.step)
        np.testing.assert_array_equal(dataset[-2][0], array)
        np.testing.assert_array_equal(codec.LatentDataset([self.data], primary=False)[3][0], file.latents())
        with self.assertRaises(IndexError):
            dataset[5]
        with self.assertRaises(codec.InputOutput):
            codec.LatentDataset(self.folder / "none.cdc")[0]
        with self.assertRaises(codec.InvalidParameter):
            codec.LatentDataset([])
        copy = pickle.loads(pickle.dumps(dataset))
        np.testing.assert_array_equal(copy[3][0], array)

    def test_shards_are_the_same(self):
        tool("latents", self.data, "--to", "tar", "-o", self.folder / "shards")
        files, shards = codec.LatentDataset(self.data), codec.LatentDataset(self.folder / "shards")
        self.assertEqual((len(shards), shards.classes), (5, files.classes))
        labels = {shards.key(index): (shards[index]) for index in range(5)}
        for index in range(5):
            match = [value for key, value in labels.items() if key.endswith(files.key(index).split("/")[-1])]
            np.testing.assert_array_equal(match[0][0], files[index][0])
            self.assertEqual(match[0][1], files[index][1])

    def test_labels_of_tables(self):
        table = self.folder / "names.csv"
        table.write_text("name,label\n" + "".join(f"{key},{'xyxyx'[i]}\n" for i, key in enumerate(
            ["a/1", "a/2", "b/3", "b/4", "b/5"])))
        dataset = codec.LatentDataset(self.data, labels=table, classes=["y", "x"])
        self.assertEqual([dataset.label(index) for index in range(5)], [1, 0, 1, 0, 1])
        with self.assertRaises(codec.InvalidParameter):
            codec.LatentDataset(self.data, labels=table, classes=["y"])

    def test_statistics_and_normalised_batches(self):
        plain = codec.LatentDataset(self.data)
        coefficients = np.stack([array * np.float64(step) for array, step in map(plain.array, range(5))])
        statistics = plain.statistics()
        np.testing.assert_allclose(statistics[0], coefficients.mean((0, 2, 3)), rtol=1e-4, atol=1e-3)
        np.testing.assert_allclose(statistics[1], coefficients.std((0, 2, 3)), rtol=1e-4)
        dataset = codec.LatentDataset(self.data, statistics=statistics)
        batches = dataset.batches(2, shuffle=False)
        self.assertEqual(len(batches), 3)
        seen = list(batches)
        self.assertEqual([batch.values.shape for batch in seen], [(2, 12, 6, 8), (2, 12, 6, 8), (1, 12, 6, 8)])
        np.testing.assert_array_equal(np.concatenate([batch.labels for batch in seen]), [0, 0, 1, 1, 1])
        values = np.concatenate([batch.values for batch in seen])
        self.assertEqual(values.dtype, np.float32)
        np.testing.assert_allclose(values, np.stack([dataset[index][0] for index in range(5)]), rtol=1e-5, atol=1e-5)
        companded = np.concatenate([b.values for b in dataset.batches(5, shuffle=False, compand=True)])
        np.testing.assert_allclose(companded, np.arcsinh(3 * values) / 1.3, rtol=1e-4, atol=1e-5)

    def test_epochs(self):
        dataset = codec.LatentDataset(self.data)
        batches = dataset.batches(2, seed=3, flips=True, shift=1, drop_last=True)
        first, second = list(batches.epoch(0)), list(batches.epoch(1))
        self.assertEqual(len(first), 2)
        self.assertEqual(first[0].values.dtype, np.int16)
        for one, other in zip(first, batches.epoch(0)):
            np.testing.assert_array_equal(one.values, other.values)
            np.testing.assert_array_equal(one.values, batches.batch(one.indices, epoch=0).values)
        self.assertFalse(all(np.array_equal(a.values, b.values) for a, b in zip(first, second)))
        window = next(dataset.batches(5, window=(3, 4), augment=False, shuffle=False).epoch(0))
        np.testing.assert_array_equal(window.values[2], dataset[2][0][:, 1:4, 2:6])
        # Given up before its end.
        next(dataset.batches(1).epoch(0))

    def test_what_does_not_fit(self):
        dataset = codec.LatentDataset(self.data)
        for options in ({"size": 0}, {"threads": 0}, {"prefetched": 0}, {"shift": -1}, {"window": (0, 3)}):
            with self.assertRaises(codec.InvalidParameter):
                dataset.batches(**options)
        for statistics in (np.zeros((2, 12)), np.full((2, 12), np.nan), np.ones(12)):
            with self.assertRaises(ValueError):
                codec.LatentDataset(self.data, statistics=statistics)
        with self.assertRaises(codec.InvalidParameter):
            next(codec.LatentDataset(self.data, statistics=np.ones((2, 5))).batches(2).epoch(0))
        (self.data / "b/5.cdc").write_bytes(b"no file")
        with self.assertRaisesRegex(codec.CodecError, "b/5"):
            list(dataset.batches(2))
        (self.data / "b/5.cdc").write_bytes(codec.encode(picture(32, 32), model="latent-16x"))
        with self.assertRaisesRegex(codec.InvalidParameter, "shape"):
            list(dataset.batches(5))

    @unittest.skipUnless(importlib.util.find_spec("torch"), "torch is not installed")
    def test_torch(self):
        import torch
        from torch.utils.data import DataLoader, Dataset

        dataset = codec.LatentDataset(self.data, statistics=codec.LatentDataset(self.data).statistics())
        tensors = dataset.torch()
        self.assertIsInstance(tensors, Dataset)
        for samples in (dataset, tensors):
            for workers in (0, 2):
                values, labels = next(iter(DataLoader(samples, batch_size=5, num_workers=workers)))
                self.assertEqual((values.dtype, labels.tolist()), (torch.float32, [0, 0, 1, 1, 1]))
                np.testing.assert_array_equal(values.numpy(), np.stack([sample for sample, _ in dataset]))
