from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from pbxprivacy.adapters.asterisk.facts import Fact, Status, Topic
from pbxprivacy.adapters.asterisk.read import read

Pbx = Callable[[Mapping[str, str]], Path]
CSV = "[general]\n[csv]\nloguserfield=yes\n"


def facts(pbx: Pbx, topic: Topic, version: int | None = None, **files: str) -> dict[str, Fact]:
    root = pbx({f"{name}.conf": text for name, text in files.items()})
    return {one.subject: one for one in read(root, version=version).about(topic)}


def test_logs_expose_by_their_levels_and_the_console_keeps_nothing(pbx: Pbx) -> None:
    text = "[logfiles]\nconsole => verbose,dtmf\nfull => [json]notice,verbose(3),debug\n"
    text += "messages => notice\nsyslog.local0 => security\n"
    found = facts(pbx, Topic.LOG, logger=text)
    assert {name for name, one in found.items() if one.exposes} == {"full", "syslog.local0"}
    assert found["full"]["levels"] == ("debug", "notice", "verbose")
    assert found["console"]["persisted"] is False


def test_without_logger_conf_only_the_console_logs(pbx: Pbx) -> None:
    assert list(facts(pbx, Topic.LOG)) == ["console"]


def test_a_sip_trace_counts_where_a_file_takes_verbose_text(pbx: Pbx) -> None:
    files = {"pjsip": "[global]\ntype=global\ndebug=yes\n", "logger": "[logfiles]\nfull => notice\n"}
    assert facts(pbx, Topic.LOG, **files)["pjsip.conf debug"].state.status is Status.INERT
    files["logger"] = "[logfiles]\nfull => verbose\n"
    assert facts(pbx, Topic.LOG, **files)["pjsip.conf debug"].effective


@pytest.mark.parametrize(
    ("files", "status"),
    [
        ({"queues": "[sales]\n"}, Status.EFFECTIVE),
        ({"queues": "[general]\n"}, Status.INERT),
        ({"queues": "[sales]\n", "logger": "[general]\nqueue_log=no\n"}, Status.INERT),
        ({"extconfig": "[settings]\nqueues => odbc,a\n"}, Status.UNKNOWN),
    ],
)
def test_the_queue_log_is_on_where_there_are_queues(pbx: Pbx, files: dict[str, str], status: Status) -> None:
    assert facts(pbx, Topic.QUEUE_LOG, **files)["queue_log"].state.status is status


def test_a_queue_log_in_a_database_leaves_the_file_unless_told_otherwise(pbx: Pbx) -> None:
    files = {"queues": "[sales]\n", "extconfig": "[settings]\nqueue_log => odbc,a\n"}
    one = facts(pbx, Topic.QUEUE_LOG, **files)["queue_log"]
    assert (one["realtime"], one["file"]) == (True, False)
