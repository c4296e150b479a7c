"""The shape of the house, held by reading its source: each failure says what to do about it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import pytest

ROOT = Path(__file__).resolve().parents[1]
FLOORS = ("search", "forum", "moderation", "app")  # each imports only from those before it
ROOMS = {
    "forum": (
        *("core", "accounts", "uploads", "categories", "threads", "reactions", "knowledge"),
        *("notifications", "announcements", "finding", "silence", "confidential"),
        *("satisfaction", "people", "helping", "syndication", "home", "api"),
    ),
    "moderation": (
        *("desk", "audit", "settings", "teams", "replies", "handling", "watchlist", "saved"),
        *("bulk", "routing"),
        *("webhooks",),
        *("duplicates", "together", "promotion"),
        *("announcing", "incidents", "faq", "starting", "measures", "deflection", "wanted"),
        *("reporting",),
        *("exchange", "demo", "styleguide"),
    ),
}
LINES_MAX = 300
LINES_MEDIAN_MAX = 120
LATE_IMPORTS = {"search/loading.py"}  # torch takes five seconds to import
CLOCK = "forum/core/clock.py"
# What a room's well-known files must leave to others: (modules, names called on anything).
NEVER: dict[str, tuple[set[str], set[str]]] = {
    "routes.py": (set(), {"commit", "rollback", "flush"}),
    "policy.py": ({"flask", "flask_wtf", "flask_login", "sqlalchemy"}, set()),
    "actions.py": ({"flask_login", "flask_wtf", "wtforms"}, set()),
    "queries.py": ({"flask_wtf", "wtforms"}, {"commit", "add", "add_all"}),
    "jobs.py": ({"flask_login", "flask_wtf", "wtforms"}, set()),
    "events.py": ({"flask", "sqlalchemy"}, set()),
    "models.py": ({"flask", "flask_login", "flask_wtf", "wtforms"}, set()),
}


def _sources() -> list[Path]:
    found = [ROOT / "app.py"]
    for folder in ("forum", "moderation", "search"):
        found += sorted((ROOT / folder).rglob("*.py"))
    return found


SOURCES = {path.relative_to(ROOT).as_posix(): path.read_text() for path in _sources()}
TREES = {name: ast.parse(text, filename=name) for name, text in SOURCES.items()}
TEMPLATES = {
    path.relative_to(ROOT).as_posix(): path.read_text()
    for path in sorted((ROOT / "templates").rglob("*.html"))
}


def told(broken: list[str], what_to_do: str) -> str:
    """The message of a failure: what to do, then where."""
    return f"{what_to_do}\n  " + "\n  ".join(broken)


def imported(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Line and full name of everything a file imports; ``from a import b`` gives ``a.b``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                yield node.lineno, f"{node.module}.{alias.name}"


def floor_of(module: str) -> str | None:
    """ "forum" for ``forum.threads.models``; None for what is not ours."""
    first = module.split(".")[0]
    return first if first in FLOORS else None


def room_of(module: str) -> str | None:
    """ "threads" for ``forum.threads.models``; None outside the rooms."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 and parts[1] in ROOMS.get(parts[0], ()) else None


def module_of(name: str) -> str:
    """ "forum.threads.models" for its file."""
    return name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def test_imports_go_one_way_between_the_floors() -> None:
    broken = []
    for name, tree in TREES.items():
        here = FLOORS.index(floor_of(module_of(name)) or "app")
        for line, module in imported(tree):
            there = floor_of(module)
            if there is not None and FLOORS.index(there) > here:
                broken.append(f"{name}:{line} imports {module}")
    assert not broken, told(
        broken,
        "Imports go app → moderation → forum → search. Publish an event or open a slot instead.",
    )


def test_a_room_imports_only_from_the_rooms_before_it() -> None:
    broken = []
    for name, tree in TREES.items():
        module = module_of(name)
        floor, room = floor_of(module), room_of(module)
        if floor not in ROOMS or room is None:
            continue
        order = ROOMS[floor]
        for line, target in imported(tree):
            other = room_of(target) if floor_of(target) == floor else None
            if other is not None and order.index(other) > order.index(room):
                broken.append(f"{name}:{line} imports {target}")
    assert not broken, told(
        broken,
        "A room imports only from those before it. Let the earlier one publish an event, or open "
        "a slot that the later one fills.",
    )


def test_every_room_stands_in_the_order() -> None:
    found = {
        f"{floor}/{path.name}"
        for floor in ROOMS
        for path in (ROOT / floor).iterdir()
        if (path / "__init__.py").exists()
    }
    known = {f"{floor}/{room}" for floor, rooms in ROOMS.items() for room in rooms}
    assert found == known, "Add the room to ROOMS here and to ROOMS in app.py, where it belongs."


def test_search_knows_nothing_of_ours() -> None:
    broken = [
        f"{name}:{line} imports {module}"
        for name, tree in TREES.items()
        if name.startswith("search/")
        for line, module in imported(tree)
        if floor_of(module) not in {None, "search"} or module.split(".")[0].startswith("flask")
    ]
    assert not broken, told(broken, "search is a leaf: hand it plain values.")


def test_nothing_is_imported_inside_a_function() -> None:
    broken = []
    for name, tree in TREES.items():
        functions = [
            node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.Lambda)
        ]
        for function in functions if name not in LATE_IMPORTS else ():
            broken += [f"{name}:{line} imports {module}" for line, module in imported(function)]
    assert not broken, told(
        sorted(set(broken)), "Import at the top. If that makes a circle, a module is misplaced."
    )


