"""Modules of any size can be opened."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from opapywasm import PolicyConfig

from evaluator.judge.module import open_module

pytestmark = pytest.mark.opa


def test_a_module_with_many_constants_can_be_opened(compile_wasm: Callable[..., bytes]) -> None:
    """OPA asks for room for all constants of the controls; it is given."""
    constant = "x" * 300_000
    wasm = compile_wasm(judge=f'package qinglang.judge\n\npost := count("{constant}")\n')
    with open_module(wasm, PolicyConfig(pool_size=1, max_memory_pages=256)) as policy:
        assert policy.evaluate(b"{}", "qinglang/judge/post") == 300_000
