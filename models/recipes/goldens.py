"""Writes the reference tensors that the tests of the Swift network are held against.

    python goldens.py FILE.safetensors

A small network with random weights, its input, t, and what PyTorch makes of them. Deterministic.
"""

import sys

import torch
from safetensors.torch import save_file

from network import SynthesisNetwork

INPUTS, WIDTH, BLOCKS, OUTPUTS = 12, 24, 3, 12
HEIGHT, POSITIONS = 9, 7
STEP = 1.375  # t; exact in every float type


def main():
    torch.manual_seed(20240607)
    torch.set_num_threads(1)
    network = SynthesisNetwork(INPUTS, WIDTH, BLOCKS, OUTPUTS)
    with torch.no_grad():
        for name, parameter in network.named_parameters():
            if "scale" in name or "shift" in name or "tail" in name:
                parameter.copy_(torch.randn_like(parameter) * 0.2)
        x = torch.randn(1, INPUTS, HEIGHT, POSITIONS)
        t = torch.tensor([STEP])
        y = network.double()(x.double(), t.double()).float()
    tensors = {f"network.{name}": value.float() for name, value in network.state_dict().items()}
    tensors["input"] = x[0].permute(1, 2, 0)  # [height, width, channels]
    tensors["t"] = t
    tensors["output"] = y[0].permute(1, 2, 0)
    save_file({name: value.contiguous() for name, value in tensors.items()}, sys.argv[1])


if __name__ == "__main__":
    main()
