"""Convolution and pooling agree with PyTorch, models keep their laws, edits are what they say."""

import copy
import runpy
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from reference import build_model, conv2d, maps, max_pool2d


torch = pytest.importorskip("torch")
functional = torch.nn.functional

ROOT = Path(__file__).resolve().parents[2]
DRIVE = runpy.run_path(str(ROOT / "assignments" / "cnn" / "drive.py"))
MODULES = (conv2d, max_pool2d, build_model)
EDITS = [
    pytest.param(module, edit, id=f"{module.__name__}: {edit.name}")
    for module in MODULES
    for edit in (*module.CONVENTIONS, *module.MISTAKES)
]
CONVOLUTIONS = [pytest.param(q, id=name) for name, q in conv2d.QUESTIONS.items()]
POOLINGS = [pytest.param(q, id=name) for name, q in max_pool2d.QUESTIONS.items()]
EXERCISES = [
    (module, exercise, name)
    for module in (conv2d, max_pool2d)
    for exercise, probes in module.PROBES.items()
    for name in probes
]
SEEDS = range(3)
MOST_PRODUCTS = 200_000


def tensor(array, **options):
    return torch.tensor(np.ascontiguousarray(array), **options)


def leaves(question):
    """The arrays of a question as tensors with gradients; options as they are."""
    return {
        name: tensor(value, requires_grad=True) if isinstance(value, np.ndarray) else value
        for name, value in question.items()
        if name != "grad_output"
    }


def drawn(module, exercise, name, dtype="float64", seed=0):
    """The arguments of a probe, its arrays in this dtype, without what only the drive reads."""
    question = module.PROBES[exercise][name].draw(np.random.default_rng(seed))
    question.pop("which", None)
    return {
        key: value.astype(dtype) if isinstance(value, np.ndarray) else value
        for key, value in question.items()
    }


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("question", CONVOLUTIONS)
def test_convolution_is_that_of_pytorch(question, seed):
    """Bit by bit, since all numbers are small and whole."""
    asked = question.forward(np.random.default_rng(seed))

    expected = functional.conv2d(**renamed(leaves(asked))).detach().numpy()

    np.testing.assert_array_equal(expected, conv2d.conv2d(**asked))


def renamed(question):
    """PyTorch calls the image `input`."""
    return {"input" if name == "x" else name: value for name, value in question.items()}


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("question", CONVOLUTIONS)
def test_gradients_of_convolution_are_those_of_autograd(question, seed):
    """All three, bit by bit."""
    asked = question.backward(np.random.default_rng(seed))
    given = leaves(asked)

    functional.conv2d(**renamed(given)).backward(tensor(asked["grad_output"]))

    found = conv2d.conv2d_backward(**asked)
    for name, gradient in zip(("x", "weight", "bias"), found, strict=True):
        np.testing.assert_array_equal(given[name].grad.numpy(), gradient)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("question", POOLINGS)
def test_pooling_and_its_gradient_are_those_of_pytorch(question, seed):
    """No two numbers are alike, so there is one answer."""
    asked = question.backward(np.random.default_rng(seed))
    x, size, stride = tensor(asked["x"], requires_grad=True), asked["size"], asked["stride"]

    y = functional.max_pool2d(x, size, stride)
    y.backward(tensor(asked["grad_output"]))

    forward = {name: value for name, value in asked.items() if name != "grad_output"}
    np.testing.assert_array_equal(y.detach().numpy(), max_pool2d.max_pool2d(**forward))
    np.testing.assert_array_equal(x.grad.numpy(), max_pool2d.max_pool2d_backward(**asked))


