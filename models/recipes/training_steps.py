"""Steps of training as fast as the device allows."""

import time

import torch

# Steps before a graph is captured: the first ones make what later ones keep.
WARM = 5


class Steps:
    """Calls `loss(*inputs)`, a function of tensors of constant shapes, and learns from it.

    On a GPU the whole step, from the loss to the averaged weights, becomes one graph of kernels: of networks this small,
    launching one kernel after the other takes longer than they run. What `loss` reads beside its inputs must stay where
    it is; random numbers may come from the device's own generator.
    """

    def __init__(self, run, loss):
        self.run, self.loss = run, loss
        self.graph = self.inputs = self.result = None
        self.taken = 0

    def __call__(self, *inputs):
        """The loss, on the device: reading it waits."""
        self.taken += 1
        if not inputs[0].is_cuda:
            return self.plain(*inputs)
        if self.taken <= WARM:
            # Not on the stream that everything else uses, or autograd would tie the graph to it.
            stream = torch.cuda.Stream()
            stream.wait_stream(torch.cuda.current_stream())
            with torch.cuda.stream(stream):
                result = self.plain(*inputs)
            torch.cuda.current_stream().wait_stream(stream)
            return result
        self.run.advance()
        if self.graph is None:
            self.inputs = [z.clone() for z in inputs]
            self.graph = torch.cuda.CUDAGraph()
            with torch.cuda.graph(self.graph):
                self.result = self.loss(*self.inputs)
                self.run.learn(self.result)
        for kept, now in zip(self.inputs, inputs):
            kept.copy_(now)
        self.graph.replay()
        return self.result.detach().clone()

    def plain(self, *inputs):
        result = self.loss(*inputs)
        self.run.update(result)
        return result.detach()


class Clock:
    """Ends a run after `seconds`, if any: sets its number of steps by how fast they go."""

    def __init__(self, run, seconds, first=300, every=200):
        self.run, self.seconds, self.first, self.every = run, seconds, run.step + first, every
        self.started, self.marked = time.time(), None

    def tick(self):
        step = self.run.step
        if not self.seconds or step < self.first or (step - self.first) % self.every:
            return
        if torch.cuda.is_available():
            torch.cuda.synchronize()
        now = time.time()
        if self.marked:
            pace = (now - self.marked[1]) / (step - self.marked[0])
            self.run.steps = max(step, step + int((self.seconds - (now - self.started)) / pace))
        else:
            self.marked = (step, now)
