"""Settings: flags over environment (``QINGLANG_…``) over ``qinglang.toml`` over defaults."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Literal

import platformdirs
from pydantic import ByteSize, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from evaluator.errors import ConfigurationError

__all__ = ["FILE_NAME", "Allowance", "Settings", "load_settings"]

FILE_NAME = "qinglang.toml"

_ALLOWANCE = re.compile(r"([0-9]+)|([0-9]+(?:\.[0-9]+)?)%")
_WHOLE = 100


@dataclass(frozen=True, slots=True)
class Allowance:
    """How many rows may be in quarantine: a number, or a share of all rows that were read."""

    text: str
    rows: int | None
    #: Percent, exactly as it was written.
    share: Fraction | None

    @classmethod
    def parse(cls, text: str) -> Allowance:
        """Read ``N`` or ``P%``.

        Raises:
            ValueError: if it is neither, or more than 100 %.
        """
        found = _ALLOWANCE.fullmatch(text.strip())
        if found is None:
            raise ValueError("must be a number of rows such as 300, or a share such as 0.5%")
        rows, share = found.groups()
        if rows is not None:
            return cls(text, int(rows), None)
        if Fraction(share) > _WHOLE:
            raise ValueError("must be at most 100%")
        return cls(text, None, Fraction(share))

    def covers(self, count: int, total: int) -> bool:
        """Whether ``count`` rows of ``total`` are allowed."""
        if self.share is None:
            return count <= (self.rows or 0)
        return count * _WHOLE <= self.share * total


class Settings(BaseSettings):
    """Everything that can be configured; a field's description is its reference text."""

    model_config = SettingsConfigDict(
        env_prefix="QINGLANG_", toml_file=FILE_NAME, extra="forbid", frozen=True
    )

    bundle: Path | None = Field(
        None,
        description="Policy bundle; unset: the one that ships.",
        examples=["policies-2025.bundle"],
    )
    require_signed: bool = Field(
        default=False, description="Use no policy bundle but one that a trusted key has signed."
    )
    trusted_keys: Path | None = Field(
        None,
        description="Public key or certificate (PEM) of who signs bundles, or a folder of them.",
        examples=["keys"],
    )
    db: str = Field("sqlite:///qinglang.db", description="Database URL of the store of findings.")
    series: str | None = Field(
        None,
        description="Series to record into; unset: nothing is recorded.",
        examples=["nightly"],
    )
    engine: Literal["wasm", "opa"] = Field("wasm", description="Judge: in process, or a server.")
    opa_url: str = Field(
        "http://127.0.0.1:8181",
        description="OPA server: judges with engine opa, and what WebAssembly fails on otherwise.",
    )
    opa_token: SecretStr | None = Field(
        None,
        description="Bearer token of the OPA server; better set as QINGLANG_OPA_TOKEN than here.",
        examples=["token"],
    )
    opa_timeout: float = Field(30.0, gt=0, description="Seconds that OPA may take for a batch.")
    threads: int | None = Field(None, ge=1, description="Threads; unset: one a core.", examples=[4])
    memory: str = Field("1GiB", description="Memory that DuckDB may use before it spills.")
    batch_size: int = Field(150, ge=1, le=10_000, description="Documents a judge gets at once.")
    judge_timeout: float = Field(10.0, gt=0, description="Seconds that one batch may be judged.")
    judge_memory: int = Field(256, ge=16, description="MiB that one Wasm instance may use.")
    cache_dir: Path = Field(
        default_factory=lambda: platformdirs.user_cache_path("qinglang"),
        description="Where prepared snapshots are kept.",
    )
    cache_limit: ByteSize = Field(
        ByteSize(20 * 2**30), description="Prepared snapshots beyond it are thrown away."
    )
    fail_on: Literal["low", "medium", "high", "never"] = Field(
        "low", description="Exit 1 from findings of this severity on."
    )
    fail_on_not_evaluated: bool = Field(
        default=False, description="Exit 1 if a control lacks a table."
    )
    max_undetermined: float | None = Field(
        None,
        ge=0,
        le=100,
        description="Exit 1 if a larger percentage of the subjects is undetermined; unset: never.",
        examples=[5.0],
    )
    max_quarantined: str = Field("0", description="Rows, or percent with %, before incomplete.")
    max_unplaced: int = Field(0, ge=0, description="Unplaced rows of a table that are allowed.")
    waivers: Path | None = Field(
        None, description="File of waivers; unset: every finding counts.", examples=["waivers.yaml"]
    )
    waiver_days: int = Field(90, ge=1, description="Days that a waiver may last at most.")
    audit: int = Field(2000, ge=0, description="Subjects a control judged though triage let go.")
    triage_from: int = Field(
        10_000, ge=0, description="Subjects of a kind from which on triage pays; fewer are judged."
    )
    lang: Literal["en", "zh"] = Field("en", description="Language of messages.")

    @property
    def thread_count(self) -> int:
        """Threads in force."""
        return self.threads or len(os.sched_getaffinity(0))

    @property
    def quarantine_allowance(self) -> Allowance:
        """What ``max_quarantined`` says."""
        return Allowance.parse(self.max_quarantined)

    @field_validator("max_quarantined")
    @classmethod
    def _check_allowance(cls, value: str) -> str:
        return Allowance.parse(value).text

    @field_validator("bundle", "cache_dir", "trusted_keys", "waivers")
    @classmethod
    def _expand_home(cls, value: Path | None) -> Path | None:
        return None if value is None else value.expanduser()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Flags (given to the constructor), environment, file; no dotenv, no secrets folder."""
        _ = dotenv_settings, file_secret_settings
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def load_settings(**flags: object) -> Settings:
    """Settings in force; flags that are None count as not given.

    Raises:
        ConfigurationError: for an unknown key or a value of a wrong type, naming its place.
    """
    given = {name: value for name, value in flags.items() if value is not None}
    try:
        return Settings.model_validate(given)
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        where = "option" if name in given else f"{FILE_NAME} or the environment"
        rule = first["msg"].removeprefix("Value error, ")
        raise ConfigurationError(
            f"setting {name}" if name else FILE_NAME,
            rule[:1].lower() + rule[1:],
            f"Correct it ({where}).",
        ) from error
    except ValueError as error:
        raise ConfigurationError(FILE_NAME, str(error), "Correct the file.") from error
