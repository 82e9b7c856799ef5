"""Every assignment holds: right solutions earn everything, wrong ones fail as they say."""

import os

import pytest

from harness import ask, sandbox
from harness.grade import Recipe, prove, secret_of
from tests.course import marked


COURSE = ask.find(None)


ASKED = [
    slug
    for slug in COURSE.slugs
    if not any(exercise.trainings for exercise in ask.read(COURSE, slug).exercises)
]
"""Where something is trained the proof takes both processors: CI runs `harness prove` itself."""


@pytest.mark.parametrize("slug", marked(ASKED))
def test_an_assignment_tells_right_from_wrong(slug):
    """As `harness prove` does, behind the strongest walls of this machine."""
    recipe = Recipe(
        course=COURSE.root,
        slug=slug,
        sandbox=sandbox.choose("auto").name,
        secret=secret_of(0),
        language="en",
    )

    proofs = list(prove(recipe, jobs=1 if "PYTEST_XDIST_WORKER" in os.environ else 2))

    assert [] == [(p.role, p.name, p.complaint) for p in proofs if p.complaint]
    wrong = [proof for proof in proofs if proof.role == "wrong"]
    assert sum(proof.named for proof in wrong) >= 0.9 * len(wrong)
