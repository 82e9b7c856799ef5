"""The activation oracles agree with PyTorch, keep their dtype, and raise no floating-point flag."""

import numpy as np
import pytest

from reference import relu, sigmoid, softmax, tanh


ELEMENTWISE = {
    "relu": (relu.relu, relu.relu_backward),
    "sigmoid": (sigmoid.sigmoid, sigmoid.sigmoid_backward),
    "tanh": (tanh.tanh, tanh.tanh_backward),
}
SHAPES = [(), (7,), (0,), (0, 4), (5, 3), (2, 3, 4)]
AXES = [(shape, axis) for shape in SHAPES[1:] for axis in range(-len(shape), len(shape))]
COMPETING = [(shape, axis) for shape, axis in AXES if shape[axis]]
SCALES = [1e-12, 1.0, 30.0, 1e4]


def drawn(shape, scale, seed=0):
    """Inputs of this scale and signed gradients."""
    rng = np.random.default_rng(seed)
    return np.asarray(rng.normal(0, scale, shape)), np.asarray(rng.normal(0, 2, shape))


def by_torch(name, x, grad_output, **options):
    """Value and gradient that PyTorch gives, by autograd."""
    torch = pytest.importorskip("torch")
    leaf = torch.tensor(x, requires_grad=True)
    value = getattr(torch, name)(leaf, **options)
    value.backward(torch.tensor(grad_output))
    return value.detach().numpy(), leaf.grad.numpy()


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("name", ELEMENTWISE)
def test_elementwise_values_and_gradients_are_those_of_torch(name, shape, scale):
    """float64, every shape that is asked, from 10⁻¹² to 10⁴."""
    forward, backward = ELEMENTWISE[name]
    x, grad_output = drawn(shape, scale)
    value, grad = by_torch(name, x, grad_output)

    np.testing.assert_allclose(forward(x), value, rtol=1e-14, atol=0)
    np.testing.assert_allclose(backward(x, grad_output), grad, rtol=1e-13, atol=1e-15)


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize(("shape", "axis"), COMPETING)
def test_softmax_and_its_gradient_are_those_of_torch(shape, axis, scale):
    """Along every axis, counted from either end."""
    x, grad_output = drawn(shape, scale)
    value, grad = by_torch("softmax", x, grad_output, dim=axis)

    np.testing.assert_allclose(softmax.softmax(x, axis), value, rtol=1e-13, atol=0)
    np.testing.assert_allclose(
        softmax.softmax_backward(x, grad_output, axis), grad, rtol=1e-12, atol=1e-15
    )


def test_softmax_takes_the_last_axis_unless_told_otherwise():
    """The default of both functions."""
    x, grad_output = drawn((2, 3, 4), 1.0)

    np.testing.assert_array_equal(softmax.softmax(x, -1), softmax.softmax(x))
    np.testing.assert_array_equal(
        softmax.softmax_backward(x, grad_output, -1), softmax.softmax_backward(x, grad_output)
    )


@pytest.mark.parametrize("offset", [-1e4, -2e3, 2e3, 1e4])
def test_softmax_does_not_see_what_is_added_to_a_row(offset):
    """Numbers that have few bits, so that the sum with the offset is exact."""
    x = np.arange(15).reshape(3, 5) / 8
    grad_output = drawn((3, 5), 1.0)[1]

    np.testing.assert_array_equal(softmax.softmax(x), softmax.softmax(x + offset))
    np.testing.assert_array_equal(
        softmax.softmax_backward(x, grad_output), softmax.softmax_backward(x + offset, grad_output)
    )


def test_softmax_of_no_rows_is_empty():
    """A batch of zero rows is a batch."""
    x = np.zeros((0, 5))

    assert softmax.softmax(x).shape == (0, 5)
    assert softmax.softmax_backward(x, x).shape == (0, 5)


def test_one_class_has_probability_one_and_no_gradient():
    """Nothing competes, so nothing can be learned."""
    x, grad_output = drawn((4, 1), 3.0)

    np.testing.assert_array_equal(np.ones((4, 1)), softmax.softmax(x))
    np.testing.assert_array_equal(np.zeros((4, 1)), softmax.softmax_backward(x, grad_output))


