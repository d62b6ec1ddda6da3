"""``qinglang db`` on a store that an evaluation made."""

from __future__ import annotations

import json
from pathlib import Path

from tests.conftest import AS_OF, Run, WriteSnapshot


def test_the_commands(qinglang: Run, write_snapshot: WriteSnapshot, tmp_path: Path) -> None:
    """A store is checked, brought up to date and copied; without one there is a message."""
    url = f"sqlite:///{tmp_path / 'store.db'}"
    ended = qinglang("db", "check", "--db", url)
    assert (ended.code, "does not exist" in ended.err) == (3, True)
    account = {"account_id": "a", "account_class": "personal", "status": "active"}
    folder = write_snapshot({"accounts": [account | {"created_at": AS_OF - 5}]})
    qinglang("evaluate", folder, "--db", url, "-o", "json")
    ended = qinglang("db", "check", "--db", url, "-o", "json")
    assert ended.code == 0
    assert json.loads(ended.out)["runs"] == 1
    assert "nothing to do" in qinglang("db", "upgrade", "--db", url).err
    assert qinglang("db", "backup", tmp_path / "copy.db", "--db", url).code == 0
    assert qinglang("db", "check", "--db", f"sqlite:///{tmp_path / 'copy.db'}").code == 0
    assert qinglang("db", "backup", tmp_path / "copy.db", "--db", url).code == 2