def test_numbers_that_are_not_whole_agree_with_pytorch_too():
    """Nothing hangs on the questions' small integers."""
    rng = np.random.default_rng(5)
    x, weight, bias = (
        rng.normal(size=(3, 4, 9, 8)),
        rng.normal(size=(5, 4, 3, 2)),
        rng.normal(size=5),
    )
    expected = functional.conv2d(tensor(x), tensor(weight), tensor(bias), stride=2, padding=1)

    found = conv2d.conv2d(x, weight, bias, stride=2, padding=1)

    np.testing.assert_allclose(expected.numpy(), found, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize(("module", "exercise", "name"), EXERCISES)
def test_single_precision_is_exact_and_kept(module, exercise, name):
    """float32 in, float32 out, the very numbers of float64, and no warning on the way."""
    function = getattr(module, exercise)

    with np.errstate(all="raise"):
        single = several(function(**drawn(module, exercise, name, "float32")))
        double = several(function(**drawn(module, exercise, name)))

    for expected, got in zip(double, single, strict=True):
        assert got.dtype == np.float32
        np.testing.assert_array_equal(expected, got)


def several(answer):
    """One array as a tuple of one."""
    return answer if isinstance(answer, tuple) else (answer,)


@pytest.mark.parametrize("question", CONVOLUTIONS)
def test_no_question_needs_many_products(question):
    """Nested loops in Python answer in a moment."""
    products = np.prod(question.result) * np.prod(question.weight[1:])

    assert products <= MOST_PRODUCTS


def test_questions_reach_what_they_are_for():
    """Rows left over, a frame, strides, kernels of one and of even size, W′ = O, one channel."""
    asked = conv2d.QUESTIONS.values()
    left = [(q.x[2] + 2 * (q.padding or 0) - q.weight[2]) % (q.stride or 1) for q in asked]

    assert {1, 2, 3} <= {q.stride or 1 for q in asked}
    assert any(left)
    assert any(rest and q.padding for rest, q in zip(left, asked, strict=True))
    assert any(q.weight[2:] == (1, 1) for q in asked)
    assert any(q.weight[2] % 2 == 0 for q in asked)
    assert any(q.result[3] == q.result[1] != q.result[2] for q in asked)
    assert any(q.x[1] == 1 for q in asked)
    assert any(q.weight[2:] == q.x[2:] for q in asked)
    assert any(q.stride > q.size for q in max_pool2d.QUESTIONS.values())
    assert any(q.stride < q.size for q in max_pool2d.QUESTIONS.values())


@pytest.mark.parametrize("layout", [maps.turned, maps.strided, maps.backwards, np.asfortranarray])
def test_another_layout_holds_the_same_numbers(layout):
    """Only the memory differs."""
    array = maps.small(np.random.default_rng(0), 2, 3, 4, 5)
    laid = layout(array)

    np.testing.assert_array_equal(array, laid)
    assert not laid.flags.c_contiguous


SHARES = {
    "the first takes all": (True, [[1, 0], [0, 0]]),
    "the last takes all": (True, [[0, 0], [1, 0]]),
    "both share": (True, [[0.5, 0], [0.5, 0]]),
    "uneven shares": (True, [[0.9, 0], [0.1, 0]]),
    "each takes all": (False, [[1, 0], [1, 0]]),
    "nobody takes anything": (False, [[0, 0], [0, 0]]),
    "a share for a smaller one": (False, [[0.5, 0.5], [0, 0]]),
    "one pays the other": (False, [[2, 0], [-1, 0]]),
}


@pytest.mark.parametrize("upstream", [3.0, -3.0])
@pytest.mark.parametrize(("right", "shares"), SHARES.values(), ids=SHARES)
def test_ties_are_shared_in_any_way_that_adds_up(right, shares, upstream):
    """Not negative, summing to one, among the largest only."""
    x = np.array([[[[4.0, 1.0], [4.0, 2.0]]]])
    question = {"x": x, "grad_output": np.full((1, 1, 1, 1), upstream), "size": 2, "stride": 2}

    assert right == max_pool2d.shared(upstream * np.array([[shares]]), **question)


@pytest.mark.parametrize(("module", "edit"), EDITS)
def test_every_edit_fits_one_place_and_runs(module, edit):
    """A mutant that cannot be made would be taken for one that raises."""
    assert vars(edit.mutant(module))


def broken(function, dataset):
    """The laws that a way to build models does not obey."""
    asked = build_model.about(dataset, np.random.default_rng(0))
    asked["images"] = asked["images"].astype(np.float32)
    answer = DRIVE["build_model"](function, **asked)
    return [law.name for law in build_model.LAWS if not law.holds(answer, **asked)]


@pytest.mark.parametrize("dataset", ["mnist", "cifar10"])
def test_our_own_models_obey_every_law(dataset):
    """And have the size that the docstring says."""
    parameters = build_model.build_model(dataset).parameters()

    assert [] == broken(build_model.build_model, dataset)
    assert {"mnist": 29_178, "cifar10": 113_962}[dataset] == sum(p.numel() for p in parameters)


ONE_LAW = {
    "ends in a convolution": "the last layer with weights is linear",
    "ends in a normalization": "the last layer with weights is linear",
    "no convolution": "there is a convolution",
    "one score too many": "every image has ten scores",
    "the answer in place of scores": "every image has ten scores",
    "scores and features together": "every image has ten scores",
    "too wide": "the parameters fit the budget",
    "batch axis squeezed away": "one image alone has ten scores",
    "normalized by the batch": "an image's scores do not depend on its neighbours",
    "no running statistics": "an image's scores do not depend on its neighbours",
    "softmax over the batch": "an image's scores do not depend on its neighbours",
    "deviation of a single pixel": "all scores are numbers",
    "logarithm of nothing": "all scores are numbers",
    "dropout in evaluation": "the same images have the same scores again",
    "seed fixed inside": "another seed builds other weights",
    "weights from another generator": "the same seed builds the same weights",
}


@pytest.mark.filterwarnings("ignore:std")
@pytest.mark.parametrize(("mistake", "law"), ONE_LAW.items())
def test_a_wrong_model_breaks_the_law_that_names_its_fault(mistake, law):
    """That one and no other."""
    edit = next(edit for edit in build_model.MISTAKES if edit.name == mistake)

    assert [law] == broken(edit.mutant(build_model).build_model, "mnist")


@pytest.mark.parametrize("convention", build_model.CONVENTIONS, ids=lambda c: c.name)
def test_models_that_are_built_otherwise_obey_every_law(convention):
    """Log-probabilities, probabilities, lazy layers, constants."""
    assert [] == broken(convention.mutant(build_model).build_model, "cifar10")


def test_the_last_layer_is_told_by_the_calls():
    """Not by the order in which layers are defined."""

    class Backwards(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.last = torch.nn.Linear(4 * 26 * 26, 10)
            self.first = torch.nn.Conv2d(1, 4, 3)

        def forward(self, x):
            return self.last(self.first(x).flatten(1))

    assert [] == broken(lambda _: Backwards(), "mnist")


def test_the_numpy_half_cannot_be_answered_by_pytorch():
    """Neither forward nor through autograd; elsewhere PyTorch computes as ever."""

    def borrowed(x, weight, bias):
        return functional.conv2d(tensor(x), tensor(weight), tensor(bias)).numpy()

    asked = conv2d.QUESTIONS["ordinary"].forward(np.random.default_rng(0))

    with pytest.raises(RuntimeError, match="NumPy"):
        DRIVE["conv2d"](borrowed, **asked)
    np.testing.assert_array_equal(conv2d.conv2d(**asked), borrowed(**asked))


class Batches:
    """A loader over a few random images, with classes that can be told apart."""

    def __init__(self, budget, shift=0):
        rng = np.random.default_rng(0)
        self.labels = rng.integers(0, 10, 320)
        spots = np.zeros((320, 1, 28, 28), np.float32)
        spots[np.arange(320), 0, 2 * self.labels + 4] = 1
        self.images, self.labels = spots, (self.labels + shift) % 10
        self.remaining, self.count = budget, 320

    def batches(self, size):
        for start in range(0, self.count, size):
            rows = slice(start, start + min(size, self.remaining))
            if not (taken := len(self.labels[rows])):
                return
            self.remaining -= taken
            yield torch.from_numpy(self.images[rows].copy()), torch.from_numpy(self.labels[rows])


def raising(*_):
    raise ValueError("not yet")


@pytest.mark.course
@pytest.mark.parametrize(
    "train", [raising, lambda model, *_: model], ids=["raises", "does nothing"]
)
def test_a_broken_train_costs_nothing_in_fine_tuning(train):
    """The model to tune has been trained, by a plain loop if need be."""
    names = {"build_model": build_model.build_model, "train": train}
    loader = Batches(2048)

    model = DRIVE["fine_tune_start"](names, 1, "cpu", "mnist", loader)

    found = DRIVE["fine_tune_predict"](model, loader.images).argmax(1)
    assert np.mean(found == loader.labels) > 0.9


@pytest.mark.course
def test_the_recipe_fine_tunes_and_leaves_convolutions_alone():
    """New numbers are learned, no convolution has moved by a bit."""
    recipe = pytest.importorskip("reference.recipes.cnn")
    names = {"build_model": recipe.build_model, "train": recipe.train}
    model = DRIVE["fine_tune_start"](names, 1, "cpu", "mnist", Batches(2560))
    before = copy.deepcopy(DRIVE["fine_tune_frozen"](model))

    loader = Batches(2560, shift=3)
    model = DRIVE["fine_tune"](recipe.fine_tune, model, loader, 2, "cpu")

    found = DRIVE["fine_tune_predict"](model, loader.images).argmax(1)
    assert np.mean(found == loader.labels) > 0.9
    for kept, after in zip(before, DRIVE["fine_tune_frozen"](model), strict=True):
        np.testing.assert_array_equal(kept, after)


def test_shrunk_questions_stay_within_the_contract():
    """Sizes that do not belong together, or windows that do not fit, are no questions."""
    asked = conv2d.QUESTIONS["padded"].backward(np.random.default_rng(0))
    less = partial(dict, asked)

    assert conv2d.consistent(**asked)
    assert not conv2d.consistent(**less(x=asked["x"][:, :1]))
    assert not conv2d.consistent(**less(bias=asked["bias"][:1]))
    assert not conv2d.consistent(**less(grad_output=asked["grad_output"][:, :, :1]))
    assert not conv2d.consistent(**less(x=asked["x"][:, :, :, :1]))
