"""Grades go into the cells that they belong in, and every other byte stays."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.model import Outcome, Status, UsageError
from harness.report.gradebook import columns, lists, own
from harness.report.gradebook.feedback import feedback
from harness.report.gradebook.fill import fill
from harness.report.gradebook.record import Record, fixed
from harness.report.gradebook.sheet import Sheet
from tests.report.build import exercise, grade


def record(submission, score, *, most=100, status=Status.GRADED, **about):
    one = grade(exercise("relu", points=most), submission=submission)
    one = replace(one, score=Fraction(score), status=status)
    return Record(grade=one, **{"name": submission, "platform": "", **about})


CANVAS = (
    "Student,ID,SIS User ID,SIS Login ID,Section,HW1 (11),HW3 (98),Final (read)\r\n"
    ",,,,,Manual Posting,,\r\n"
    "    Points Possible,,,,,10.00,100.00,(read only)\r\n"
    '"Wang, Xiaoming",101,00123,w@x.cn,"Sec ""A"", 一",7.00,,70\r\n'
    '"Li, Wei",102,="00124",lw,Sec,8.00,"1.5",80\r\n'
    "Müller,103,,jm,Sec,8.00,EX,80\r\n"
    '"Student, Test",999,,t,Sec,,,\r\n'
)


def canvas(text, records, column="HW3 (98)", scale=None, encoding="utf-8"):
    sheet = Sheet.read(text.encode(encoding), "grades.csv")
    told = fill(sheet, columns.canvas(sheet, column), records, scale=scale, mark=False)
    return told, told.data.decode(encoding)


@given(st.text(st.sampled_from('ab",;\t\r\n 王="'), max_size=40))
def test_any_table_comes_back_byte_for_byte(text):
    """Whatever is quoted, empty or odd in it; or it is refused."""
    raw = text.encode()
    try:
        sheet = Sheet.read(raw, "f.csv")
    except UsageError:
        return

    assert sheet.bytes() == raw
    assert len(sheet.frame) == len(sheet.rows)


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [(b"", "utf-8"), (b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"", "gb18030")],
)
def test_encodings_come_back_as_they_were(mark, encoding):
    """With their mark, if there was one."""
    raw = mark + "姓名,成绩\r\n王小明,\r\n".encode(encoding)
    sheet = Sheet.read(raw, "f.csv")

    assert sheet.bytes() == raw
    assert list(sheet.frame.iloc[1]) == ["王小明", ""]
    sheet.put(1, 1, "9.50")
    assert sheet.bytes() == mark + "姓名,成绩\r\n王小明,9.50\r\n".encode(encoding)


def test_a_quote_that_is_never_closed_is_told_by_its_line():
    """Guessing would move everybody's cells."""
    with pytest.raises(UsageError, match="line 2"):
        Sheet.read(b'a,b\n"c,d\n', "f.csv")


def test_canvas_gets_exactly_its_cells():
    """Found by Canvas's number, the course's number or the login; two decimals; EX stays."""
    told, text = canvas(
        CANVAS,
        [
            record("a", Fraction(25, 3), platform="101"),
            record("b", 92, students=("00124",)),
            record("c", 50, platform="103"),
        ],
    )

    assert text == CANVAS.replace(
        '"Sec ""A"", 一",7.00,,70', '"Sec ""A"", 一",7.00,8.33,70'
    ).replace('"1.5"', '"92.00"')
    assert (told.placed, told.kept, told.without) == (2, ("Müller",), ("Student, Test",))
    assert not told.homeless


def test_a_number_of_the_course_is_no_number_of_canvas():
    """Student 101 is somebody else than Canvas's user 101."""
    told, text = canvas(CANVAS, [record("a", 5, students=("101",))])

    assert text == CANVAS
    assert told.homeless == ("a",)


def test_what_could_not_be_judged_is_not_written():
    """Neither a 0 nor a blank over what stood there."""
    told, text = canvas(
        CANVAS,
        [
            record("a", 0, platform="101", status=Status.VOID),
            record("b", 40, platform="102", status=Status.PARTIAL),
            record("gone", 0, platform="7", status=Status.VOID),
        ],
    )

    assert text == CANVAS
    assert (told.placed, told.void) == (0, ("a", "b", "gone"))


def test_a_zero_is_written():
    """Work that was judged and has no points."""
    _, text = canvas(CANVAS, [record("a", 0, platform="101")])

    assert "7.00,0.00,70" in text


