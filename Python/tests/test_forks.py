"""Processes that are forked while batches are made ahead."""

import hashlib
import importlib.util
import multiprocessing
import unittest
import warnings

import numpy as np
from support import FolderTest, picture

import codec


def digests(batches, epoch):
    return [(batch.indices.tolist(), hashlib.sha256(batch.values.tobytes()).hexdigest())
            for batch in batches.epoch(epoch)]


class ForkTests(FolderTest):
    def setUp(self):
        super().setUp()
        # Newer versions of Python warn of what is tested here.
        self.enterContext(warnings.catch_warnings())
        warnings.simplefilter("ignore", DeprecationWarning)
        for seed in range(24):
            path = self.folder / "data" / "ab"[seed % 2] / f"{seed}.cdc"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(codec.encode(picture(48, 64, seed=seed), model="latent-16x"))
        self.data = self.folder / "data"

    def in_a_child(self, work):
        """What `work` returns in a forked process; fails where it never does."""
        context = multiprocessing.get_context("fork")
        receiver, sender = context.Pipe(duplex=False)
        child = context.Process(target=lambda: sender.send(work()))
        child.start()
        sender.close()
        self.addCleanup(child.join)
        self.addCleanup(child.kill)
        self.assertTrue(receiver.poll(60), "a forked process hangs")
        return receiver.recv()

    def test_batches_in_children(self):
        dataset = codec.LatentDataset(self.data)
        batches = dataset.batches(4, flips=True, shift=1, seed=5, threads=2, prefetched=3)
        for epoch in range(12):
            # Threads are at work when this process forks: at first they fit what mirrors latents.
            running = batches.epoch(epoch)
            first = next(running) if epoch % 3 else None
            found = self.in_a_child(lambda: digests(batches, epoch))
            self.assertEqual(len(found), 6)
            # And this process goes on.
            rest = ([first] if first else []) + list(running)
            self.assertEqual([batch.indices.tolist() for batch in rest], [indices for indices, _ in found])
            self.assertEqual(digests(batches, epoch), found)

    def test_what_uses_threads_otherwise(self):
        dataset = codec.LatentDataset(self.data)
        next(dataset.batches(4).epoch(0))
        large = picture(300, 400)
        coded = codec.encode(large, threads=2)

        def work():
            file = codec.open(coded)
            return (dataset.statistics(threads=2).tobytes(), codec.encode(large, threads=2),
                    file.decode(threads=2).tobytes(),
                    dataset.batches(3, threads=2).batch([2, 1], epoch=4).values.tobytes())

        self.assertTrue(self.in_a_child(work) == work())

    def test_an_epoch_does_not_move(self):
        running = codec.LatentDataset(self.data).batches(4).epoch(0)
        next(running)

        def work():
            try:
                next(running)
            except codec.InvalidParameter as error:
                return str(error)

        self.assertIn("before a fork", self.in_a_child(work))
        self.assertEqual(len(list(running)), 5)

    @unittest.skipUnless(importlib.util.find_spec("torch"), "torch is not installed")
    def test_loaders_of_torch(self):
        from torch.utils.data import DataLoader, IterableDataset, get_worker_info

        batches = codec.LatentDataset(self.data).batches(4, flips=True, seed=2)
        expected = [digests(batches, number) for number in range(2)]

        class Epochs(IterableDataset):
            """Every worker has an epoch of its own."""

            def __iter__(self):
                worker = get_worker_info().id
                return ((worker, indices.tolist(), values) for values, _, indices, _ in batches.epoch(worker))

        next(batches.epoch(7))
        found = [[], []]
        for worker, indices, values in DataLoader(
                Epochs(), batch_size=None, num_workers=2, multiprocessing_context="fork", timeout=60):
            found[worker].append((indices, hashlib.sha256(np.asarray(values).tobytes()).hexdigest()))
        self.assertEqual(found, expected)
