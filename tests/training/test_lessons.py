"""A lesson is drawn so that nothing but the loader's own labels can be worth points."""

from dataclasses import replace

import numpy as np
import pytest

from harness.model import Trained
from harness.plan import PUBLIC, Seed, formed, lesson
from harness.plan.lessons import WATCHED
from harness.sandbox import teach as teaching
from harness.sandbox.inside.nodes import INWARD
from harness.sandbox.inside.wire import PREFIX, lengths, unpack
from tests.training.school import HONEST, IMAGES, SIDE, attend, drawn_up, images, training


def test_classes_are_renumbered_for_training():
    """Each class gets one number, and the key knows which."""
    put, key = drawn_up(training())

    assert list(range(10)) == sorted(key.numbers)
    np.testing.assert_array_equal(key.numbers[IMAGES.y_train], put.feed.labels)
    np.testing.assert_array_equal(IMAGES.y_test, key.labels)


def test_a_preliminary_training_has_other_numbers():
    """What was learned of the old ones has to be learned anew."""
    put, _ = drawn_up(training(before=300))
    pairs = {(int(a), int(b)) for a, b in zip(put.before.labels, put.feed.labels, strict=True)}

    assert 10 == len(pairs)
    assert any(a != b for a, b in pairs)
    assert (300, 4000) == (put.before.samples, put.feed.samples)
    assert put.before.seed != put.feed.seed


def test_every_test_image_is_asked_about():
    """Once at least, a few of them twice, and as the key says."""
    put, key = drawn_up(training())
    order = np.concatenate(key.asked)

    assert set(range(200)) == set(order.tolist())
    assert 200 + 200 // 50 == len(order)
    np.testing.assert_array_equal(
        formed(IMAGES, "flat").x_test[order], np.concatenate(put.questions)
    )


@pytest.mark.parametrize("count", [1, 2, 49, 51, 499, 501])
def test_any_number_of_test_images_will_do(count):
    """Fewer than a batch, fewer than are watched, one."""
    put, key = drawn_up(training(), images(test=count))

    assert set(range(count)) == set(np.concatenate(key.asked).tolist())
    assert min(count, WATCHED) == len(put.watched) == len(set(key.watched.tolist()))
    assert all(len(part) for part in put.questions)


def test_questions_come_in_batches_of_many_sizes():
    """So that a model which leans on the others of a batch is noticed."""
    put, key = drawn_up(training(), images(test=1500))
    seen = [int(image) for part in key.asked for image in part]
    twice = {image for image in seen if seen.count(image) > 1}
    small = {int(image) for part in key.asked if len(part) <= 4 for image in part}

    assert len({len(part) for part in put.questions}) >= 6
    assert 1500 // 50 == len(twice)
    assert twice <= small


def test_the_same_seed_gives_the_same_lesson():
    """A re-grade is the same training, and another attempt is another one."""
    (one, key), (two, again), (other, _) = (drawn_up(training(), attempt=n) for n in (0, 0, 1))

    assert one.seed == two.seed != other.seed
    assert one.feed.seed == two.feed.seed != other.feed.seed
    np.testing.assert_array_equal(key.numbers, again.numbers)
    np.testing.assert_array_equal(np.concatenate(key.asked), np.concatenate(again.asked))
    np.testing.assert_array_equal(one.watched, two.watched)


def test_another_sheet_and_another_check_are_other_lessons():
    """Nobody learns from a neighbour which number a class has."""
    data = formed(IMAGES, "flat")
    kinds = [
        lesson("train", training(), data, PUBLIC, 0),
        lesson("train", training(), data, Seed(b"x"), 0),
        lesson("other", training(), data, PUBLIC, 0),
        lesson("train", training(check="digits"), data, PUBLIC, 0),
    ]

    assert 4 == len({key.numbers.tobytes() for _, key in kinds})
    assert 4 == len({put.seed for put, _ in kinds})


def test_images_are_formed_as_the_handout_says():
    """Rows of pixels; channels first, grey ones too. Every pixel stays where it was."""
    grey, colour = images(), images(colour=True)
    flat, tensor = formed(grey, "flat"), formed(colour, "images")

    assert (200, SIDE * SIDE) == flat.x_test.shape
    assert (200, 1, SIDE, SIDE) == formed(grey, "images").x_test.shape
    assert (200, 3, SIDE, SIDE) == tensor.x_test.shape
    np.testing.assert_array_equal(colour.x_test[5, 2, 3], tensor.x_test[5, :, 2, 3])
    np.testing.assert_array_equal(grey.x_test[5].ravel(), flat.x_test[5])


def test_no_test_label_is_in_anything_that_is_sent(monkeypatch):
    """Neither as published nor renumbered, whole or batch by batch: every array is looked at."""
    sent, pack = [], teaching.pack

    def noted(message, caps):
        sent.append(pack(message, caps))
        return sent[-1]

    monkeypatch.setattr(teaching, "pack", noted)
    run = attend(HONEST)

    assert isinstance(run.evidence, Trained)
    hidden = [replace_all(run.key, part) for part in (np.arange(200), *run.key.asked)]
    needles = {
        array.astype(kind).tobytes()
        for pair in hidden
        for array in pair
        for kind in (np.uint8, np.int32, np.int64)
        if len(array) >= 20
    }
    assert 10 < len(sent)
    assert not [1 for frame in sent for needle in needles if needle in frame]
    labels = [value for frame in sent for key, value in arrays(frame) if key == "labels"]
    assert 4000 == sum(map(len, labels))


def replace_all(key, part):
    """Labels of these test images, as published and as the lesson numbers them."""
    return key.labels[part], key.numbers[key.labels[part]]


def arrays(frame: bytes):
    """All arrays of one message, by name."""
    tree, payload = lengths(frame[: PREFIX.size], INWARD)
    body = frame[PREFIX.size :]
    message = unpack(body[:tree], body[tree : tree + payload], INWARD)
    return [pair for pair in message.items() if isinstance(pair[1], np.ndarray)]


def test_the_names_of_what_is_sent_are_few():
    """A field that is added to a lesson's messages has to be thought about."""
    put, _ = drawn_up(training())
    order = teaching._Teacher(None, put)._order()

    assert {"nonce", "exercise", "drive", "needs", "lesson"} == set(order)
    assert {
        "form", "data", "seed", "device", "samples", "before", "counts", "every", "watched",
    } == set(order["lesson"])  # fmt: skip


def test_the_whole_set_has_a_budget_of_its_own():
    """The slice is for practice."""
    asked = replace(training(), whole=replace(training().whole, samples=9999))

    assert 9999 == drawn_up(asked, images(sliced=False))[0].feed.samples
    assert 4000 == drawn_up(asked)[0].feed.samples