def test_a_name_alone_decides_only_where_it_is_one_persons():
    """And every row that was found so is named."""
    told, text = canvas(CANVAS, [record("wangxiaoming", 5), record("somebody else", 6)])

    assert "7.00,5.00,70" in text
    assert told.by_name == ("Wang, Xiaoming",)
    assert told.homeless == ("somebody else",)
    both = [record("x", 5, name="Wang Xiaoming"), record("z", 7, name="wang, xiaoming")]
    twice, same = canvas(CANVAS, both)
    assert same == CANVAS
    assert twice.doubtful == ("Wang, Xiaoming",)


def test_points_that_are_others_are_not_converted_unasked():
    """Canvas's column is worth 50, the assignment 100."""
    text = CANVAS.replace("100.00", "50.00")
    records = [record("a", Fraction(185, 2), platform="101")]

    with pytest.raises(UsageError, match=r"worth 50\.00 points there.*--scale"):
        canvas(text, records)
    assert "7.00,46.25,70" in canvas(text, records, scale=True)[1]
    assert "7.00,92.50,70" in canvas(text, records, scale=False)[1]


def test_nothing_is_converted_to_points_that_nobody_knows():
    """A list of one's own does not say what can be reached."""
    sheet = Sheet.read("学号,成绩\n1,\n".encode(), "list.csv")
    records = [record("a", 5, students=("1",))]

    with pytest.raises(UsageError, match="does not say what '成绩' is worth"):
        fill(sheet, lists.any_table(sheet, "成绩", records), records, scale=True)


def test_decimal_commas_and_semicolons_stay_what_they_are():
    """As Canvas exports in German."""
    text = CANVAS.replace(".00", "·00").replace(",", ";").replace("·00", ",00")

    _, filled = canvas(text, [record("a", Fraction(17, 2), platform="101")])

    assert "7,00;8,50;70" in filled


@pytest.mark.parametrize(
    ("column", "said"),
    [
        (None, r"which column.*HW1 \(11\); HW3 \(98\)"),
        ("HW3", r"Did you mean 'HW3 \(98\)'"),
        ("HW9 (99)", "no columns are called"),
        ("Final (read)", "no columns are called"),
    ],
)
def test_a_column_is_never_made(column, said):
    """Canvas would make a new assignment of it; read-only ones are not offered."""
    with pytest.raises(UsageError, match=said):
        canvas(CANVAS, [record("a", 1, platform="101")], column=column)


def test_a_column_may_be_named_by_its_number():
    """The one in brackets."""
    assert "7.00,5.00,70" in canvas(CANVAS, [record("a", 5, platform="101")], column="98")[1]


def test_another_table_is_no_gradebook_from_canvas():
    """The remedy says where to download one."""
    with pytest.raises(UsageError, match=r"is no gradebook from Canvas.*Export"):
        canvas("a,b,c\n1,2,3\n", [])


def test_family_and_given_names_in_columns_of_their_own():
    """The other header that Canvas exports, where an institution wants it so."""
    text = (
        "LastName,FirstName,ID,SIS User ID,SIS Login ID,Section,HW3 (98)\n"
        "    Points Possible,,,,,,100.00\n"
        "Wang,Xiaoming,101,,,S,\n"
        "Li,Wei,102,,,S,\n"
    )

    told, filled = canvas(text, [record("wangxiaoming", 5), record("l", 6, platform="102")])

    assert filled == text.replace("101,,,S,", "101,,,S,5.00").replace("102,,,S,", "102,,,S,6.00")
    assert told.by_name == ("Wang Xiaoming",)


MOODLE = (
    "编号,姓名,邮箱,状态,成绩,最高分,可以修改成绩,最后修改(提交),最后修改(成绩),反馈评语\n"
    '参与者 12345,王小明,a@b.cn,"已提交, 待评分",,"50,00",是,"星期一, 1 日",-,\n'
    '参与者 12346,"Li, Wei",c@d.cn,未提交,"","50,00",是,-,-,"好"\n'
)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_moodles_worksheet_in_any_language(encoding):
    """The participant's number and the place of the maximum are enough; commas stay commas."""
    sheet = Sheet.read(MOODLE.encode(encoding), "m.csv")
    records = [record("a", Fraction(85), platform="12345"), record("b", 100, platform="12346")]

    told = fill(sheet, columns.moodle(sheet, None), records, scale=True)

    assert told.column == "成绩"
    assert told.data.decode(encoding) == MOODLE.replace(
        '待评分",,"50,00"', '待评分","42,50","50,00"'
    ).replace('未提交,"","50,00"', '未提交,"50,00","50,00"')


