"""How to ask a submission about convolutional networks. Runs inside; knows no answers."""

import sys
from contextlib import nullcontext

import numpy as np


GRADIENTS = ("x", "weight", "bias")
SEEDS = 7, 7, 8
"""A model is built under each of these: the first two must agree."""
PART = 20
"""So many weights of every parameter are compared."""


def conv2d(function, x, weight, bias, **options):
    with by_hand("conv2d"):
        return function(x, weight, bias, **options)


def conv2d_backward(function, x, weight, bias, grad_output, which=None, **options):
    """One of the three gradients; without `which`, how many there are."""
    with by_hand("conv2d_backward"):
        found = function(x, weight, bias, grad_output, **options)
    if which is None:
        return np.array([len(found) if isinstance(found, tuple | list) else 1])
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
