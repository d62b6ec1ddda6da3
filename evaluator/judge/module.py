"""Opens the WebAssembly modules that OPA compiles, with room for what they hold."""

from __future__ import annotations

from typing import Final

from opapywasm import OpaWasmPolicy, PolicyConfig, runtime

__all__ = ["open_module"]

#: Pages of 64 KiB that an instance starts with. A module asks for as many as its constants fill,
#: some hundred KiB for all controls, and cannot be run where it is given fewer.
_PAGES: Final = 64

# The library always gives two pages, whatever the module asks for, and offers no setting for it.
runtime._DEFAULT_MEMORY_PAGES = _PAGES  # noqa: SLF001


def open_module(wasm: bytes, config: PolicyConfig) -> OpaWasmPolicy:
    """The module, compiled for this machine; to be closed by the caller.

    Args:
        wasm: the module.
        config: limits; at least 64 pages of memory.

    Raises:
        OpaWasmError: if it is no module of a policy.
    """
    return OpaWasmPolicy.from_wasm_bytes(wasm, config)
