"""The report: one self-contained HTML file about a run, with its pictures, tables and how to get them again."""

from __future__ import annotations

from orgsim.report.write import REPORT_NAME, write_report

__all__ = ["REPORT_NAME", "write_report"]
