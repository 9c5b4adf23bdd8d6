"""Latents as a PyTorch data set. Only this module imports torch."""

import torch
from torch.utils.data import Dataset


class TorchLatents(Dataset):
    """A `LatentDataset` whose samples are tensors."""

    def __init__(self, dataset):
        self.dataset = dataset

    def __len__(self):
        return len(self.dataset)

    def __getitem__(self, index):
        values, label = self.dataset[index]
        return torch.as_tensor(values), label