def test_no_file_is_too_long_to_hold_in_the_head() -> None:
    lengths = {name: len(text.splitlines()) for name, text in SOURCES.items()}
    lengths |= {name: len(text.splitlines()) for name, text in TEMPLATES.items()}
    for kind in ("css", "js"):
        for path in (ROOT / "static").rglob(f"*.{kind}"):
            if "vendor" not in path.parts:
                lengths[path.relative_to(ROOT).as_posix()] = len(path.read_text().splitlines())
    for path in (ROOT / "tests").rglob("*.py"):
        lengths[path.relative_to(ROOT).as_posix()] = len(path.read_text().splitlines())
    broken = [f"{name}: {lines}" for name, lines in lengths.items() if lines > LINES_MAX]
    assert not broken, told(broken, f"Past {LINES_MAX} lines split by what the parts can do.")
    usual = median(lengths[name] for name in SOURCES)
    assert usual < LINES_MEDIAN_MAX, f"The median module has {usual} lines: split some."


@pytest.mark.parametrize("file", sorted(NEVER))
def test_files_of_a_room_keep_to_their_work(file: str) -> None:
    modules, calls = NEVER[file]
    broken = []
    for name, tree in TREES.items():
        if not name.endswith(f"/{file}") and f"/{file.removesuffix('.py')}/" not in name:
            continue
        if name.startswith(("forum/core/", "search/")):
            continue
        for line, module in imported(tree):
            allowed = module in {"flask.current_app", "flask_babel.gettext"}
            if module.split(".")[0] in modules and not allowed:
                broken.append(f"{name}:{line} imports {module}")
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                is_session = ast.unparse(node.func.value).endswith("session")
                if node.func.attr in calls and is_session:
                    broken.append(f"{name}:{node.lineno} calls {ast.unparse(node.func)}")
    assert not broken, told(
        broken, f"{file} leaves this to another file of the room: see the table in the design."
    )


def test_routes_hold_no_queries() -> None:
    broken = [
        f"{name}:{node.lineno}"
        for name, tree in TREES.items()
        if name.endswith("/routes.py") or "/routes/" in name
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"select", "db.session.get"}
    ]
    broken += [
        f"{name}:{line} imports {module}"
        for name, tree in TREES.items()
        if name.endswith("/routes.py") or "/routes/" in name
        for line, module in imported(tree)
        if module.startswith("sqlalchemy")
    ]
    assert not broken, told(broken, "Move the SELECT to queries.py, beginning at visible_to.")


def test_nobody_commits_but_transactional() -> None:
    broken = [
        f"{name}:{node.lineno}"
        for name, tree in TREES.items()
        if name.startswith(("forum/", "moderation/")) and name != "forum/core/db.py"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and ast.unparse(node) == "db.session.commit"
    ]
    assert not broken, told(broken, "Write the act as an action under @transactional.")


def test_there_is_no_drawer_for_everything() -> None:
    drawers = {"utils.py", "util.py", "helpers.py", "helper.py", "misc.py", "common.py"}
    broken = [name for name in SOURCES if name.rpartition("/")[2] in drawers]
    assert not broken, told(broken, "Name the module for what it does.")


def test_every_room_opens_with_register() -> None:
    broken = []
    for floor, rooms in ROOMS.items():
        for room in rooms[1:] if floor == "forum" else rooms:
            name = f"{floor}/{room}/__init__.py"
            opened = {
                node.name for node in TREES[name].body if isinstance(node, ast.FunctionDef)
            } | {module.rpartition(".")[2] for _line, module in imported(TREES[name])}
            if "register" not in opened:
                broken.append(name)
    assert not broken, told(broken, "A room's __init__.py has register(app).")


def test_the_present_moment_has_one_source() -> None:
    asks = re.compile(r"datetime\.now\(|\.utcnow\(|date\.today\(|from forum\.core\.clock import")
    broken = [
        f"{name}:{number}"
        for name, text in SOURCES.items()
        if name != CLOCK
        for number, line in enumerate(text.splitlines(), 1)
        if asks.search(line)
    ]
    assert not broken, told(broken, "Use clock.now(), imported as `from forum.core import clock`.")


def test_everything_public_says_what_it_is() -> None:
    broken = []
    for name, tree in TREES.items():
        if not ast.get_docstring(tree):
            broken.append(f"{name}: the module")
        broken += [f"{name}:{node.lineno} {node.name}" for node in _public(tree)]
    assert not broken, told(broken, "Write a docstring: what it is, its arguments, what it raises.")


def _public(tree: ast.Module | ast.ClassDef) -> Iterator[ast.FunctionDef | ast.ClassDef]:
    for node in tree.body:
        if not isinstance(node, ast.FunctionDef | ast.ClassDef) or node.name.startswith("_"):
            continue
        second_half = any(ast.unparse(mark).endswith(".setter") for mark in node.decorator_list)
        if not ast.get_docstring(node) and not second_half:
            yield node
        if isinstance(node, ast.ClassDef):
            yield from _public(node)


def test_forum_names_no_table_of_moderation() -> None:
    tables = {
        node.value.value
        for name, tree in TREES.items()
        if name.startswith("moderation/")
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Constant)
        and any(ast.unparse(target) == "__tablename__" for target in node.targets)
    }
    assert tables, "no table of moderation was found: this test has lost its sight"
    broken = [
        f"{name}:{node.lineno} {node.value}"
        for name, tree in TREES.items()
        if name.startswith("forum/")
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and node.value in tables
    ]
    assert not broken, told(broken, "forum knows nothing of moderation: publish an event.")
