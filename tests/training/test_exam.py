"""Answers beside labels: what counts as an answer, how sure it was, what was confused with what."""

from dataclasses import replace

import numpy as np
import pytest

from harness.judge.exam import (
    NOWHERE,
    chosen,
    confidence,
    confusion,
    examine,
    pictures,
    point,
    published,
    wilson,
)
from harness.model import AnswerKey, Glimpse, Trained
from tests.training.school import IMAGES, drawn_up, images, training


def key_of(labels, numbers=None, asked=None) -> AnswerKey:
    count = len(labels)
    return AnswerKey(
        labels=np.array(labels),
        numbers=np.arange(10) if numbers is None else np.array(numbers),
        asked=(np.arange(count),) if asked is None else tuple(map(np.array, asked)),
        watched=np.arange(count),
    )


def trained(*answers, **fields) -> Trained:
    return Trained(answers=tuple(map(np.array, answers)), drawn=1, seconds=0.1, **fields)


def test_accuracy_is_the_exact_share_of_right_answers():
    """A fraction, in the numbers that the lesson gave to the classes."""
    numbers = [3, 4, 5, 6, 7, 8, 9, 0, 1, 2]
    exam = examine(key_of([0, 1, 2], numbers), trained([3, 4, 9]))

    assert (2, 3) == exam.accuracy.as_integer_ratio()
    assert [0, 1, 6] == exam.answers.tolist()


def test_answers_are_found_again_whatever_order_they_were_asked_in():
    """The first answer to an image counts; another one later is unsteady."""
    exam = examine(key_of([5, 6, 7], asked=[[2, 0], [1], [0, 2]]), trained([7, 5], [1], [5, 3]))

    assert [5, 1, 7] == exam.answers.tolist()
    assert (2, 3) == (exam.right, exam.count)
    assert (1, 2) == (exam.unsteady, exam.repeated)


NAN, INF = float("nan"), float("inf")


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ([3, 0, 9], [3, 0, 9]),
        ([3.0, 0.0, -0.0], [3, 0, 0]),
        ([2.5, NAN, INF], [NOWHERE] * 3),
        ([-INF, 1e300, -1.0], [NOWHERE] * 3),
        ([10, -1, 10**9], [NOWHERE] * 3),
        ([True, False, True], [1, 0, 1]),
        (np.array([2**64 - 1, 2**63, 4], np.uint64), [NOWHERE, NOWHERE, 4]),
        (np.array([300, 2, 1], np.float16), [NOWHERE, 2, 1]),
        ([[0, 1, 0], [2, 1, 0], [0, 0, 5]], [1, 0, 2]),
        ([[0.1, NAN, 0], [2, 1, 0], [INF, 0, -INF]], [NOWHERE, 0, 0]),
        ([[False, True], [True, False], [True, True]], [1, 0, 0]),
    ],
)
def test_what_is_no_class_is_nowhere(answer, expected):
    """Neither an error nor a lucky hit; whole floats are classes, NaN scores are none."""
    found = published(np.array(answer), key_of([0, 0, 0]))

    assert expected == found.tolist()


def test_scores_beyond_the_classes_are_no_class():
    """A network with twelve outputs may choose the eleventh."""
    answer = np.zeros((2, 12))
    answer[0, 11] = answer[1, 3] = 1

    assert [11, 3] == chosen(answer).tolist()
    assert [NOWHERE, 3] == published(answer, key_of([0, 0])).tolist()


def test_confidence_is_the_softmax_of_the_highest_score():
    """From logits of any size; classes without scores tell none."""
    scores = np.array([[0.0, np.log(3.0)], [1000.0, 0.0], [-1e30, -1e30]])

    np.testing.assert_allclose([0.75, 1.0, 0.5], confidence(scores))
    assert confidence(np.array([1, 2])) is None


@pytest.mark.filterwarnings("error")
def test_infinite_scores_give_no_confidence_and_no_warning():
    """Whoever reads the report is not told nonsense."""
    exam = examine(key_of([1, 1]), trained([[INF, INF, 0.0], [INF, 0.0, NAN]]))

    assert [0, NOWHERE] == exam.answers.tolist()
    assert np.isnan(exam.confidences).all()


