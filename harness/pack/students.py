"""What students begin with: a kit with the starter where they work, as a folder or a repository."""

import harness
from harness import ask
from harness.pack.gradescope import needs_torch
from harness.pack.kit import Files, filled, kit, starters


_WORKFLOWS = {
    "github": (".github/workflows/check.yml", "github.yml"),
    "gitlab": (".gitlab-ci.yml", "gitlab.yml"),
}


def students(course: ask.Course, slug: str) -> Files:
    """A folder to unpack, work in and check in."""
    assignment = ask.read(course, slug)
    title = assignment.title
    words = {"title_en": title["en"], "title_zh": title.get("zh", title["en"])}
    readme = filled("README.md", slug=slug, version=harness.__version__, **words)
    return starters(assignment) | {"README.md": readme} | kit(course, slug)


def repository(course: ask.Course, slug: str, forge: str) -> Files:
    """The same, with a workflow that checks every pull request on `github` or `gitlab`."""
    name, template = _WORKFLOWS[forge]
    extra = "[torch]" if needs_torch(ask.read(course, slug)) else ""
    install = f'"dl-harness{extra}=={harness.__version__}"'
    workflow = filled(template, slug=slug, install=install)
    return students(course, slug) | {name: workflow, ".gitignore": filled("gitignore")}
