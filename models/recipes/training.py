"""What every training run shares: schedule, averaged weights, checkpoints, log."""

import copy
import os
import time

import torch
from safetensors.torch import load_file


def accelerator(threads):
    """The device to train on: a GPU when there is one, else `threads` threads of the processor."""
    torch.set_num_threads(threads)
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def restored(tensors):
    """The floats that a reader of a released file sees: some matrices are bytes with a step a row."""
    return {
        name: value.float() * tensors[name + ".step"].float()[..., None] if name + ".step" in tensors else value.float()
        for name, value in tensors.items()
        if not name.endswith(".step")
    }


def start_from(path, model, prefix=""):
    """Takes the weights of a released model, for a run without its checkpoint. Blocks it lacks start as identity."""
    released = {k.removeprefix(prefix): v for k, v in restored(load_file(path)).items() if k.startswith(prefix)}
    unknown = model.load_state_dict(released, strict=False).missing_keys
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if name in unknown and ".second.convolution." in name:
                parameter.zero_()


class Run:
    """Adam with warm-up, a constant rate and a cosine cool-down over the last quarter; EMA; resumable.

    A run continues from `folder/checkpoint.pt`. To train a finished run longer, call it again with more steps:
    the rate goes back to constant and cools down at the new end.
    """

    def __init__(self, folder, model, steps, rate, groups=None, decay=0.999):
        os.makedirs(folder, exist_ok=True)
        self.folder, self.model, self.steps, self.rate, self.decay = folder, model, steps, rate, decay
        self.average = copy.deepcopy(model).requires_grad_(False)
        device = next(model.parameters()).device
        self.optimizer = torch.optim.Adam(groups or model.parameters(), lr=rate, betas=(0.9, 0.98))
        self.factors = [group["lr"] / rate for group in self.optimizer.param_groups]
        self.pace = torch.zeros((), device=device)
        self.step, self.seconds, self.started = 0, 0.0, time.time()
        path = os.path.join(folder, "checkpoint.pt")
        if os.path.exists(path):
            state = torch.load(path, weights_only=True, map_location=device)
            model.load_state_dict(state["model"])
            self.average.load_state_dict(state["average"])
            self.optimizer.load_state_dict(state["optimizer"])
            self.step, self.seconds = state["step"], state["seconds"]
        self.place(device)

    def place(self, device):
        """Settings of the optimizer for a device, wherever its state comes from: a graph of kernels reads rates and counts there."""
        graph = device.type == "cuda"
        for group in self.optimizer.param_groups:
            group |= {"capturable": graph, "fused": graph or None}
            group["lr"] = torch.tensor(float(group["lr"]), device=device) if graph else float(group["lr"])
        for state in self.optimizer.state.values():
            state["step"] = state["step"].to(device if graph else "cpu")

    def learning_rate(self):
        warm = min(1.0, (self.step + 1) / 500)
        tail = self.steps / 4
        left = self.steps - self.step
        cool = 1.0 if left > tail else 0.5 - 0.5 * torch.cos(torch.tensor(torch.pi * left / tail)).item()
        return self.rate * warm * cool

    def update(self, loss):
        self.advance()
        self.learn(loss)

    def advance(self):
        """Rates of the next step."""
        for group, factor in zip(self.optimizer.param_groups, self.factors):
            rate = self.learning_rate() * factor
            if torch.is_tensor(group["lr"]):
                group["lr"].fill_(rate)
            else:
                group["lr"] = rate
        self.pace.fill_(1 - min(self.decay, (self.step + 1) / (self.step + 10)))
        self.step += 1

    def learn(self, loss):
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimizer.step()
        with torch.no_grad():
            for mean, now in zip(self.average.parameters(), self.model.parameters()):
                mean.lerp_(now, self.pace)

    def save(self, line):
        """Writes the checkpoint and appends `line` to the curve."""
        elapsed = self.seconds + time.time() - self.started
        state = {
            "model": self.model.state_dict(),
            "average": self.average.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "step": self.step,
            "seconds": elapsed,
        }
        path = os.path.join(self.folder, "checkpoint.pt")
        torch.save(state, path + ".new")
        os.replace(path + ".new", path)
        with open(os.path.join(self.folder, "curve.txt"), "a") as curve:
            curve.write(f"{self.step} {elapsed / 3600:.3f} h {line}\n")
        print(self.step, f"{elapsed / 3600:.3f} h", line, flush=True)