@pytest.mark.parametrize(
    ("right", "count", "low", "high"),
    [
        (9700, 10_000, 0.9665, 0.9732),
        (9900, 10_000, 0.9879, 0.9918),
        (970, 1000, 0.9575, 0.9789),
        (700, 1000, 0.671, 0.728),
        (350, 500, 0.658, 0.739),
        (0, 10, 0.0, 0.2775),
        (10, 10, 0.7225, 1.0),
    ],
)
def test_wilsons_interval_has_the_published_values(right, count, low, high):
    """To the digits that are printed; within [0, 1] at the ends."""
    found = wilson(right, count)

    np.testing.assert_allclose((low, high), found, atol=6e-4)
    assert 0 <= found[0] <= right / count <= found[1] <= 1


def test_confusion_has_labels_as_rows_and_answers_as_columns():
    """In published numbers; what is no class is left out."""
    table = confusion(examine(key_of([2, 2, 2, 3]), trained([2, 5, 99, 3])))

    assert (1, 1, 1) == (table[2][2], table[2][5], table[3][3])
    assert 3 == sum(map(sum, table))


@pytest.mark.parametrize(("form", "colour"), [("flat", False), ("images", False), ("images", True)])
def test_pictures_show_the_very_images_that_were_answered_wrongly(form, colour):
    """Pixel by pixel, with channels side by side, whatever form they were asked in."""
    data = images(colour=colour)
    put, key = drawn_up(training(form=form), data)
    right = [key.numbers[key.labels[part]] for part in key.asked]
    wrong = {3, 50, 120}
    answers = [
        np.where(np.isin(part, list(wrong)), (told + 1) % 10, told)
        for part, told in zip(key.asked, right, strict=True)
    ]
    exam = examine(key, trained(*answers))
    found = pictures(exam, put, key)

    assert 197 == exam.right
    assert {data.x_test[image].tobytes() for image in wrong} == {one.pixels for one in found}
    for one in found:
        image = next(i for i in wrong if data.x_test[i].tobytes() == one.pixels)
        assert (8, 8, 3 if colour else 1) == (one.height, one.width, one.channels)
        assert (data.y_test[image], None) == (one.label, one.confidence)
        shifted = (key.numbers[data.y_test[image]] + 1) % 10
        assert list(key.numbers).index(shifted) == one.answer


def test_the_surest_mistakes_are_shown_first():
    """Twelve at most, each with its confidence."""
    put, key = drawn_up(training())
    rng, answers = np.random.default_rng(0), []
    for part in key.asked:
        scores = np.zeros((len(part), 10))
        scores[np.arange(len(part)), (key.numbers[key.labels[part]] + 1) % 10] = rng.uniform(
            1, 9, len(part)
        )
        answers.append(scores)
    found = pictures(examine(key, trained(*answers)), put, key)
    sure = [one.confidence for one in found]

    assert 12 == len(found)
    assert sorted(sure, reverse=True) == sure
    assert 0.9 < sure[-1] <= sure[0] < 1


def test_a_point_of_the_curve_is_accuracy_and_mean_cross_entropy():
    """In nats; ten equal scores are log 10, whatever the numbers of the classes."""
    key = key_of([0, 1, 2, 3], numbers=[9, 8, 7, 6, 5, 4, 3, 2, 1, 0])
    even = point(Glimpse(drawn=5, answer=np.zeros((4, 10))), key)
    sure = np.full((4, 10), -50.0)
    sure[np.arange(4), [9, 8, 7, 6]] = 0
    told = point(Glimpse(drawn=5, answer=sure), key)

    np.testing.assert_allclose(np.log(10), even.loss)
    assert (1.0, True, 5) == (told.accuracy, told.finite, told.drawn)
    np.testing.assert_allclose(0.0, told.loss, atol=1e-12)


@pytest.mark.parametrize(
    "answer", [np.array([1, 2]), np.array([[NAN] * 10] * 2), np.zeros((2, 3)), np.array([1.0, INF])]
)
def test_a_point_without_ten_finite_scores_has_no_loss(answer):
    """It has an accuracy all the same, and says whether it was finite."""
    found = point(Glimpse(drawn=0, answer=answer), key_of([1, 2]))

    assert found.loss is None
    assert bool(np.isfinite(answer).all()) == found.finite


def test_a_loss_too_large_for_a_number_is_no_loss():
    """Finite scores whose difference overflows."""
    key = replace(key_of([0]), watched=np.array([0]))
    answer = np.full((1, 10), 1.5e308)
    answer[0, 0] = -1.5e308

    assert point(Glimpse(drawn=0, answer=answer), key).loss is None


def test_the_set_of_these_tests_is_learnable():
    """Every class occurs among the test images."""
    assert 10 == len(set(IMAGES.y_test.tolist()))
