"""A training that ends in drawings: images turned over in secret, coverage, copies, causes."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from harness.ask.table import Table
from harness.ask.trainings import trainings
from harness.judge import Heard, redrawn, taught
from harness.judge.drawings import SYMPTOMS
from harness.judge.exhibition import centred, differing, exhibited
from harness.model import Budget, CourseError, Dataset, Outcome, Trained
from harness.plan import formed
from harness.plan.drawings import PORTIONS
from harness.report.words import needed
from tests.training.school import attend, drawn_up, training
from tests.training.test_symptoms import WORDS


SIDE = 12
MOST = Budget(samples=1, passing=Fraction(1, 10), full=Fraction(7, 10), seconds=60)
ASKED = training(check="drawings", form="drawings", whole=MOST, slice=MOST, again="seed")
DRIVE = b"""
import numpy as np

def train(thing, model, loader, seed, device):
    return thing(loader, seed)

def train_draw(names, model, count, seed):
    return np.asarray(names["draw"](model, count, seed))
"""
IMPORTS = "import numpy as np\nimport torch\n"


def strokes(rng, count):
    """A line that wanders down from row to row: to the left, straight, or to the right."""
    columns = rng.integers(0, SIDE, count)
    images = np.zeros((count, SIDE, SIDE), np.uint8)
    for row in range(SIDE):
        images[np.arange(count), row, columns] = 255
        columns = np.clip(columns + rng.integers(-1, 2, count), 0, SIDE - 1)
    first, last = images[:, 0].argmax(axis=1), images[:, -1].argmax(axis=1)
    return images, (1 + np.sign((last - first) // 2 * 2)).astype(np.int64)


def album(train=600, test=1_000):
    """Strokes to learn from, and others."""
    rng = np.random.default_rng(3)
    x_train, y_train = strokes(rng, train)
    x_test, y_test = strokes(rng, test)
    return Dataset(
        name="strokes", x_train=x_train, y_train=y_train, x_test=x_test, y_test=y_test,
        source="made up", digest="d" * 64, slice=True, classes=3,
    )  # fmt: skip


ALBUM = album()


def turned(images, lesson):
    """Images turned over as those of a lesson are."""
    shown = formed(ALBUM, "drawings").x_train
    feed = {one.tobytes() for one in lesson.feed.inputs}
    for down, across in ((1, 1), (1, -1), (-1, 1), (-1, -1)):
        if shown[0][:, ::down, ::across].tobytes() in feed:
            return images[:, ::down, ::across]
    raise AssertionError("turned over in no way that is known")


def shown(draw, facts=(("steps", 5), ("passes", 5))):
    """A training whose drawings are `draw(rng, count)`, turned over as all images are."""
    lesson, key = drawn_up(ASKED, ALBUM)
    seeds = {seed: np.random.default_rng(seed) for _, seed in set(lesson.drawings)}
    portions = {}
    for asked in lesson.drawings:
        if asked not in portions:
            portions[asked] = turned(draw(seeds[asked[1]], asked[0]), lesson)[:, None] > 127
    answers = tuple(portions[asked] for asked in lesson.drawings)
    trained = Trained(answers=answers, drawn=0, facts=dict(facts), seconds=0.0)
    return Heard(lesson=lesson, key=key, evidence=trained)


def verdict(heard):
    return taught([heard], MOST, deviation=0.005, sliced=True, without=())


def honest(rng, count):
    return strokes(rng, count)[0]


def noise(rng, count):
    """As much ink as a stroke has, anywhere."""
    return (rng.random((count, SIDE, SIDE)) < 1 / SIDE).astype(np.uint8) * 255


def kept(rng, count):
    return ALBUM.x_train[rng.integers(0, len(ALBUM.x_train), count)]


def test_strokes_of_ones_own_cover_those_put_aside():
    """As well as real ones would, and hardly any is taken for a copy."""
    heard = shown(honest)

    assert heard.exam.accuracy > Fraction(3, 4)
    assert exhibited(heard.lesson, heard.key, heard.evidence).copied.mean() < 0.1
    assert 1 == verdict(heard).shares["drawings"]


def test_noise_covers_nothing():
    """However many there are."""
    assert shown(noise).exam.accuracy < Fraction(1, 10)


def test_one_drawing_over_and_over_covers_next_to_nothing():
    """Though it is a good one."""
    assert shown(one_only).exam.accuracy < Fraction(1, 20)


@pytest.mark.parametrize("moved", [0, 1], ids=["as they are", "moved aside"])
def test_copies_cover_nothing(moved):
    """What is kept is not learned."""
    heard = shown(lambda rng, count: np.roll(kept(rng, count), moved, axis=2))

    assert 0 == heard.exam.accuracy
    assert ["drawing.copied"] == [one.code for one in verdict(heard).findings]


def test_a_few_copies_are_told_and_cost_no_more_than_themselves():
    """One in seven, among strokes of one's own."""

    def draw(rng, count):
        mixed = honest(rng, count)
        mixed[: count // 7] = kept(rng, count // 7)
        return mixed

    told = verdict(shown(draw))

    assert 1 == told.shares["drawings"]
    assert [("drawing.copied", False)] == [(one.code, one.costs) for one in told.findings]


def test_coverage_is_what_the_paper_defines():
    """Counted image by image, neighbour by neighbour."""
    heard = shown(honest)
    exhibition = exhibited(heard.lesson, heard.key, heard.evidence)
    real, drawings = exhibition.real[:60], exhibition.all[:40]
    small = replace(exhibition, key=replace(heard.key, real=heard.key.real[:60]))
    covered = 0
    for image in real:
        neighbours = sorted(int((image != other).sum()) for other in real)
        covered += min(int((image != other).sum()) for other in drawings) < neighbours[5]

    assert Fraction(covered, 60) == small.coverage(drawings)


def test_distances_are_pixels_that_differ():
    """Of black and white images."""
    rng = np.random.default_rng(0)
    one, other = (rng.integers(0, 2, (3, 5, 5)).astype(np.float32) for _ in range(2))

    expected = [[(a != b).sum() for b in other] for a in one]

    np.testing.assert_array_equal(expected, differing(one, other))


def test_moving_an_image_aside_does_not_move_it_from_its_centre():
    """Nor does an empty one fail."""
    rng = np.random.default_rng(0)
    images = np.zeros((4, 9, 9), np.float32)
    images[:3, 2:7, 2:7] = rng.integers(0, 2, (3, 5, 5))

    np.testing.assert_array_equal(centred(images), centred(np.roll(images, (1, -1), axis=(1, 2))))


def test_images_are_turned_over_alike_and_anew_in_every_training():
    """What is learned from and what drawings are laid beside."""
    ways = set()
    for attempt in range(12):
        lesson, key = drawn_up(ASKED, ALBUM, attempt)
        first = [ALBUM.x_train[0][::a, ::b].tobytes() for a in (1, -1) for b in (1, -1)]
        feed = {one.tobytes() for one in lesson.feed.inputs}
        way = [one in feed for one in first]
        real = {one.tobytes() for one in key.real}
        turn = [(1, 1), (1, -1), (-1, 1), (-1, -1)][way.index(True)]
        back = (ALBUM.x_test[:, :: turn[0], :: turn[1]] > 127).astype(np.uint8)
        assert real <= {one.tobytes() for one in back}
        ways.add(turn)

    assert 4 == len(ways)


def test_a_thousand_are_asked_for_and_one_portion_twice():
    """Two of one size come by different seeds."""
    lesson, _ = drawn_up(ASKED, ALBUM)
    *once, again = lesson.drawings

    assert 1_000 == sum(count for count, _ in once) == sum(PORTIONS)
    assert again in once
    assert 2 == len({seed for count, seed in once if count == again[0]})


def test_the_same_seed_has_to_draw_the_same():
    """And says how many are others."""
    heard = shown(honest)
    *once, again = heard.evidence.answers
    spoilt = replace(heard.evidence, answers=(*once, ~again))
    other = replace(heard, evidence=spoilt)

    [finding] = redrawn(verdict(other), ASKED, [other]).findings

    assert Outcome.PASSED is redrawn(verdict(heard), ASKED, [heard]).checks["seed"]
    assert "drawing.unsteady" == finding.code
    assert {"count": 64, "total": 64} == dict(finding.message.params)


def test_another_seed_has_to_draw_something_else():
    """Where the seed is not used all portions of one size are the same."""
    one = strokes(np.random.default_rng(1), 64)[0]
    heard = shown(lambda rng, count: one if count == 64 else honest(rng, count))
    told = redrawn(verdict(heard), ASKED, [heard])

    assert Outcome.FAILED is told.checks["seed"]
    assert ["drawing.same_seed"] == [finding.code for finding in told.findings]


def test_on_a_gpu_a_pixel_may_tip_over():
    """Sums are added up in any order there."""
    heard = shown(honest)
    *once, again = heard.evidence.answers
    spoilt = replace(heard.evidence, answers=(*once, ~again))
    other = replace(heard, evidence=spoilt, lesson=replace(heard.lesson, device="cuda"))

    assert Outcome.PASSED is redrawn(verdict(other), ASKED, [other]).checks["seed"]


def test_what_covers_nothing_waits_with_its_seed():
    """It is the same every time, and earns nothing by it."""
    heard = shown(noise)

    assert Outcome.BLOCKED is redrawn(verdict(heard), ASKED, [heard]).checks["seed"]


def narrow(rng, count):
    """Two thirds of the classes never come."""
    images, labels = strokes(rng, 5 * count + 200)
    return images[labels < 1][:count]


def one_only(_, count):
    return np.repeat(strokes(np.random.default_rng(1), 1)[0], count, axis=0)


SICK = {
    "drawing.untrained": (noise, {"steps": 0, "passes": 0}),
    "drawing.copied": (kept, {}),
    "drawing.blank": (lambda _, count: np.zeros((count, SIDE, SIDE), np.uint8), {}),
    "drawing.alike": (one_only, {}),
    "drawing.negative": (lambda rng, count: 255 - honest(rng, count), {}),
    "drawing.turned": (lambda rng, count: honest(rng, count).transpose(0, 2, 1), {}),
    "drawing.ragged": (lambda rng, count: noise(rng, count) | noise(rng, count), {}),
    "drawing.missing": (narrow, {}),
}  # fmt: skip


@pytest.mark.parametrize("code", SICK)
def test_a_cause_is_told(code):
    """This one and no other, with all that its sentence needs."""
    draw, facts = SICK[code]
    told = verdict(shown(draw, {"steps": 5, "passes": 5, **facts}.items()))

    [finding] = told.findings
    assert code == finding.code
    assert set(needed(WORDS[code])) <= set(finding.message.params)


@pytest.mark.parametrize(
    ("lit", "code"),
    [
        (lambda n: np.zeros(n, int), "drawing.alike"),
        (lambda n: np.arange(n) % SIDE, "drawing.blank"),
    ],
)
def test_one_faint_image_again_and_again_is_told_as_that(lit, code):
    """It is next to blank as well; but what is wrong is that chance has no part in it."""

    def faint(_, count):
        images = np.zeros((count, SIDE, SIDE), np.uint8)
        images[np.arange(count), 0, lit(count)] = 255
        return images

    told = verdict(shown(faint, {"steps": 5, "passes": 5}.items()))

    assert [code] == [finding.code for finding in told.findings]


def test_every_cause_is_tried():
    """None is in the list only."""
    assert set(SYMPTOMS) == set(SICK)


def test_drawings_are_shown_with_the_class_of_what_is_nearest():
    """As they were drawn."""
    heard = shown(honest)
    [tuition] = verdict(heard).tuitions

    assert 24 == len(tuition.drawn)
    first = np.frombuffer(tuition.drawn[0].pixels, np.uint8).reshape(SIDE, SIDE)
    down, across = heard.key.turned
    drawn = heard.evidence.answers[0][0, 0, ::down, ::across]
    np.testing.assert_array_equal(255 * drawn.astype(np.uint8), first)
    assert "drawings" == tuition.form


HONEST = (
    IMPORTS
    + """
def train(images, seed):
    assert images.shape[1:] == (1, 12, 12) and images.dtype == torch.float32
    return images.mean(0)

def draw(model, count, seed):
    rng = torch.Generator().manual_seed(seed)
    return torch.bernoulli(model.expand(count, -1, -1, -1), generator=rng)
"""
)


def test_all_images_are_given_at_once_and_new_ones_asked_for():
    """For real: independent pixels, from a process of its own."""
    told = attend(HONEST, ASKED, drive=DRIVE, data=ALBUM, memory_mib=2048)

    assert isinstance(told.evidence, Trained)
    assert [count for count, _ in told.lesson.drawings] == [len(a) for a in told.evidence.answers]
    assert ["drawing.untrained"] == told.codes


@pytest.mark.parametrize(
    ("result", "seen"),
    [
        ("torch.zeros(count, 12, 12)", "float32 [128, 12, 12]"),
        ("torch.zeros(count + 1, 1, 12, 12)", "float32 [129, 1, 12, 12]"),
        ("None", "None"),
        ("np.array(['a'] * count)", "text"),
    ],
)
def test_another_shape_is_told(result, seen):
    """Both what was expected and what came."""
    source = HONEST.replace(
        "torch.bernoulli(model.expand(count, -1, -1, -1), generator=rng)", result
    )
    drive = DRIVE.replace(b"np.asarray(", b"(lambda x: x if x is None else np.asarray(x))(")
    told = attend(source, ASKED, drive=drive, data=ALBUM, memory_mib=2048)

    [finding] = told.verdict.findings
    assert "refused" in finding.code
    assert seen in str(dict(finding.message.params))


def test_not_a_number_is_black():
    """And no trouble."""
    source = HONEST.replace("torch.bernoulli(", "torch.nan * torch.bernoulli(")
    told = attend(source, ASKED, drive=DRIVE, data=ALBUM, memory_mib=2048)

    assert not any(answer.any() for answer in told.evidence.answers)


def asked_for(**row):
    values = {
        "check": "drawings", "drive": "train", "data": "mnist", "form": "drawings",
        "passing": 0.1, "full": 0.4, "seconds": 60,
        "slice": {"passing": 0.1, "full": 0.3, "seconds": 30}, **row,
    }  # fmt: skip
    return trainings(Table(None, "exercise", {"training": [values]}, ("training",)))


def test_budgets_of_drawings_count_no_samples():
    """All images are given."""
    [asked] = asked_for()

    assert (Fraction(2, 5), Fraction(3, 10)) == (asked.whole.full, asked.slice.full)
    with pytest.raises(CourseError, match='"samples" is 5; what learns to draw is given all'):
        asked_for(samples=5)


def test_text_is_not_drawn():
    """The form has to fit the set."""
    flat = replace(ALBUM, x_train=np.zeros(9, np.uint8))

    with pytest.raises(CourseError, match='asks for the form "drawings", which is none'):
        formed(flat, "drawings")


def test_the_public_training_is_always_the_same():
    """Who checks twice is asked the same twice."""
    one, other = (drawn_up(ASKED, ALBUM)[0] for _ in range(2))

    assert one.drawings == other.drawings
    np.testing.assert_array_equal(one.feed.inputs, other.feed.inputs)
