"""What the design of the controls says of each, typed in a second time."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["DESIGN", "Design"]

_DIRECTIONS = {"U": "under", "O": "over", "P": "privacy"}
_SEVERITIES = {"h": "high", "m": "medium", "l": "low"}


@dataclass(frozen=True)
class Design:
    """What one control was designed to be."""

    package: str
    clauses: tuple[str, ...]
    subject: str
    direction: str
    severity: str
    nature: str
    identity: tuple[str, ...]
    cause: tuple[str, ...]
    tables: tuple[str, ...]
    parameters: frozenset[str]


def _design(  # noqa: PLR0913, PLR0917 (the columns of the controls' page, in its order)
    package: str,
    clauses: str,
    kind: str,
    subject: str,
    identity: str,
    cause: str,
    tables: str,
    parameters: str = "",
) -> Design:
    direction, severity, nature = kind.split()
    return Design(
        package=f"qinglang.{package}",
        clauses=tuple(clauses.split(", ")),
        subject=subject,
        direction=_DIRECTIONS[direction],
        severity=_SEVERITIES[severity],
        nature=nature,
        identity=tuple(identity.split()),
        cause=tuple(cause.split()),
        tables=tuple(sorted(tables.split())),
        parameters=frozenset(parameters.split()),
    )


_SOURCE = "label_grace_hours source_required_topics standing_from"
_DRAWN = "rendering.surface rendering.device annotation.kind"
_DRAWN_TABLES = "renderings annotations posts"
_PROFESSION = "certified_fields exempt_classes min_professional_posts standing_from"
_VERDICT = "adjudications sanctions notices posts annotations"
_LADDER = "adjudications sanctions notices"
_BASIS = "offence_class notice_legal_basis"

DESIGN = {
    "ANN-01": _design(
        "annotation.source_missing", "2.3 s1", "U m state", "post",
        "", "post.account_id", "posts annotations", _SOURCE,
    ),
    "ANN-02": _design(
        "annotation.source_vague", "2.3 s1", "U l state", "post",
        "", "post.account_id", "posts annotations", _SOURCE,
    ),
    "ANN-03": _design(
        "annotation.source_wrong", "2.3 s2", "U m state", "post",
        "reason annotation_id adjudication_id", "post.account_id",
        "posts annotations adjudications", "action_days",
    ),
    "ANN-04": _design(
        "annotation.circular_citation", "2.3 s2", "U h state", "post",
        "", "account.operator_id", "posts annotations accounts operators",
    ),
    "ANN-05": _design(
        "annotation.label_too_small", "2.3 s3", "U m state", "rendering",
        "", _DRAWN, _DRAWN_TABLES,
        "min_ai_label_percent min_source_label_percent labelling_from standing_from",
    ),
    "ANN-06": _design(
        "annotation.label_hidden", "2.3 s3", "U l state", "rendering",
        "reason", _DRAWN, _DRAWN_TABLES, "hidden_regions min_contrast_centi",
    ),
    "ANN-07": _design(
        "annotation.label_covered", "2.3 s3", "U m state", "rendering",
        "", _DRAWN, _DRAWN_TABLES, "max_covered_ms",
    ),
    "ANN-08": _design(
        "annotation.label_too_brief", "2.3 s3", "U m state", "rendering",
        "reason", _DRAWN, _DRAWN_TABLES, "min_ai_label_ms max_first_visible_ms labelling_from",
    ),
    "ANN-09": _design(
        "annotation.ai_label_missing", "3.2 s1, 2.2 s1", "U h state", "post",
        "", "post.account_id", "posts annotations", "label_grace_hours labelling_from",
    ),
    "ANN-10": _design(
        "annotation.fiction_label_missing", "2.2 s2", "U m state", "post",
        "", "post.account_id", "posts annotations", "label_grace_hours standing_from",
    ),
    "ANN-11": _design(
        "annotation.past_event_context", "2.2 s4", "U m state", "post",
        "missing", "post.account_id", "posts annotations", "label_grace_hours standing_from",
    ),
    "ANN-12": _design(
        "annotation.refuted_label_missing", "closing s1", "U h state", "post",
        "", "", "posts annotations adjudications", "refutable_offences refuted_label_hours",
    ),
    "ANN-13": _design(
        "annotation.ai_label_removed", "3.2 s1", "U h state", "post",
        "", "post.account_id", "posts annotations", "labelling_from",
    ),
    "ANN-14": _design(
        "annotation.prompt_not_shown", "3.2 s1", "U m state", "platform",
        "publish_channel", "", "posts", "max_unprompted_percent",
    ),
    "ANN-15": _design(
        "annotation.pool_unlabelled", "3.2 s2", "U h event", "post",
        "entry_id label", "pool label", "posts annotations recommendations",
        "source_required_topics standing_from labelling_from",
    ),
    "ANN-16": _design(
        "annotation.pool_after_refutation", "closing s1", "U h event", "post",
        "entry_id adjudication_id", "pool", "posts recommendations adjudications",
        "refutable_offences pool_exit_hours",
    ),
    "RUM-01": _design(
        "rumour.hot_event_impersonation", "2.1 s1", "U h state", "adjudication",
        "", "offence", _VERDICT, "action_days",
    ),
    "CER-01": _design(
        "certification.uncertified_professional", "2.4 s1", "U m state", "account",
        "field", "field", "posts accounts operators certifications", _PROFESSION,
    ),
    "CER-02": _design(
        "certification.expired", "2.4 s1", "U m state", "account",
        "field", "field", "posts accounts operators certifications", _PROFESSION,
    ),
    "CER-03": _design(
        "certification.false_kept", "2.4 s1", "U h state", "certification",
        "", "", "certifications adjudications", "action_days",
    ),
    "CER-04": _design(
        "certification.persona_selling", "2.4 s1", "U h state", "account",
        "grant_id", "field", "accounts monetisation certifications",
    ),
    "CER-05": _design(
        "certification.display_incomplete", "3.3 s1", "U m state", "certification",
        "missing", "missing", "certifications", "required_display_keys",
    ),
    "CER-06": _design(
        "certification.display_excess", "3.3 s1", "P h state", "certification",
        "key reason", "key reason", "certifications accounts",
        "forbidden_display_keys consent_keys",
    ),
    "CER-07": _design(
        "certification.reverification_overdue", "3.3 s2", "U m state", "account",
        "trigger", "trigger", "accounts certifications verifications", "reverify_days",
    ),
    "CER-08": _design(
        "certification.mismatch_open", "3.3 s2", "U m state", "account",
        "dimension", "dimension",
        "accounts certifications verifications notices sanctions", "mismatch_days",
    ),
    "MON-01": _design(
        "monetisation.while_muted", "closing s1", "U h state", "account",
        "grant_id", "", "accounts sanctions monetisation",
    ),
    "MON-02": _design(
        "monetisation.too_soon_after_violation", "closing s1", "U m event", "account",
        "grant_id adjudication_id at", "", "accounts adjudications monetisation",
        "monetisation_wait_days",
    ),
    "MON-03": _design(
        "monetisation.too_soon_after_transfer", "closing s1", "U m event", "account",
        "grant_id", "", "accounts monetisation", "monetisation_wait_days",
    ),
    "MON-04": _design(
        "monetisation.identity_unchecked", "closing s1", "U m state", "account",
        "grant_id", "kind", "accounts monetisation",
    ),
    "LAD-01": _design(
        "ladder.first_failure_not_guided", "3.4 s2", "U m state", "adjudication",
        "", "offence", _LADDER, "guidance_days offence_class repeat_window_days",
    ),
    "LAD-02": _design(
        "ladder.first_failure_overpunished", "3.4 s2", "O h event", "adjudication",
        "sanction_id", "measure", _LADDER, f"{_BASIS} repeat_window_days",
    ),
    "LAD-03": _design(
        "ladder.repost_unpunished", "3.4 s3", "U m state", "adjudication",
        "", "", _LADDER, "offence_class sanction_days",
    ),
    "LAD-04": _design(
        "ladder.repost_overpunished", "3.4 s3", "O h event", "sanction",
        "", "measure", "sanctions adjudications", _BASIS,
    ),
    "LAD-05": _design(
        "ladder.malicious_underpunished", "3.4 s4", "U h state", "adjudication",
        "", "offence", _VERDICT, "offence_class sanction_days",
    ),
    "LAD-06": _design(
        "ladder.repeat_not_escalated", "3.4 s2, 3.4 s3, 3.4 s4", "U m state", "adjudication",
        "", "adjudication.offence", _LADDER,
        "max_rank offence_class repeat_window_days sanction_days",
    ),
    "LAD-07": _design(
        "ladder.sanction_without_verdict", "3.4 s1", "O h event", "sanction",
        "reason", "reason", "sanctions adjudications", _BASIS,
    ),
    "LAD-08": _design(
        "ladder.severe_automated", "3.4 s4", "O h event", "sanction",
        "", "measure", "sanctions adjudications", _BASIS,
    ),
    "LAD-09": _design(
        "ladder.reasons_missing", "3.4 s1", "O m event", "sanction",
        "missing", "missing", "sanctions adjudications notices",
        f"{_BASIS} reasons_from_rank reasons_grace_days",
    ),
    "LAD-10": _design(
        "ladder.mute_out_of_bounds", "3.4 s3", "O m event", "sanction",
        "reason", "reason", "sanctions adjudications", f"{_BASIS} short_mute_max_days",
    ),
    "LAD-11": _design(
        "ladder.not_lifted", "3.4 s1", "O h state", "sanction",
        "reason appeal_id", "reason", "sanctions adjudications appeals", f"{_BASIS} lift_days",
    ),
    "LAD-12": _design(
        "ladder.posted_while_muted", "3.4 s4", "U m event", "post",
        "sanction_id", "", "posts sanctions",
    ),
    "LAD-13": _design(
        "ladder.closure_single_reviewer", "3.4 s4", "O m event", "sanction",
        "", "", "sanctions adjudications", _BASIS,
    ),
    "LAD-14": _design(
        "ladder.retroactive", "3.4 s1", "O h event", "sanction",
        "", "measure", "sanctions adjudications", "notice_legal_basis campaign_start",
    ),
    "LAD-15": _design(
        "ladder.complaint_only", "3.4 s1", "O h event", "sanction",
        "", "measure", "sanctions adjudications", _BASIS,
    ),
    "LAD-16": _design(
        "ladder.muted_without_sanction", "3.4 s1", "O h state", "account",
        "", "", "accounts sanctions",
    ),
    "LAD-17": _design(
        "ladder.appeal_overdue", "3.4 s1", "O m event", "sanction",
        "appeal_id", "", "sanctions appeals", "appeal_days",
    ),
    "LAD-18": _design(
        "ladder.appeal_same_reviewer", "3.4 s1", "O m event", "sanction",
        "appeal_id", "", "sanctions appeals",
    ),
    "LAD-19": _design(
        "ladder.malicious_overpunished", "3.4 s4", "O h event", "sanction",
        "", "measure", "sanctions adjudications", _BASIS,
    ),
    "CMP-01": _design(
        "complaint.overdue", "3.4 s1", "U m event", "complaint",
        "", "complaint.category", "complaints", "complaint_days",
    ),
    "CMP-02": _design(
        "complaint.unacknowledged", "3.4 s1", "U l event", "complaint",
        "", "complaint.category", "complaints", "ack_days",
    ),
    "RUM-02": _design(
        "rumour.fake_insider", "2.1 s2", "U h state", "adjudication",
        "", "offence", _VERDICT, "action_days",
    ),
    "RUM-03": _design(
        "rumour.false_authority", "2.1 s3", "U h state", "adjudication",
        "", "offence", _VERDICT, "action_days",
    ),
    "DIS-01": _design(
        "distortion.ai_fabrication", "2.2 s1", "U h state", "adjudication",
        "", "offence", _VERDICT, "action_days",
    ),
    "DIS-02": _design(
        "distortion.staged_event", "2.2 s2", "U h state", "adjudication",
        "", "offence", _VERDICT, "action_days",
    ),
    "DIS-03": _design(
        "distortion.policy_misreading", "2.2 s3", "U h state", "adjudication",
        "", "offence", _VERDICT, "action_days",
    ),
    "DIS-04": _design(
        "distortion.old_news_as_new", "2.2 s4", "U h state", "adjudication",
        "", "offence", _VERDICT, "action_days",
    ),
    "DIS-05": _design(
        "distortion.ranking_manipulation", "2.2 s5", "U h state", "adjudication",
        "", "offence", _VERDICT, "action_days",
    ),
    "PRO-01": _design(
        "profession.case_distortion", "2.4 s2", "U h state", "adjudication",
        "", "offence", _VERDICT, "action_days",
    ),
    "PRO-02": _design(
        "profession.unfounded_claim", "2.4 s2", "U h state", "adjudication",
        "", "offence", _VERDICT, "action_days",
    ),
    "PRO-03": _design(
        "profession.history_falsification", "2.4 s2", "U h state", "adjudication",
        "", "offence", _VERDICT, "action_days",
    ),
    "PRO-04": _design(
        "profession.false_identity", "2.4 s1", "U h state", "adjudication",
        "", "offence", _VERDICT, "action_days",
    ),
    "RUM-04": _design(
        "rumour.claim_without_source", "2.1 s3", "U m state", "post",
        "", "post.account_id", "posts annotations", "key_fields label_grace_hours standing_from",
    ),
    "DIS-06": _design(
        "distortion.paid_ranking_unlabelled", "2.2 s5", "U m event", "ranking",
        "", "list_id", "rankings",
    ),
    "DIS-07": _design(
        "distortion.refuted_item_ranked", "2.2 s5", "U h event", "ranking",
        "adjudication_id", "list_id", "rankings adjudications",
        "refutable_offences ranking_exit_hours",
    ),
    "GOV-01": _design(
        "governance.detection", "goal", "U m state", "platform",
        "reason", "", "capabilities",
    ),
    "GOV-02": _design(
        "governance.source_annotation", "goal", "U m state", "platform",
        "reason", "", "capabilities",
    ),
    "GOV-03": _design(
        "governance.certification", "goal", "U m state", "platform",
        "reason", "", "capabilities",
    ),
    "GOV-04": _design(
        "governance.content_review", "3.1 s1", "U m state", "platform",
        "reason", "", "capabilities",
    ),
    "GOV-05": _design(
        "governance.account_management", "3.1 s1", "U m state", "platform",
        "reason", "", "capabilities",
    ),
    "GOV-06": _design(
        "governance.annotation_function", "3.2 s1", "U m state", "platform",
        "reason", "", "capabilities",
    ),
    "GOV-07": _design(
        "governance.certification_process", "3.3 s1", "U m state", "platform",
        "reason", "", "capabilities",
    ),
    "GOV-08": _design(
        "governance.publishing_flow", "3.4 s1", "U m state", "platform",
        "reason", "", "capabilities",
    ),
    "GOV-09": _design(
        "governance.complaint_channel", "3.4 s1", "U m state", "platform",
        "reason", "", "capabilities",
    ),
    "GOV-10": _design(
        "governance.responsibility_system", "closing s1", "U m state", "platform",
        "reason", "", "capabilities",
    ),
    "GOV-11": _design(
        "governance.negative_information_list", "closing s1", "U m state", "platform",
        "reason", "", "capabilities",
    ),
    "GOV-12": _design(
        "governance.monetisation_management", "closing s1", "U m state", "platform",
        "reason", "", "capabilities",
    ),
    "GOV-13": _design(
        "governance.refutation_label", "closing s1", "U m state", "platform",
        "reason", "", "capabilities",
    ),
    "GOV-14": _design(
        "governance.negative_list_stale", "closing s1", "U m state", "platform",
        "reason category", "", "negative_lists", "list_days",
    ),
    "GOV-15": _design(
        "governance.education_lapsed", "3.1 s2", "U m state", "platform",
        "", "", "education", "education_days",
    ),
    "GOV-16": _design(
        "governance.rectification_overdue", "closing s2", "U m event", "platform",
        "order_id", "", "rectifications",
    ),
}  # fmt: skip
