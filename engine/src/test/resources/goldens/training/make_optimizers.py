"""Makes optimizers.npz: parameters after 20 steps of PyTorch's optimisers, in float64, from stored starting weights.

    python3 make_optimizers.py        (needs NumPy and PyTorch; reads ../attribution/g3 and ../attribution/idx)
"""

import numpy as np
import torch
from torch import nn
from torch.nn import functional

torch.set_num_threads(1)
checkpoints = np.load("../attribution/g3/checkpoints.npz")
images = np.fromfile("../attribution/idx/train-images-idx3-ubyte", np.uint8)[16:].reshape(-1, 1, 28, 28) / 255.0
labels = np.fromfile("../attribution/idx/train-labels-idx1-ubyte", np.uint8)[8:].astype(np.int64)
order = checkpoints["perm_s0"][0].reshape(20, 50)


def g3():
    model = nn.Sequential()
    for name, layer in (
        ("conv1", nn.Conv2d(1, 6, 5)), ("r1", nn.ReLU()), ("p1", nn.MaxPool2d(2)),
        ("conv2", nn.Conv2d(6, 12, 5)), ("r2", nn.ReLU()), ("p2", nn.MaxPool2d(2)),
        ("flat", nn.Flatten()), ("fc", nn.Linear(192, 10)),
    ):
        model.add_module(name, layer)
    model.double()
    start = {n[8:]: torch.from_numpy(checkpoints[n]).double() for n in checkpoints.files if n.startswith("init_s0.")}
    model.load_state_dict(start)
    return model


def normalised():
    torch.manual_seed(1)
    return nn.Sequential(nn.Conv2d(1, 4, 5, stride=2), nn.BatchNorm2d(4), nn.ReLU(), nn.Flatten(), nn.Linear(576, 10))


def run(model, optimizer):
    model.train()
    for rows in order:
        optimizer.zero_grad()
        loss = functional.cross_entropy(model(torch.from_numpy(images[rows])), torch.from_numpy(labels[rows]))
        loss.backward()
        optimizer.step()
    return torch.cat([p.detach().reshape(-1) for p in model.parameters()]).numpy()


arrays = {}
for name, make in (
    ("sgd", lambda p: torch.optim.SGD(p, lr=0.05, weight_decay=0.01)),
    ("momentum", lambda p: torch.optim.SGD(p, lr=0.02, momentum=0.9, weight_decay=0.005)),
    ("adam", lambda p: torch.optim.Adam(p, lr=2e-3, betas=(0.9, 0.98), eps=1e-8, weight_decay=0.01)),
    ("adamw", lambda p: torch.optim.AdamW(p, lr=2e-3, betas=(0.9, 0.98), eps=1e-8, weight_decay=0.5)),
):
    model = g3()
    optimizer = make(model.parameters())
    arrays[name] = run(model, optimizer)
    state = [optimizer.state[p] for p in model.parameters()]
    for key in ("momentum_buffer", "exp_avg", "exp_avg_sq"):
        if key in state[0] and state[0][key] is not None:
            arrays[f"{name}.{key}"] = torch.cat([s[key].reshape(-1) for s in state]).numpy()

model = normalised()
for key, value in model.state_dict().items():
    if "num_batches" not in key:
        arrays[f"bn_start.{key}"] = value.numpy().copy()
model.double()
arrays["bn"] = run(model, torch.optim.SGD(model.parameters(), lr=0.05))
arrays["bn.running_mean"] = model[1].running_mean.numpy()
arrays["bn.running_var"] = model[1].running_var.numpy()
np.savez("optimizers.npz", **arrays)
