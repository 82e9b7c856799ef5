"""What the reference's networks reach on a GPU, how fast, and how many small ones may share one.

    HARNESS_DATA=… PYTHONPATH=. python benchmarks/gpu.py cifar10 [--seeds 5]
    HARNESS_DATA=… PYTHONPATH=. python benchmarks/gpu.py mnist [--seeds 5] [--samples 600000]
    HARNESS_DATA=… PYTHONPATH=. python benchmarks/gpu.py together [--most 8]

cifar10   `reference/recipes/quick_cifar10.py`: seconds from the images on the device to the trained
          network, without the answers to the test set; one run before the first that counts.
mnist     `reference/recipes/cnn.py` with a loader like the starter's.
together  the same training by 1, 2, 4 … processes at once: samples a second of all of them. Where
          the sum no longer grows, more leases of one card pay nothing.
"""

import argparse
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import torch

from harness import data
from reference.recipes import cnn, quick_cifar10


class Loader:
    """What `train` of the assignment gets: never more than `remaining` samples."""

    def __init__(self, images: torch.Tensor, labels: torch.Tensor, samples: int) -> None:
        self.images, self.labels, self.remaining = images, labels, samples

    def batches(self, size: int) -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
        """One pass, in a new order."""
        order = torch.randperm(len(self.images))[: self.remaining]
        for chosen in order.split(size):
            self.remaining -= len(chosen)
            yield self.images[chosen], self.labels[chosen]


def tensors(name: str, device: str) -> list[torch.Tensor]:
    """x_train, y_train, x_test, y_test; images are (N, channels, height, width) in [0, 1]."""
    found = data.load(name)
    tensors = []
    for images, labels in ((found.x_train, found.y_train), (found.x_test, found.y_test)):
        shaped = images.reshape(*images.shape[:3], -1)  # (N, height, width, channels)
        x = torch.from_numpy(np.ascontiguousarray(shaped.transpose(0, 3, 1, 2))).float()
        tensors += [(x / 255 if images.dtype == np.uint8 else x).to(device)]
        tensors += [torch.from_numpy(labels.astype(np.int64)).to(device)]
    return tensors


def timed(train: Callable[[], Any]) -> tuple[Any, float]:
    """What it returns, and the seconds until the device is done."""
    start = time.perf_counter()
    found = train()
    if torch.cuda.is_available():
        torch.cuda.synchronize()
    return found, time.perf_counter() - start


def cifar10(device: str, seeds: int, epochs: float, few: int | None) -> None:
    """Accuracy and seconds of each seed."""
    x, y, x_test, y_test = tensors("cifar10", device)
    x, y = x[:few], y[:few]
    torch.backends.cudnn.benchmark = True
    timed(lambda: quick_cifar10.train(x, y, seed=0, epochs=min(1.0, epochs)))
    rows = []
    for seed in range(seeds):
        model, seconds = timed(lambda: quick_cifar10.train(x, y, seed=seed, epochs=epochs))  # noqa: B023  # called at once
        right = (quick_cifar10.predict(model, x_test).argmax(1) == y_test).float().mean()
        rows.append((float(right), seconds))
        print(f"seed {seed}: {rows[-1][0]:.4f} in {seconds:.2f} s", flush=True)
    told("cifar10", device, rows)


def mnist(device: str, seeds: int, samples: int) -> None:
    """Accuracy and seconds of each seed."""
    x, y, x_test, y_test = tensors("mnist", "cpu")
    rows = []
    for seed in range(seeds):
        torch.manual_seed(seed)
        model, loader = cnn.build_model("mnist"), Loader(x, y, samples)
        model, seconds = timed(lambda: cnn.train(model, loader, device, seed))  # noqa: B023  # called at once
        model.eval()
        with torch.no_grad():
            found = torch.cat(
                [model(part.to(device)).argmax(1).cpu() for part in x_test.split(500)]
            )
        rows.append((float((found == y_test).float().mean()), seconds))
        print(f"seed {seed}: {rows[-1][0]:.4f} in {seconds:.2f} s", flush=True)
    told("mnist", device, rows)


def told(name: str, device: str, rows: list[tuple[float, float]]) -> None:
    """Mean, spread and where it was measured."""
    accuracies, seconds = zip(*rows, strict=True)
    where, peak = device, ""
    if device == "cuda":
        where = torch.cuda.get_device_name()
        peak = f", {torch.cuda.max_memory_allocated() / 2**20:.0f} MiB at most"
    spread = statistics.stdev(accuracies) if len(rows) > 1 else 0.0
    print(
        f"{name}: {statistics.mean(accuracies):.4f} ± {spread:.4f}, lowest {min(accuracies):.4f}, "
        f"{statistics.median(seconds):.2f} s median [{len(rows)}]{peak}; {where}, "
        f"torch {torch.__version__}"
    )


def together(device: str, most: int, samples: int) -> None:
    """Samples a second of 1, 2, 4 … trainings at the same time."""
    count = 1
    while count <= most:
        command = [sys.executable, __file__, "one", "--samples", str(samples), "--device", device]
        with_each = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(count)]
        seconds = [float(ran.communicate()[0]) for ran in with_each]
        print(f"{count} at once: {count * samples / max(seconds):,.0f} samples/s", flush=True)
        count *= 2


def one(device: str, samples: int) -> None:
    """One training after a short one; prints its seconds."""
    x, y, _, _ = tensors("mnist", "cpu")
    cnn.train(cnn.build_model("mnist"), Loader(x, y, 2_000), device, 0)
    model, loader = cnn.build_model("mnist"), Loader(x, y, samples)
    print(timed(lambda: cnn.train(model, loader, device, 0))[1])


def main() -> None:
    """Measure what is asked."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("what", choices=["cifar10", "mnist", "together", "one"])
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--samples", type=int, default=600_000, help="of mnist and together")
    parser.add_argument("--epochs", type=float, default=quick_cifar10.EPOCHS, help="of cifar10")
    parser.add_argument("--few", type=int, help="images of cifar10, to try it where no GPU is")
    parser.add_argument("--most", type=int, default=8, help="trainings at once")
    parser.add_argument("--device", default="cuda", choices=["cuda", "cpu"])
    asked = parser.parse_args()
    if asked.device == "cuda" and not torch.cuda.is_available():
        parser.error("there is no GPU here; --device cpu tries the same, slowly")
    match asked.what:
        case "cifar10":
            cifar10(asked.device, asked.seeds, asked.epochs, asked.few)
        case "mnist":
            mnist(asked.device, asked.seeds, asked.samples)
        case "together":
            together(asked.device, asked.most, asked.samples)
        case "one":
            one(asked.device, asked.samples)


if __name__ == "__main__":
    main()
