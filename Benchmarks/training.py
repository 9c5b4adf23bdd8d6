"""Training that the tasks share: the same optimizer, schedule and number of steps for latents and for what they are compared with."""

import sys
import time

import torch


def fit(network, batch, loss, seed, steps, rate):
    """Learns a network; returns processor seconds.

    - batch: a function of a generator of random numbers; what it gives, `loss(network, batch)` takes.
    - rate: of AdamW, after a warm-up of a twentieth of the steps; from there it follows half a cosine to 0.
    """
    torch.set_num_threads(1)
    optimizer = torch.optim.AdamW(network.parameters(), lr=rate, weight_decay=1e-4)
    warm = max(1, steps // 20)
    schedule = torch.optim.lr_scheduler.SequentialLR(optimizer, [
        torch.optim.lr_scheduler.LinearLR(optimizer, 1 / warm, 1, warm),
        torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps - warm)], [warm])
    generator = torch.Generator().manual_seed(seed)
    start, told = time.process_time(), 0.0
    network.train()
    for step in range(steps):
        # Products of 16-bit floats: half the time on processors that have them.
        with torch.autocast("cpu", torch.bfloat16):
            value = loss(network, batch(generator))
        optimizer.zero_grad()
        value.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        told += value.item()
        if (step + 1) % 100 == 0:
            print(f"  step {step + 1}: {told / 100:.4f}, {time.process_time() - start:.0f} s", file=sys.stderr, flush=True)
            told = 0.0
    network.eval()
    return time.process_time() - start
