"""What the tests of the report share: a browser, and pages shown in it."""

import pytest

from tests.export.report.browser import Watched, browser

__all__ = ["browser"]


def pytest_configure(config):
    config.addinivalue_line("markers", "browser: shows pages in a headless Chromium; skipped where there is none")


@pytest.fixture
def show(browser, tmp_path):
    """Show a page's HTML in the browser; a page that complains or asks the network for anything fails the test."""
    opened = []

    def open_page(html, address="", **context):
        (tmp_path / "report.html").write_text(html, encoding="utf-8")
        watched = Watched(browser, **context)
        opened.append(watched)
        return watched.show((tmp_path / "report.html").as_uri() + address)

    yield open_page
    for watched in opened:
        assert watched.complaints == []
        assert [url for url in watched.requests if not url.startswith("file:")] == []
        watched.close()
