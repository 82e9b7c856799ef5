"""Be called like a template, a format and a path.

honest: 0
expect: missing.name
made: entries
"""


def build():
    names = (
        "{{ 7 * 7 }}", "{% include 'student.html.j2' %}", "{0.__class__.__mro__}", "%s%n%(score)s",
        "..%2f..%2fevil", "....", "$(id)", "`id`", "-rf", "--help", "CON", "a\nb", "a\\..\\b",
    )
    return {f"{name}.py": b"x = %d\n" % number for number, name in enumerate(names)}
