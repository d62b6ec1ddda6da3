"""The HTML report: one file that needs nothing else, and draws its own charts."""

from evaluator.report.html.page import HtmlReport

__all__ = ["HtmlReport"]
