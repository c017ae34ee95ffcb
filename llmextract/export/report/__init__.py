"""The HTML report: one file with the articles, their meetings and the words that support them."""

from llmextract.export.report.page import render_report

__all__ = ["render_report"]
