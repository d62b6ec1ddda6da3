"""Small policies that pass every check, to be broken in one place after the other."""

from __future__ import annotations

from pathlib import Path

import pytest

TESTS = """\
package qinglang.size.too_long_test

import data.qinglang.size.too_long

test_long if {
	some found in too_long.violations with input as {"post": {"length": 11}}
		with data.qinglang.params.longest as 10
	found.length == 11
}

test_post if too_long.applies with input as {"post": {}}

test_no_post if not too_long.applies with input as {}

test_unknown if count(too_long.undetermined) == 1 with input as {"post": {}}
"""
SHARED_TESTS = """\
package qinglang.lib.limits_test

import data.qinglang.lib.limits

test_longest if limits.longest == 3 with data.qinglang.params.longest as 3
"""

WHOLE = {
    "codes.txt": "# Codes.\nLEN-01 size.too_long\n",
    "qinglang/size/too_long/too_long_test.rego": TESTS,
    "qinglang/lib/limits/limits_test.rego": SHARED_TESTS,
}


@pytest.fixture
def whole(policies: Path) -> Path:
    """The small policies with all that a check asks for."""
    for name, text in WHOLE.items():
        (policies / name).write_text(text, encoding="utf-8")
    return policies
