"""``qinglang init`` and the settings that it documents."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from evaluator.cli.configuration import configuration_text
from evaluator.settings import Settings
from tests.conftest import Run


def _uncommented(text: str) -> str:
    lines = [line.removeprefix("# ") for line in text.splitlines() if " = " in line]
    return "\n".join(lines)


def test_every_setting_is_documented() -> None:
    """The file has each setting with a description and a value of the right type."""
    text = configuration_text()
    values = tomllib.loads(_uncommented(text))
    assert values.keys() == Settings.model_fields.keys()
    assert Settings.model_validate(values).lang == "en"
    assert all(field.description for field in Settings.model_fields.values())


def test_init_writes_a_file_that_changes_nothing(qinglang: Run) -> None:
    """All values are commented out, so that the defaults stay in force."""
    assert qinglang("init").code == 0
    assert tomllib.loads(Path("qinglang.toml").read_text()) == {}


def test_init_overwrites_nothing(qinglang: Run) -> None:
    """A file that is there stays as it is unless --force is given."""
    Path("qinglang.toml").write_text('lang = "zh"\n')
    ended = qinglang("init")
    assert ended.code == 2
    assert "qinglang.toml: exists already" in ended.err
    assert Path("qinglang.toml").read_text() == 'lang = "zh"\n'
    assert qinglang("init", "--force").code == 0
    assert tomllib.loads(Path("qinglang.toml").read_text()) == {}


def test_init_into_no_folder(qinglang: Run) -> None:
    """A folder that is not there is named."""
    ended = qinglang("init", "nowhere")
    assert ended.code == 2
    assert "nowhere/qinglang.toml: cannot be written" in ended.err


def test_flags_over_environment_over_file(qinglang: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each place where a setting may stand comes before the next one."""

    def message(*options: str) -> str:
        return qinglang("policy", "show", "ANN-12", "-o", "json", *options).out

    assert "Verdict" in message()
    Path("qinglang.toml").write_text('lang = "zh"\n')
    assert "裁定" in message()
    monkeypatch.setenv("QINGLANG_LANG", "en")
    assert "Verdict" in message()
    assert "裁定" in message("--lang", "zh")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('langue = "zh"\n', "setting langue: extra inputs are not permitted"),
        ("threads = 0\n", "setting threads: input should be greater than or equal to 1"),
        ('cache_limit = "much"\n', "setting cache_limit"),
        ("lang = \n", "qinglang.toml: invalid value (at line 1, column 8)"),
    ],
)
def test_faulty_file(qinglang: Run, content: str, message: str) -> None:
    """An unknown key, a wrong value, and broken TOML are named."""
    Path("qinglang.toml").write_text(content)
    ended = qinglang("policy", "list")
    assert ended.code == 2
    assert message in ended.err
