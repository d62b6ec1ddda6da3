"""Every word of the console report and of exit reasons, in English and Chinese.

Both languages stand side by side, so that neither can lack a label that the other has. What
comes from elsewhere (ids, names of facts, warnings) has one language and is not looked up here.
"""

# ruff: noqa: RUF001 (Chinese has its own punctuation)

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from evaluator.report.base import Language

__all__ = ["COUNTED", "FAMILIES", "LABELS", "STAGES", "counted", "label", "stage_name"]

#: Key -> (English, Chinese).
LABELS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "colon": (": ", "："),
        "comma": (", ", "、"),
        "clause": (", ", "，"),
        "semicolon": ("; ", "；"),
        "yes": ("yes", "是"),
        "no": ("no", "否"),
        "unknown": ("unknown", "未知"),
        "low": ("low", "低"),
        "medium": ("medium", "中"),
        "high": ("high", "高"),
        "under": ("under", "不足"),
        "over": ("over", "过度"),
        "privacy": ("privacy", "隐私"),
        # Headline
        "complete": ("COMPLETE", "完整"),
        "incomplete": ("INCOMPLETE", "不完整"),
        "platform": ("platform {name}", "平台 {name}"),
        "snapshot": ("snapshot {name}", "快照 {name}"),
        "as_of": ("as of {time}", "截至 {time}"),
        "framework": ("framework {name}", "框架 {name}"),
        "sample": (
            "The snapshot is a sample: counts are of the sample, not of the platform.",
            "快照为抽样数据：各项计数只反映样本，不代表整个平台。",
        ),
        "overrides": ("Parameters set for this run", "本次运行改动的参数"),
        "override": ("{name}: {default} -> {value}", "{name}：{default} -> {value}"),
        "override_same": ("{name}: set to its default", "{name}：设为默认值"),
        "no_value": ("no value", "无值"),
        # Controls
        "controls": ("Controls", "检查项"),
        "code": ("Code", "编号"),
        "title": ("Control", "名称"),
        "severity": ("Severity", "严重度"),
        "direction": ("Direction", "方向"),
        "violation": ("Violations", "违规"),
        "undetermined": ("Undetermined", "无法判定"),
        "pass": ("Pass", "合规"),
        "not_applicable": ("Not\napplicable", "不适用"),
        "not_evaluated": ("not evaluated: {reasons}", "未评估：{reasons}"),
        "lacks_tables": ("the snapshot has no {names}", "快照缺少 {names}"),
        "lacks_places": ("rows of {names} cannot be placed", "{names} 有无法归位的行"),
        # Undetermined
        "missing": ("Undetermined, by what is not known", "无法判定的原因"),
        "missing_none": (
            "Nothing is undetermined in the controls that were evaluated.",
            "已评估的检查项均可判定。",
        ),
        "missing_share": (
            "{count} of {total} answers that might apply ({share}%); one may lack several facts.",
            "可能适用的 {total} 项判断中有 {count} 项无法判定（{share}%）；一项可能缺少多个事实。",
        ),
        "missing_fact": ("Unknown fact", "未知事实"),
        "answers": ("Undetermined", "无法判定"),
        "missing_controls": ("Controls", "检查项"),
        # Findings
        "causes": ("Findings by cause", "按成因汇总的发现"),
        "causes_none": ("No findings.", "没有发现。"),
        "under_group": ("Under-enforcement", "处置不足"),
        "over_group": ("Over-enforcement", "处置过度"),
        "privacy_group": ("Privacy", "隐私"),
        "no_findings": ("no findings", "没有发现"),
        "example": ("e.g. {subject}: {message}", "例如 {subject}：{message}"),
        "as_above": ("as above", "同上"),
        "all_findings": (
            "All findings: -o csv:findings.csv",
            "查看全部发现：-o csv:findings.csv",
        ),
        "findings_of_cause": (
            "Those of one line, where the run was recorded: {command}",
            "查看某一行的全部发现（运行须已记录）：{command}",
        ),
        "clauses": ("Clauses", "条款"),
        # Coverage
        "coverage_run": (
            "run {run}, platform {platform}, as of {time}, {state}",
            "运行 {run}，平台 {platform}，截至 {time}，{state}",
        ),
        "outcome_counts": (
            "violation {violation}, undetermined {undetermined}, pass {pass}, n/a {not_applicable}",
            "违规 {violation}，无法判定 {undetermined}，合规 {pass}，不适用 {not_applicable}",
        ),
        "not_in_run": ("not part of this run", "未纳入本次运行"),
        "attested": (
            "{duty}: {statement}, attested by {role}, {age} old, until {time}",
            "{duty}：{statement}，声明角色 {role}，距今 {age}，有效期至 {time}",
        ),
        "expired": ("{text} (expired)", "{text}（已过期）"),
        "unattested": ("{duty}: no statement", "{duty}：无声明"),
        "not_checkable_part": ("not checkable in part", "部分无法检查"),
        "not_checkable_whole": ("not checkable", "无法检查"),
        "because": ("{matter} {reason}", "{matter}{reason}"),
        "gaps": ("Unaccounted for", "缺口"),
        # Rows
        "waivers": ("Waivers", "豁免"),
        "waived_some": (
            "Waived: {count} of the findings; they stay findings, and set no exit code.",
            "{count} 项发现已获豁免：仍列为发现，但不计入退出码。",
        ),
        "waiver": ("Waiver", "豁免编号"),
        "waiver_state": ("State", "状态"),
        "waiver_until": ("Until", "有效期至"),
        "waiver_active": ("active", "有效"),
        "waiver_unused": ("active, unused", "有效，未使用"),
        "waiver_future": ("not yet in force", "尚未生效"),
        "waiver_expired": ("expired", "已过期"),
        "waiver_self_approved": ("not valid: self-approved", "无效：自行批准"),
        "waiver_too_wide": ("not valid: waives a whole control", "无效：豁免整个检查项"),
        "waiver_too_long": ("not valid: lasts too long", "无效：期限过长"),
        "findings_number": ("Findings", "发现"),
        "quarantine": ("Quarantine", "隔离区"),
        "quarantine_none": (
            "No row is in quarantine: {rows} in {tables}.",
            "无隔离行：{tables}，{rows}。",
        ),
        "table": ("Table", "表"),
        "rows_read": ("Rows read", "读取行数"),
        "quarantined": ("Quarantined", "隔离"),
        "unplaced": ("Unplaced", "无法归位"),
        "repeated": ("Repeated", "重复"),
        "tables_sound": ("Nothing to report on {names}.", "{names} 均无异常。"),
        "first_faults": ("First faults", "首批问题"),
        "place": ("Place", "位置"),
        "row": ("{file} row {row}", "{file} 第 {row} 行"),
        "column": ("Column", "列"),
        "rule": ("Rule", "问题"),
        "value": ("Value", "值"),
        "record": ("whole row", "整行"),
        "all_quarantined": (
            "All rows in quarantine: --quarantine FOLDER",
            "导出全部隔离行：--quarantine FOLDER",
        ),
        "undecided": ("Undecided", "未能裁决"),
        "warnings": ("Warnings", "警告"),
        # Provenance
        "provenance": ("Run", "运行"),
        "run_id": ("run", "运行编号"),
        "window": ("window", "时间窗口"),
        "window_value": ("{start} to {end}", "{start} 至 {end}"),
        "snapshot_digest": ("snapshot", "快照摘要"),
        "bundle_digest": ("bundle", "策略包摘要"),
        "bundle_revision": ("revision", "策略包版本"),
        "findings_digest": ("findings", "发现摘要"),
        "outcomes_digest": ("outcomes", "结果摘要"),
        "engine": ("engine", "引擎"),
        "semantics": ("semantics {version}", "语义版本 {version}"),
        "triage": ("triage", "预筛"),
        "triage_audited": (
            "triage with {subjects} audited per control",
            "预筛（每个检查项抽查 {subjects}）",
        ),
        "no_triage": ("no triage", "未预筛"),
        "started": ("started", "开始时间"),
        "stages": ("time", "耗时"),
        "seconds": ("{seconds} s", "{seconds} 秒"),
        "stage": ("{name} {seconds} s", "{name} {seconds} 秒"),
        "exit": ("exit code {code}: {reason}", "退出码 {code}：{reason}"),
        # Pages, workbooks and test results
        "report_title": ("Compliance of {platform}", "{platform} 合规报告"),
        "basis": ("Basis", "依据"),
        "cause": ("Cause", "成因"),
        "instance": ("Example", "示例"),
        "number": ("Number", "数量"),
        "message": ("Message", "说明"),
        "facts": ("Facts", "事实"),
        "finding_id": ("Finding", "发现编号"),
        "subject_id": ("Subject", "对象"),
        "lacking": ("Not evaluated for want of", "未评估原因"),
        "findings_sheet": ("Findings", "发现"),
        "missing_controls_sheet": ("Undetermined", "无法判定"),
        "clause_id": ("Clause", "条款号"),
        "clause_text": ("What it asks", "要求"),
        "charts": ("At a glance", "概览"),
        "chart_families": ("Outcomes where a control applies", "各类检查项的结果占比"),
        "chart_severities": ("Findings by direction and severity", "发现：按方向与严重度"),
        "chart_controls": ("Controls with most findings", "发现最多的检查项"),
        "chart_facts": ("Facts that were not recorded", "未记录的事实"),
        "found": ("findings", "发现"),
        "undetermined_tile": ("undetermined, {share}%", "无法判定，占 {share}%"),
        "pass_tile": ("passes", "合规"),
        "evaluated_tile": ("controls evaluated", "已评估检查项"),
        "not_evaluated_tile": ("controls not evaluated", "未评估检查项"),
        "quarantined_tile": ("rows in quarantine", "隔离行"),
        # Why a run is incomplete
        "incomplete_quarantine": (
            "rows in quarantine: {count}, and --max-quarantined allows for {allowed}",
            "隔离 {count} 行，超过 --max-quarantined 允许的 {allowed}",
        ),
        "incomplete_undecided": (
            "subjects that could not be decided: {count}",
            "{count} 个对象未能裁决",
        ),
        "incomplete_unrecorded": ("the run was not recorded: {error}", "运行未能记录：{error}"),
        # Why a run has its exit code
        "why_incomplete": ("the run is incomplete: {reasons}", "运行不完整：{reasons}"),
        "why_clean": (
            "complete, and nothing at or above a threshold",
            "运行完整，没有达到阈值的问题",
        ),
        "why_finding": (
            "{count} finding of severity {severity} or above",
            "有 {count} 项严重度为{severity}及以上的发现",
        ),
        "why_findings": (
            "{count} findings of severity {severity} or above",
            "有 {count} 项严重度为{severity}及以上的发现",
        ),
        "why_not_evaluated": ("not evaluated: {codes}", "未评估：{codes}"),
        "why_undetermined": (
            "{share}% undetermined, and {allowed}% are allowed",
            "无法判定的占 {share}%，上限为 {allowed}%",
        ),
    }
)

