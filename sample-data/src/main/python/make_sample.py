"""Makes the files of the sample project: a subset of Fashion-MNIST and a small classifier trained on it.

    python3 make_sample.py --source /usr/share/datasets/fashion-mnist --out ../resources/dev/whence/sampledata/fashion

Needs NumPy and PyTorch. The source is the Debian package dataset-fashion-mnist (gzipped IDX files).
"""

import argparse
import gzip
import hashlib
import io
import struct
import zipfile
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional

MEAN, STD = 0.2860, 0.3530
TRAIN_PER_CLASS, TEST_PER_CLASS = 600, 100
EPOCHS, BATCH, PEAK_RATE, WEIGHT_DECAY, SEED = 40, 64, 3e-3, 5e-4, 20


class SmallCnn(nn.Module):
    """Two convolutions, two linear layers, biases everywhere; fc2 reads 96 features."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 24, 3, padding=1)
        self.relu1 = nn.ReLU()
        self.pool1 = nn.MaxPool2d(2)
        self.conv2 = nn.Conv2d(24, 48, 3, padding=1)
        self.relu2 = nn.ReLU()
        self.pool2 = nn.MaxPool2d(2)
        self.flatten = nn.Flatten()
        self.fc1 = nn.Linear(48 * 7 * 7, 96)
        self.relu3 = nn.ReLU()
        self.fc2 = nn.Linear(96, 10)

    def forward(self, x):
        x = self.pool1(self.relu1(self.conv1(x)))
        x = self.pool2(self.relu2(self.conv2(x)))
        x = self.flatten(x)
        if self.training:
            x = functional.dropout(x, 0.4)
        x = self.relu3(self.fc1(x))
        if self.training:
            x = functional.dropout(x, 0.3)
        return self.fc2(x)


def read_idx(path):
    with gzip.open(path, "rb") as stream:
        data = stream.read()
    rank = data[3]
    shape = struct.unpack(">" + "I" * rank, data[4 : 4 + 4 * rank])
    return np.frombuffer(data, np.uint8, offset=4 + 4 * rank).reshape(shape)


def write_idx(path, array):
    header = bytes([0, 0, 8, array.ndim]) + struct.pack(">" + "I" * array.ndim, *array.shape)
    with open(path, "wb") as raw, gzip.GzipFile(filename="", fileobj=raw, mode="wb", compresslevel=9, mtime=0) as out:
        out.write(header + np.ascontiguousarray(array).tobytes())


def first_per_class(labels, count):
    """The first `count` images of each class in file order, in file order again."""
    return np.sort(np.concatenate([np.flatnonzero(labels == c)[:count] for c in range(10)]))


def subset(source, prefix, per_class):
    images = read_idx(source / f"{prefix}-images-idx3-ubyte.gz")
    labels = read_idx(source / f"{prefix}-labels-idx1-ubyte.gz")
    chosen = first_per_class(labels, per_class)
    return images[chosen], labels[chosen]


def tensor(images):
    return (torch.from_numpy(images.astype(np.float32)).unsqueeze(1) / 255.0 - MEAN) / STD


def augmented(batch, generator):
    """Mirrored by chance and shifted by up to two pixels."""
    flip = torch.rand(len(batch), generator=generator) < 0.5
    batch = torch.where(flip[:, None, None, None], batch.flip(3), batch)
    padded = functional.pad(batch, (2, 2, 2, 2), value=-MEAN / STD)
    rows = torch.randint(0, 5, (len(batch),), generator=generator)
    columns = torch.randint(0, 5, (len(batch),), generator=generator)
    return torch.stack([p[:, r : r + 28, c : c + 28] for p, r, c in zip(padded, rows.tolist(), columns.tolist())])


def train(images, labels):
    generator = torch.Generator().manual_seed(SEED)
    model = SmallCnn()
    optimizer = torch.optim.AdamW(model.parameters(), lr=PEAK_RATE, weight_decay=WEIGHT_DECAY)
    steps = EPOCHS * -(-len(images) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, PEAK_RATE, total_steps=steps)
    for epoch in range(EPOCHS):
        model.train()
        total = 0.0
        for rows in torch.randperm(len(images), generator=generator).split(BATCH):
            loss = functional.cross_entropy(model(augmented(images[rows], generator)), labels[rows], label_smoothing=0.05)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
            total += loss.item() * len(rows)
        print(f"epoch {epoch + 1}: loss {total / len(images):.4f}", flush=True)
    return model.eval()


def report(model, images, labels, name):
    with torch.no_grad():
        probabilities = torch.softmax(model(images), 1)
    predicted = probabilities.argmax(1)
    print(f"{name}: accuracy {(predicted == labels).float().mean().item():.4f}")
    return probabilities, predicted


def save(traced, path):
    """Saves the archive without the debug records, which hold stack traces of the machine it was traced on."""
    buffer = io.BytesIO()
    torch.jit.save(traced, buffer)
    strip_debug_records(buffer, path)


def strip_debug_records(source, path):
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as new:
        for name in old.namelist():
            if name.endswith(".debug_pkl") or "traced_inputs" in name or "serialization_id" in name:
                continue
            _, _, inner = name.partition("/")
            entry = zipfile.ZipInfo("small-cnn/" + inner, (1980, 1, 1, 0, 0, 0))
            entry.extra = padding(new.fp.tell() + 30 + len(entry.filename))
            new.writestr(entry, old.read(name))


def padding(offset):
    """An extra field after which the record starts at a multiple of 64 bytes, as PyTorch writes it."""
    length = -(offset + 4) % 64
    return b"FB" + struct.pack("<H", length) + b"Z" * length


def write_checksums(folder):
    files = sorted(f for f in folder.iterdir() if f.name != "SHA256SUMS")
    lines = [f"{hashlib.sha256(f.read_bytes()).hexdigest()}  {f.name}\n" for f in files]
    (folder / "SHA256SUMS").write_text("".join(lines))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--source", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()

    torch.set_num_threads(1)
    torch.manual_seed(SEED)
    arguments.out.mkdir(parents=True, exist_ok=True)

    splits = {}
    for prefix, per_class in (("train", TRAIN_PER_CLASS), ("t10k", TEST_PER_CLASS)):
        images, labels = subset(arguments.source, prefix, per_class)
        name = "train" if prefix == "train" else "test"
        write_idx(arguments.out / f"{name}-images-idx3-ubyte.gz", images)
        write_idx(arguments.out / f"{name}-labels-idx1-ubyte.gz", labels)
        splits[name] = tensor(images), torch.from_numpy(labels.astype(np.int64))

    model = train(*splits["train"])
    report(model, *splits["train"], "train")
    probabilities, predicted = report(model, *splits["test"], "test")
    wrong = torch.flatten(torch.nonzero(predicted != splits["test"][1]))
    for row in sorted(wrong.tolist(), key=lambda r: -probabilities[r].max().item())[:25]:
        print(f"test {row}: predicted {predicted[row]} ({probabilities[row].max():.3f}), label {splits['test'][1][row]}")

    with torch.no_grad():
        save(torch.jit.trace(model, splits["test"][0][:2]), arguments.out / "small-cnn.pt")
    write_checksums(arguments.out)


if __name__ == "__main__":
    main()
