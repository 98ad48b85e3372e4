"""Makes the small traced models in src/test/resources/models/layers: one for each kind of layer or way of writing a
model that the larger fixtures do not have. Run with PyTorch: python make_layer_fixtures.py FOLDER"""

import sys
import warnings
from typing import NamedTuple

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

warnings.filterwarnings("ignore")
FOLDER = sys.argv[1]


def head(channels):
    return nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, 4))


class LayerNormNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 6, 3)
        self.whole = nn.LayerNorm([6, 6, 6])
        self.last = nn.LayerNorm(6)
        self.fc = nn.Linear(6, 4)

    def forward(self, x):
        x = torch.relu(self.whole(self.conv(x)))
        return self.fc(self.last(x.mean([2, 3])))


class Scores(NamedTuple):
    logits: torch.Tensor
    features: torch.Tensor


class NamedTupleNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 6, 3)
        self.fc = nn.Linear(6, 4)

    def forward(self, x):
        features = F.relu(self.conv(x)).mean([2, 3])
        return Scores(self.fc(features), features)


class TwoHeads(nn.Module):
    """Ends in an activation that is no linear layer; the linear layer must be named."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 6, 3)
        self.fc = nn.Linear(6, 4)

    def forward(self, x):
        return torch.tanh(self.fc(F.relu(self.conv(x)).mean([2, 3])))


def shaken(model):
    torch.manual_seed(7)
    for values in list(model.parameters()) + [b for b in model.buffers() if b.is_floating_point()]:
        values.data = values.data + 0.2 * torch.rand_like(values)
    return model.eval()


torch.manual_seed(1)
MODELS = {
    "group_norm": nn.Sequential(nn.Conv2d(3, 6, 3), nn.GroupNorm(3, 6), nn.ReLU(), head(6)),
    "layer_norm": LayerNormNet(),
    "prelu": nn.Sequential(nn.Conv2d(3, 6, 3), nn.PReLU(6), nn.Conv2d(6, 6, 3), nn.PReLU(), head(6)),
    "padding_same": nn.Sequential(
        nn.Conv2d(3, 6, 3, padding="same"), nn.ReLU(), nn.Conv2d(6, 6, (2, 4), padding="same"), nn.ReLU(), head(6)
    ),
    "weight_norm": nn.Sequential(
        nn.utils.weight_norm(nn.Conv2d(3, 6, 3)), nn.ReLU(), nn.utils.weight_norm(nn.Conv2d(6, 6, 3)), head(6)
    ),
    "tanh_end": TwoHeads(),
    # GELU is among the operations for which PyTorch writes the archive's version to .data/version.
    "gelu": nn.Sequential(nn.Conv2d(3, 6, 3), nn.GELU(), head(6)),
}

x = torch.randn(3, 3, 8, 8, generator=torch.Generator().manual_seed(3))
with torch.no_grad():
    for name, model in MODELS.items():
        shaken(model)
        torch.jit.trace(model, x).save(f"{FOLDER}/{name}.pt")
        np.savez(f"{FOLDER}/{name}.npz", input=x.numpy(), logits=model(x).numpy())
    model = shaken(NamedTupleNet())
    torch.jit.script(model).save(f"{FOLDER}/named_tuple.pt")
    np.savez(f"{FOLDER}/named_tuple.npz", input=x.numpy(), logits=model(x).logits.numpy())
