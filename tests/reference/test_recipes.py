"""The recipes that need a GPU to be quick, held to what can be seen without one."""

import pytest


torch = pytest.importorskip("torch")

from reference.recipes import quick_cifar10 as quick  # noqa: E402  # it imports torch


def colours(count: int, seed: int):
    """Images whose class is their colour, with noise."""
    generator = torch.Generator().manual_seed(seed)
    labels = torch.arange(count) % 4
    hues = torch.tensor([[0.9, 0.1, 0.1], [0.1, 0.9, 0.1], [0.1, 0.1, 0.9], [0.9, 0.9, 0.1]])
    noise = 0.1 * torch.rand(count, 3, 32, 32, generator=generator)
    return (0.9 * hues[labels][:, :, None, None] + noise), labels


def test_whitened_patches_are_uncorrelated():
    """The answers' covariance is the identity, but for the little that keeps it finite."""
    images = torch.randn(50, 3, 32, 32, generator=torch.Generator().manual_seed(1))
    images[:, 1] += images[:, 0]  # neighbouring channels are alike

    answers = torch.nn.functional.conv2d(images, quick.whitening(images))

    flat = answers.transpose(0, 1).flatten(1)
    assert torch.allclose(torch.eye(12), flat @ flat.T / flat.shape[1], atol=5e-3)


def test_two_epochs_show_each_image_both_ways(monkeypatch):
    """Which half begins is drawn once; then they take turns."""
    monkeypatch.setattr(quick, "SHIFT", 0)
    images = torch.zeros(8, 3, 32, 32)
    images[:, :, :, 31] = torch.arange(1.0, 9)[:, None, None]  # the right column is the number
    seen: dict[int, set[bool]] = {}

    batches = quick.batches(images, torch.arange(8))
    for _ in range(2):
        x, y = next(batches)
        for image, number in zip(x, y.tolist(), strict=True):
            columns = image[0].amax(0)
            seen.setdefault(number, set()).add(bool(columns[:16].amax() > columns[16:].amax()))

    assert set(range(8)) == set(seen)
    assert all(len(ways) == 2 for ways in seen.values())


def test_the_rate_rises_to_its_peak_and_falls():
    """Straight lines between three points."""
    assert quick.rise_and_fall(0) == pytest.approx(quick.FIRST)
    assert quick.rise_and_fall(quick.PEAK) == pytest.approx(1)
    assert quick.rise_and_fall(1) == pytest.approx(quick.LAST)


def test_the_weights_end_on_their_average():
    """With nothing of the last ones taken up."""
    layer = torch.nn.Linear(2, 1, bias=False)
    slow = [torch.ones(1, 2)]

    quick.pull(layer, slow, 0.75)
    mixed = slow[0].clone()
    quick.pull(layer, slow, 1.0)

    assert torch.equal(layer.weight, mixed)
    assert torch.equal(slow[0], mixed)


def test_a_small_one_learns_colours(monkeypatch):
    """The whole recipe, with few and narrow layers, on images that a glance can tell."""
    monkeypatch.setattr(quick, "BATCH", 50)
    x, y = colours(400, seed=1)
    x_test, y_test = colours(100, seed=2)

    model = quick.train(x, y, seed=0, epochs=8, widths=(8, 8, 8))

    assert float((quick.predict(model, x_test).argmax(1) == y_test).float().mean()) > 0.9
