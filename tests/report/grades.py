"""Grades to look at: one for each way a submission can come out."""

from collections.abc import Mapping

from harness.model import (
    Counterexample,
    Entry,
    Grade,
    Outcome,
    Status,
    Text,
)
from tests.report.build import exercise, finding, grade, message


TEXTS: Mapping[str, Text] = {
    "title": {"en": "Activation functions", "zh": "激活函数"},
    "relu/leaky-slope": {"en": "leaky slope", "zh": "负半轴带斜率"},
    "relu/leaky-slope?": {
        "en": "What should come out for x = −100?",
        "zh": "x = −100 时应当输出什么？",
    },
    "relu/kink-one": {"en": "slope 1 at the kink", "zh": "折点处斜率取 1"},
    "softmax/no-shift": {"en": "no shift by the maximum", "zh": "没有减去最大值"},
    "softmax/no-shift?": {
        "en": "How large is e¹⁰⁰⁰ in float64, and what is it divided by?",
        "zh": "e¹⁰⁰⁰ 在 float64 中有多大？它又除以了什么？",
    },
}


KINK = finding(
    "value.convention", "convention", params={"variant": "relu/kink-one"}, costs=False,
    convention="relu/kink-one", check="value",
)  # fmt: skip

FRAGILE = finding(
    "value.fragile", "warning", params={"warnings": "overflow"}, costs=False, check="stability"
)

LEAKY = finding(
    "value.mistake",
    params={"variant": "relu/leaky-slope"},
    question=message("relu/leaky-slope?"),
    mistake="relu/leaky-slope",
    check="value",
    counterexample=Counterexample(
        call="relu(np.array([-1.0, 2.0]))",
        entries=(
            Entry(index="[0]", expected="0.0", got="-0.01", difference="0.01", allowed="1.0e-12"),
        ),
        differing=1,
        total=2,
        case="7f3a",
    ),
)

UNNAMED = finding(
    "value.differs",
    params={"differing": 4, "total": 9, "probe": "both signs"},
    check="value",
    counterexample=Counterexample(
        call="tanh_backward(\n    dy=np.array([[1.0, 0.0], [0.0, 1.0]], dtype=np.float32),\n"
        "    x=np.array([[1.0, 2.0], [3.0, 4.0]], dtype=np.float32),\n)",
        entries=(
            Entry(
                index="[0, 0]", expected="0.41997433", got="0.76159418",
                difference="0.342", allowed="4.2e-06",
            ),
            Entry(
                index="[1, 1]", expected="0.0013409507", got="0.9993293",
                difference="0.998", allowed="1.3e-08",
            ),
        ),
        differing=2,
        total=4,
        case="01bc",
    ),
)  # fmt: skip

HIDDEN = finding(
    "value.hidden", params={"check": "stability", "differing": 3}, check="stability",
    question=message("question.nonfinite"), hidden=True,
)  # fmt: skip

DTYPE = finding(
    "dtype.changed", "dtype", params={"got": "float64", "expected": "float32"}, check="dtype",
    question=message("question.dtype"),
)  # fmt: skip

RAISED = finding(
    "error.raised",
    "error",
    params={
        "type": "ValueError", "cell": 3, "line": 4, "source": "    return np.dot(x, w) + b",
        "message": "shapes (3,4) and (5,2) not aligned: 4 (dim 1) != 5 (dim 0)",
        "probe": "both signs",
    },
    check="value",
    trace="Cell 3, line 9, in gelu\n    return linear(x, W, b)\nCell 3, line 4, in linear\n"
    "    return np.dot(x, w) + b\n"
    "ValueError: shapes (3,4) and (5,2) not aligned: 4 (dim 1) != 5 (dim 0)",
)  # fmt: skip

WAITS = finding("blocked.value", "blocked", check="dtype")

LOADED = finding(
    "load.raised", "error",
    params={"type": "NameError", "message": "name 'plt' is not defined", "cell": 5, "line": 1,
            "source": "plt.plot(x, relu(x))"},
)  # fmt: skip

RENAMED = finding(
    "intake.main.other", "warning", costs=False,
    params={"name": "hw1 (2).ipynb", "expected": "activations.ipynb"},
)  # fmt: skip

FAILED, PASSED, BLOCKED = Outcome.FAILED, Outcome.PASSED, Outcome.BLOCKED

SAMPLES: dict[str, Grade] = {
    "passed": grade(
        exercise("relu"),
        exercise("relu_backward", findings=(KINK,)),
        exercise("sigmoid", findings=(FRAGILE,)),
        exercise("softmax", points=2),
    ),
    "failed": grade(
        exercise("relu", FAILED, findings=(LEAKY, WAITS)),
        exercise("relu_backward", findings=(KINK,)),
        exercise("tanh_backward", FAILED, findings=(UNNAMED, WAITS)),
        exercise(
            "softmax",
            Outcome.PARTIAL,
            points=2,
            lost={"stability": FAILED, "dtype": FAILED},
            findings=(HIDDEN, DTYPE),
        ),
        exercise("gelu", FAILED, findings=(RAISED, WAITS)),
        exercise(
            "gelu_backward",
            FAILED,
            findings=(
                finding(
                    "missing.name",
                    "missing",
                    params={"name": "gelu_backward", "near": "gelu_grad"},
                ),
            ),
        ),
        exercise("softmax_backward", BLOCKED, points=2),
        exercise("sigmoid", findings=(FRAGILE,)),
        findings=(LOADED, RENAMED),
        said="epoch 1\nloss 2.302\n" * 12,
    ),
    "partial": grade(
        exercise("relu"),
        exercise(
            "softmax",
            Outcome.VOID,
            points=2,
            findings=(
                finding(
                    "void.broken",
                    "void",
                    params={"reason": "the sandbox did not start"},
                    costs=False,
                ),
            ),
        ),
        status=Status.PARTIAL,
    ),
    "void": grade(
        *(exercise(name, Outcome.VOID) for name in ("relu", "softmax")),
        status=Status.VOID,
        findings=(
            finding("void.broken", "void", params={"reason": "the disk is full"}, costs=False),
        ),
    ),
    "unreadable": grade(
        *(exercise(name, BLOCKED) for name in ("relu", "softmax")),
        findings=(
            finding(
                "intake.text.nul",
                "unreadable",
                blocking=True,
                params={"file": "activations.py", "count": 3, "line": 12},
            ),
        ),
        label='李雷, "Lily" =cmd()',
        submission="li-lei",
    ),
}  # fmt: skip