#: Key -> (English for one, English for any other number, Chinese).
COUNTED: Final[Mapping[str, tuple[str, str, str]]] = MappingProxyType(
    {
        "findings": ("{count} finding", "{count} findings", "{count} 项发现"),
        "causes": ("{count} cause", "{count} causes", "{count} 种成因"),
        "causes_beyond": ("over {count} cause", "over {count} causes", "超过 {count} 种成因"),
        "evaluated": ("{count} evaluated", "{count} evaluated", "已评估 {count} 项"),
        "not_evaluated": ("{count} not evaluated", "{count} not evaluated", "未评估 {count} 项"),
        "facts_rest": ("{count} more fact", "{count} more facts", "另有 {count} 种未知事实"),
        "causes_rest": (
            "{count} finding of another cause is not shown.",
            "{count} findings of other causes are not shown.",
            "其他成因的 {count} 项发现未列出。",
        ),
        "findings_beyond": (
            "{count} more finding is not shown.",
            "{count} more findings are not shown.",
            "另有 {count} 项发现未列出。",
        ),
        "controls_silent": (
            "{count} more control has neither findings nor anything undetermined.",
            "{count} more controls have neither findings nor anything undetermined.",
            "另有 {count} 个检查项没有发现，也没有无法判定的情形。",
        ),
        "rows_rest": ("{count} more row", "{count} more rows", "另有 {count} 行"),
        "subjects_rest": ("{count} more subject", "{count} more subjects", "另有 {count} 个对象"),
        "rows": ("{count} row", "{count} rows", "{count} 行"),
        "clauses": ("{count} clause", "{count} clauses", "{count} 条条款"),
        "controls": ("{count} control", "{count} controls", "{count} 个检查项"),
        "days": ("{count} day", "{count} days", "{count} 天"),
        "tables": ("{count} table", "{count} tables", "{count} 张表"),
        "subjects": ("{count} subject", "{count} subjects", "{count} 个对象"),
        "threads": ("{count} thread", "{count} threads", "{count} 个线程"),
    }
)

