"""How to ask a submission about convolutional networks. Runs inside; knows no answers."""

import sys
from contextlib import nullcontext
from itertools import islice

import numpy as np


GRADIENTS = ("x", "weight", "bias")
SEEDS = 7, 7, 8
"""A model is built under each of these: the first two must agree."""
PART = 20
"""So many weights of every parameter are compared."""
BATCH, ASIDE, PASSES = 64, 32, 4
"""Before fine-tuning so many batches are put aside, and passed through so often if need be."""
GOOD = 0.9
"""A model that gets so many of them right has been trained."""


def conv2d(function, x, weight, bias, **options):
    with by_hand("conv2d"):
        return function(x, weight, bias, **options)


def conv2d_backward(function, x, weight, bias, grad_output, which=None, **options):
    """One of the three gradients; without `which`, all that come back."""
    with by_hand("conv2d_backward"):
        found = function(x, weight, bias, grad_output, **options)
    if which is None:
        return list(found) if isinstance(found, tuple | list) else [found]
    return found[GRADIENTS.index(which)]


def max_pool2d(function, x, size, stride):
    with by_hand("max_pool2d"):
        return function(x, size=size, stride=stride)


def max_pool2d_backward(function, x, grad_output, size, stride):
    with by_hand("max_pool2d_backward"):
        return function(x, grad_output, size=size, stride=stride)


def by_hand(name):
    """While this lasts PyTorch computes nothing: this half is about NumPy."""
    if "torch" not in sys.modules:
        return nullcontext()
    from torch.overrides import TorchFunctionMode  # noqa: PLC0415  # only where it is there anyway

    class Refusing(TorchFunctionMode):
        def __torch_function__(self, function, types, args=(), kwargs=None):
            called = getattr(function, "__name__", "this")
            raise RuntimeError(
                f"{name} is to be written in NumPy, but it calls PyTorch ({called}); "
                "see section 2 of the handout"
            )

    return Refusing()


def build_model(function, dataset, images):
    """Facts about models: scores (together, one alone, again), layers, size, weights by seed."""
    import torch  # noqa: PLC0415  # the NumPy half needs none
    from torch import nn  # noqa: PLC0415

    x = torch.from_numpy(np.ascontiguousarray(images, dtype=np.float32))
    some = x.clone()
    models = []
    for seed in SEEDS:
        torch.manual_seed(seed)
        models.append(function(dataset))
        if not isinstance(models[-1], nn.Module):
            return []
        models[-1].eval()(some.clone())  # layers that find their own size find it now
    layers = called(models[0], some.clone())
    with torch.no_grad():
        alone, again = scores(models[0], some[:1].clone()), scores(models[0], some.clone())
        together = scores(models[0], x)  # itself: whoever writes into it is seen
    first, second, _ = (list(model.parameters()) for model in models)
    places = {p.data_ptr() for p in first if p.numel()}
    begins = [beginning(model) for model in models]
    return [
        together,
        alone,
        again,
        np.array(layers, dtype=np.int64),
        np.array([sum(p.numel() for p in first)]),
        np.array([sum(p.data_ptr() in places for p in second if p.numel())]),
        begins[:2],
        begins[2],
    ]


def scores(model, x):
    """What a model says, as an array; no numbers if it is no tensor."""
    found = model(x)
    return found.numpy() if hasattr(found, "numpy") else np.zeros(0, dtype=np.float32)


def called(model, x):
    """The layers with weights in the order in which they are called: 1 convolution, 2 linear."""
    from torch import nn  # noqa: PLC0415

    seen = []

    def note(layer, _):
        kinds = {nn.Conv2d: 1, nn.Linear: 2}
        if any(True for _ in layer.parameters(recurse=False)):
            seen.append(next((n for kind, n in kinds.items() if isinstance(layer, kind)), 0))

    leaves = [layer for layer in model.modules() if not list(layer.children())]
    hooks = [layer.register_forward_pre_hook(note) for layer in leaves]
    model(x)
    for hook in hooks:
        hook.remove()
    return seen


def beginning(model):
    """Some of each parameter's first weights."""
    parts = [p.detach().reshape(-1)[:PART].double().numpy() for p in model.parameters()]
    return np.concatenate([np.zeros(1), *parts])


def train_start(names, seed, device, data, before):  # noqa: ARG001  # asked like all starts
    """A fresh model of the submission's own, with weights of this seed."""
    import torch  # noqa: PLC0415

    torch.manual_seed(seed)
    return names["build_model"](data)


def train(function, model, loader, seed, device):
    """The trained model; the given one if nothing is returned."""
    found = function(model, loader, device, seed)
    return model if found is None else found


def train_predict(model, images):
    """The scores of these images, in evaluation mode."""
    import torch  # noqa: PLC0415

    model.eval()
    device = next((p.device for p in model.parameters()), "cpu")
    with torch.no_grad():
        found = model(torch.from_numpy(np.ascontiguousarray(images)).to(device))
    return found.float().cpu().numpy()


def fine_tune_start(names, seed, device, data, before):
    """A model that can tell the classes of `before` apart, by the submission's training or ours.

    Some batches are put aside first: if the submission's `train` raises, or returns a model that
    does badly on them, a plain loop over them takes its place, and a broken `train` costs no points
    here.
    """
    aside = list(islice(before.batches(BATCH), ASIDE))
    model = train_start(names, seed, device, data, before)
    try:
        model = train(names["train"], model, before, seed, device)
        if share_right(model, aside) >= GOOD:
            return model
    except Exception:  # noqa: BLE001, S110  # whatever it is, it is told where `train` is graded
        pass
    return plainly_trained(train_start(names, seed, device, data, before), aside, device)


def fine_tune(function, model, loader, seed, device):
    """The tuned model; the given one if nothing is returned."""
    return train(function, model, loader, seed, device)


def fine_tune_predict(model, images):
    """The scores of these images, in evaluation mode."""
    return train_predict(model, images)


def fine_tune_frozen(model):
    """Weights and biases of every convolution, in the order of the modules."""
    from torch import nn  # noqa: PLC0415

    convolutions = [layer for layer in model.modules() if isinstance(layer, nn.Conv2d)]
    return [
        parameter.detach().cpu().numpy().copy()
        for layer in convolutions
        for parameter in layer.parameters()
    ]


def share_right(model, batches):
    """How many of these images a model gets right, from 0 to 1."""
    right = [train_predict(model, x.numpy()).argmax(1) == y.numpy() for x, y in batches]
    return float(np.concatenate(right).mean()) if right else 0.0


def plainly_trained(model, batches, device):
    """The model after some passes over a few batches, by the plainest loop that there is."""
    import torch  # noqa: PLC0415
    from torch.nn import functional  # noqa: PLC0415

    model.to(device).train()
    with torch.no_grad():
        model(batches[0][0].to(device))  # layers that find their own size find it now
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    for _ in range(PASSES):
        for x, y in batches:
            loss = functional.cross_entropy(model(x.to(device)), y.to(device))
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return model
