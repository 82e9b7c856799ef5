"""A question is shown as Python that runs and says the same."""

import numpy as np
import pytest

from harness.judge.script import script, source


def run(text: str, **names):
    """Run a script; every line is an expression or an assignment."""
    space = {"np": np, **names}
    *lines, last = text.splitlines()
    exec("\n".join(lines), space)
    return eval(last, space) if "=" not in last.partition("(")[0] else space


ARRAYS = [
    np.array([[1.5, -2.0], [0.1, 1e-300]]),
    np.float32([0.1, 3.0]),
    np.array(0.5),
    np.array([], dtype=np.float32),
    np.zeros((3, 4)),
    np.zeros((0, 3)),
    np.array([1, 2, 3]),
    np.array([1, 2], dtype=np.int32),
    np.array([True, False]),
    np.array([np.inf, -np.inf, np.nan]),
    np.asfortranarray(np.arange(6.0).reshape(2, 3)),
    np.arange(12.0).reshape(2, 6)[:, ::2],
    np.arange(4.0)[::-1],
]


@pytest.mark.parametrize("array", ARRAYS, ids=range(len(ARRAYS)))
def test_an_array_is_the_same_after_it_was_written_down(array):
    """Numbers, dtype, shape and contiguity survive."""
    names = {"np": np, "nan": np.nan, "inf": np.inf}
    again = eval(source(array), names)

    np.testing.assert_array_equal(again, array)
    assert (again.dtype, again.shape) == (array.dtype, array.shape)
    assert again.flags.c_contiguous == array.flags.c_contiguous


def test_a_read_only_array_is_written_as_one():
    """What is part of the question is part of the script."""
    array = np.arange(3.0)
    array.flags.writeable = False

    assert not eval(source(array), {"np": np}).flags.writeable


def test_a_function_is_one_call():
    """Options by name, arrays by position, as the drive does it."""
    text = script(
        lambda f, x, axis: f(x, axis=axis),
        lambda x, axis: x.sum(axis),
        "total",
        {"x": np.eye(2), "axis": 1},
    )

    assert "total(np.array([[1., 0.], [0., 1.]]), axis=1)" == text


class Stepper:
    """x ← x − lr g, in place."""

    def __init__(self, parameters, lr):
        self.parameters, self.lr = parameters, lr

    def step(self, gradients):
        for parameter, gradient in zip(self.parameters, gradients, strict=True):
            parameter[...] = parameter - self.lr * gradient


def drive(stepper, theta, gradients, lr):
    theta = [t.copy() for t in theta]
    optimizer = stepper(theta, lr=lr)
    for g in gradients:
        optimizer.step(g)
    optimizer.lr = 0.5
    optimizer.step(gradients[0])
    return theta


def test_a_class_is_a_script_that_runs():
    """Arrays that change in place get names; attributes that were set are set again."""
    arguments = {"theta": [np.array([1.0, 2.0])], "gradients": [[np.array([1.0, 0.0])]], "lr": 0.1}

    text = script(drive, Stepper, "Stepper", arguments)
    space = {"np": np, "Stepper": Stepper}
    exec(text, space)

    assert "stepper.lr = 0.5" in text
    np.testing.assert_allclose(space["theta0"], drive(Stepper, **arguments)[0])


class Layer:
    """Something with an array that others write into."""

    def __init__(self, size):
        self.gamma = np.ones(size)

    def forward(self, x):
        return self.gamma * x


def test_an_array_of_an_object_that_is_written_into_is_shown():
    """Otherwise the script would ask another question."""

    def drive(make, x):
        layer = make(2)
        layer.gamma[...] = np.array([3.0, 4.0])
        return layer.forward(x)

    text = script(drive, Layer, "Layer", {"x": np.array([1.0, 10.0])})

    assert "layer.gamma[...] = np.array([3., 4.])" in text.splitlines()
    np.testing.assert_array_equal([3, 40], run(text, Layer=Layer))


def test_a_generator_is_made_once_from_its_seed():
    """Two calls with one generator are not two calls with equal ones."""

    def drive(f):
        one, other = np.random.default_rng(7), np.random.default_rng(8)
        return [f(one), f(one), f(other)]

    text = script(drive, lambda rng: rng.random(), "f", {})

    assert [
        "rng = np.random.default_rng(7)", "f(rng)", "f(rng)", "rng2 = np.random.default_rng(8)",
        "f(rng2)",
    ] == text.splitlines()  # fmt: skip


def test_the_same_call_many_times_is_a_loop():
    """Sixty equal lines would hide the one that matters."""
    text = script(lambda f: [f(2) for _ in range(60)], abs, "f", {})

    assert ["for _ in range(60):", "    f(2)"] == text.splitlines()


def test_a_number_that_is_none_is_written_so_that_it_runs():
    """nan is no name in Python."""
    assert np.isnan(eval(source(float("nan"))))
    assert eval(source(float("-inf"))) == -np.inf


def test_results_that_are_dicts_are_looked_at_and_not_called():
    """A drive may take them apart."""

    def drive(thing, gradients):
        return list(thing(gradients).items())

    text = script(drive, dict, "clip", {"gradients": {"w": 1.0}})

    assert "clip({'w': 1.0})" == text


def test_a_model_among_the_arguments_is_called_a_model():
    """Its layers would fill the page."""

    class Network:
        def forward(self):
            """What makes it one."""

    text = script(lambda thing: thing(Network(), "ab", seed=3), lambda *_, **__: "x", "sample", {})

    assert "sample(model, 'ab', seed=3)" == text


def test_a_script_that_would_never_end_is_cut():
    """And says how much is left out."""

    def drive(thing):
        for number in range(100):
            thing(number)

    lines = script(drive, lambda _: 0, "ask", {}).splitlines()

    assert (61, "# and 40 lines more") == (len(lines), lines[-1])


def test_a_module_is_told_with_its_weights_and_what_it_reads():
    """Tensors that come back are answers: what is done with them is not part of the question."""
    torch = pytest.importorskip("torch")

    def drive(thing, weight, x):
        model = thing(2)
        model.load_state_dict({"weight": torch.tensor(weight)}, strict=False)
        return model(torch.tensor(x)).detach().numpy()

    made = script(
        drive,
        lambda size: torch.nn.Linear(size, 1),
        "Net",
        {"weight": np.array([[1.0, -2.0]], dtype=np.float32), "x": np.ones(2, dtype=np.float32)},
    )

    weight = "torch.from_numpy(np.array([[ 1., -2.]], dtype=np.float32))"
    assert [
        "net = Net(2)",
        f"net.load_state_dict({{'weight': {weight}}}, strict=False)",
        "net(torch.from_numpy(np.array([1., 1.], dtype=np.float32)))",
    ] == made.splitlines()


def test_a_number_of_numpy_is_told_as_what_it_is():
    """NaN as well."""
    assert "np.float64(nan)" == source(np.float64("nan"))
    assert "np.float32(0.5)" == source(np.float32(0.5))
    assert 'float("nan")' == source(float("nan"))
    assert "(1,)" == source((1,))
    assert "[(1, 2), ()]" == source([(1, 2), ()])
