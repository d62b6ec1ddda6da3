"""A program of its own that writes a report: ``program.py FINDINGS OUTPUT…``."""

from __future__ import annotations

import sys

from conftest import build_finding, build_report

from evaluator.bundle import load_bundle
from evaluator.errors import QinglangError
from evaluator.report import ReportOptions, parse_outputs, write_outputs


def main() -> int:
    """Write the outputs that the arguments name."""
    bundle = load_bundle()
    findings = [
        build_finding(bundle, "ANN-12", f"p{number:06}", {"adjudication_id": "裁定-1"})
        for number in range(int(sys.argv[1]))
    ]
    report = build_report(bundle, findings)
    try:
        write_outputs(report, parse_outputs(sys.argv[2:]), ReportOptions())
    except QinglangError as error:
        sys.stderr.write(f"{error}\n")
        return error.exit_code
    return 0


if __name__ == "__main__":
    sys.exit(main())