@pytest.mark.parametrize("name", ELEMENTWISE)
def test_gradients_are_the_slopes_that_are_measured(name):
    """Central differences, away from the kink."""
    forward, backward = ELEMENTWISE[name]
    x, grad_output = drawn((6, 5), 2.0, seed=1)
    h = 1e-5
    measured = grad_output * (forward(x + h) - forward(x - h)) / (2 * h)

    np.testing.assert_allclose(backward(x, grad_output), measured, rtol=1e-6, atol=1e-9)


def test_the_gradient_of_softmax_is_the_jacobian_applied_to_grad_output():
    """The Jacobian written out, row by row."""
    x, grad_output = drawn((6, 5), 2.0, seed=1)
    expected = [
        (np.diag(s) - np.outer(s, s)) @ g
        for s, g in zip(softmax.softmax(x), grad_output, strict=True)
    ]

    np.testing.assert_allclose(
        softmax.softmax_backward(x, grad_output), expected, rtol=1e-12, atol=1e-15
    )


@pytest.mark.parametrize("grad", [-1.5, 1.5])
def test_every_slope_between_0_and_1_lies_between_the_bounds_at_the_kink(grad):
    """Away from 0 both bounds are the gradient itself."""
    x, grad_output = np.array([-1.0, 0.0, -0.0, 2.0]), np.full(4, grad)
    least, greatest = relu.least(x, grad_output), relu.greatest(x, grad_output)

    np.testing.assert_array_equal([0, min(grad, 0), min(grad, 0), grad], least)
    np.testing.assert_array_equal([0, max(grad, 0), max(grad, 0), grad], greatest)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("name", ELEMENTWISE)
def test_elementwise_oracles_keep_dtype_and_raise_no_flag(name, dtype):
    """From one end of the line to the other."""
    forward, backward = ELEMENTWISE[name]
    x = np.linspace(-1e4, 1e4, 2001).astype(dtype)
    grad_output = np.resize(np.array([-1.5, 0.5, 2.0], dtype), x.shape)
    with np.errstate(all="raise", under="ignore"):
        y, dx = forward(x), backward(x, grad_output)

    assert dtype == y.dtype == dx.dtype
    assert np.isfinite(y).all()
    assert np.isfinite(dx).all()


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_softmax_keeps_dtype_and_raises_no_flag(dtype):
    """Rows at ±10⁴ beside ordinary ones."""
    x = np.array([[1e4, -1e4, 0, 1], [-1e4, 3, 2, 1], [1e4, 1e4, 1e4, 9999]], dtype)
    grad_output = np.resize(np.array([-1.5, 0.5, 2.0], dtype), x.shape)
    with np.errstate(all="raise", under="ignore"):
        y, dx = softmax.softmax(x), softmax.softmax_backward(x, grad_output)

    assert dtype == y.dtype == dx.dtype
    np.testing.assert_allclose([1, 1, 1], y.sum(axis=-1), rtol=1e-6)
    np.testing.assert_allclose([0, 0, 0], dx.sum(axis=-1), atol=1e-6)


def test_tanh_keeps_all_digits_near_zero():
    """tanh x = x − x³/3 + …, so 10⁻¹² comes back as it is."""
    x = np.array([1e-9, -3e-12, 7e-30])

    np.testing.assert_allclose(tanh.tanh(x), x, rtol=1e-15)


def test_the_slope_of_the_sigmoid_keeps_its_digits_where_the_sigmoid_is_one():
    """σ(18) is 1 in float32; σ′(18) is e⁻¹⁸ to seven digits."""
    x = np.array([18.0], np.float32)

    np.testing.assert_array_equal(np.ones(1), sigmoid.sigmoid(x))
    np.testing.assert_allclose(
        [np.exp(-18.0)], sigmoid.sigmoid_backward(x, np.ones_like(x)), rtol=1e-6
    )