def test_moodle_without_a_maximum_needs_a_name():
    """Nothing is written into a column that was guessed."""
    text = MOODLE.replace(',"50,00"', ",x")
    sheet = Sheet.read(text.encode(), "m.csv")

    with pytest.raises(UsageError, match=r"--column NAME.*成绩"):
        columns.moodle(sheet, None)
    assert columns.moodle(sheet, "成绩").column == 4
    with pytest.raises(UsageError, match="no grading worksheet from Moodle"):
        columns.moodle(Sheet.read(CANVAS.encode(), "c.csv"), None)


def test_a_list_of_ones_own_with_a_title_above():
    """The line with the column is the header; the column that knows most people tells who."""
    text = (
        "2026 秋 深度学习,,,\n序号,学号,姓名,成绩\n1,00123,王小明,\n2,00124,李伟,\n3,00125,张三,\n"
    )
    records = [
        record("a", Fraction(25, 3), students=("00123",), name="王小明"),
        record("b", 7, students=(), name="李伟"),
        record("c", 9, students=("1",), name="somebody"),
    ]
    sheet = Sheet.read(text.encode(), "list.csv")

    told = fill(sheet, lists.any_table(sheet, "成绩", records), records, scale=None)

    assert "00123,王小明,8.33\n2,00124,李伟,7.00\n3,00125,张三,\n" in told.data.decode()
    assert (told.by_name, told.homeless) == (("李伟",), ("c",))


def test_gradescopes_table_by_number():
    """First and last name are its own columns."""
    text = "First Name,Last Name,SID,Email,Total Score,Max Points\nAnn,Lee,007,a@x,,10\n"
    sheet = Sheet.read(text.encode(), "g.csv")
    records = [record("a", 5, students=("007",))]

    told = fill(sheet, lists.any_table(sheet, None, records, "Total Score"), records, scale=None)

    assert "a@x,5.00,10" in told.data.decode()


def test_feedback_goes_under_the_downloads_own_names():
    """The participant's number is untouched; who was not judged gets no page yet."""
    paths = [
        "王 小明_12345_assignsubmission_file/hw3.py",
        "王 小明_12345_assignsubmission_onlinetext/onlinetext.html",
        "Li_12346_assignsubmission_file_hw3.py",
        "Eve_12347_assignsubmission_file/hw3.py",
    ]
    records = [
        record("w", 5, platform="12345"),
        record("l", 5, platform="12346", status=Status.VOID),
        record("x", 5, platform="9"),
    ]

    found = feedback(paths, records)

    assert found.files == {"王 小明_12345_assignfeedback_file/report.html": "w"}
    assert (found.void, found.without, found.homeless) == (("l",), ("Eve_12347",), ("x",))


def test_our_own_tables_leave_void_blank():
    """And keep numbers with leading zeros, one row for each student of a group."""
    records = [
        record("g", Fraction(25, 3), students=("001", "002"), name="Wang, Ann", emails=("a@x",)),
        record("v", 0, status=Status.VOID, name="=cmd()"),
    ]

    plain, book = own.plain_table(records).decode("utf-8-sig"), own.nbgrader(records).decode()

    assert "g,001; 002," in plain
    assert "v,,'=cmd(),,activations,,100,void,," in plain
    assert [row.split(",")[3] for row in book.splitlines()[1:]] == ["001", "002", "v"]
    assert "Wang,Ann,a@x,8.33,0,8.33,100" in book


@given(st.fractions(min_value=0, max_value=1000, max_denominator=999))
def test_two_decimals_are_the_nearest(value):
    """Half a hundredth goes up, once."""
    assert abs(Fraction(fixed(value)) - value) <= Fraction(1, 200)
    assert fixed(Fraction(1, 200), ",") == "0,01"


def test_a_partial_outcome_is_no_obstacle():
    """Outcomes are the judge's; a gradebook takes points."""
    half = record("a", 50, platform="101")
    half = replace(half, grade=replace(half.grade, exercises=(exercise("relu", Outcome.PARTIAL),)))

    assert "7.00,50.00,70" in canvas(CANVAS, [half])[1]