#: Family of controls -> Chinese.
FAMILIES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "annotation": "标注",
        "certification": "认证",
        "complaint": "投诉",
        "distortion": "歪曲编造",
        "governance": "平台治理",
        "ladder": "分级处置",
        "monetisation": "营利权限",
        "profession": "专业领域",
        "rumour": "热点谣言",
    }
)

#: Stage of a run as the pipeline calls it (before the colon) -> Chinese.
STAGES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "Hashing files": "计算文件摘要",
        "Validating tables": "校验数据表",
        "Preparing subjects": "准备对象",
        "Asking for open findings": "复核未结发现",
        "Triage": "预筛",
        "Judging": "裁决",
        "Sorting findings": "整理发现",
        "Recording the run": "记录运行",
        "Writing tables": "写出数据表",
    }
)


def label(key: str, lang: Language, **values: str | int) -> str:
    """The words under ``key``, its placeholders filled with ``values``.

    Raises:
        KeyError: where there is no such key, or a placeholder has no value.
    """
    english, chinese = LABELS[key]
    return (chinese if lang == "zh" else english).format_map(values)


def counted(key: str, count: int, lang: Language) -> str:
    """A number with thousands separators and what it counts, as in ``1,451 findings``.

    Raises:
        KeyError: where there is no such key.
    """
    one, many, chinese = COUNTED[key]
    english = one if count == 1 else many
    return (chinese if lang == "zh" else english).format_map({"count": f"{count:,}"})


def stage_name(name: str, lang: Language) -> str:
    """A stage such as ``Judging: post`` in ``lang``; one that is not known stays as it is."""
    head, colon, rest = name.partition(": ")
    if lang == "en" or head not in STAGES:
        return name
    return STAGES[head] + (label("colon", lang) + rest if colon else "")
