"""The parameters of the framework that generated truth is computed with: its default values.

They are written out here once more on purpose. The truth must not come from the bundle that it is
compared with; a test holds the two against each other. Times are epoch seconds.
"""

from __future__ import annotations

from collections.abc import Mapping

__all__ = [
    "ACKNOWLEDGEMENT",
    "ACTION",
    "APPEAL",
    "CAMPAIGN_START",
    "CERTIFIED_FIELDS",
    "CONSENT_KEYS",
    "DAY",
    "EDUCATION",
    "EXEMPT_CLASSES",
    "FORBIDDEN_KEYS",
    "GUIDANCE",
    "HIDDEN_REGIONS",
    "HOUR",
    "KEY_FIELDS",
    "LABELLING_FROM",
    "LABEL_GRACE",
    "LIFT",
    "LIST_REVIEW",
    "MAX_COVERED_MS",
    "MAX_FIRST_VISIBLE_MS",
    "MAX_RANK",
    "MAX_UNPROMPTED_PERCENT",
    "MIN_AI_LABEL_MS",
    "MIN_AI_LABEL_PERCENT",
    "MIN_CONTRAST_CENTI",
    "MIN_PROFESSIONAL_POSTS",
    "MISMATCH",
    "MONETISATION_WAIT",
    "NOTICE_LEGAL_BASIS",
    "OFFENCE_CLASS",
    "POOL_EXIT",
    "RANKING_EXIT",
    "REASONS_FROM_RANK",
    "REASONS_GRACE",
    "REFUTABLE_OFFENCES",
    "REFUTED_LABEL",
    "REPEAT_WINDOW",
    "REQUIRED_KEYS",
    "REVERIFY",
    "SANCTION",
    "SHORT_MUTE_MAX",
    "SOURCE_REQUIRED_TOPICS",
    "STANDING_FROM",
]

HOUR = 3_600
DAY = 86_400

#: 2025-07-24T00:00+08:00
CAMPAIGN_START = 1_753_286_400
#: 2023-07-10T00:00+08:00
STANDING_FROM = 1_688_918_400
#: 2025-09-01T00:00+08:00
LABELLING_FROM = 1_756_656_000
LABEL_GRACE = 24 * HOUR
REFUTED_LABEL = 24 * HOUR
ACTION = 3 * DAY
GUIDANCE = 3 * DAY
SANCTION = 3 * DAY
REPEAT_WINDOW = 90 * DAY
POOL_EXIT = 24 * HOUR
RANKING_EXIT = 24 * HOUR
MONETISATION_WAIT = 90 * DAY
REVERIFY = 7 * DAY
MISMATCH = 15 * DAY
LIFT = 3 * DAY
SHORT_MUTE_MAX = 7 * DAY
APPEAL = 15 * DAY
ACKNOWLEDGEMENT = 3 * DAY
LIST_REVIEW = 90 * DAY
EDUCATION = 30 * DAY
REASONS_GRACE = 1 * DAY

MIN_AI_LABEL_PERCENT = 5
MIN_AI_LABEL_MS = 2_000
MAX_FIRST_VISIBLE_MS = 100
MAX_COVERED_MS = 1_000
MIN_CONTRAST_CENTI = 300
MAX_UNPROMPTED_PERCENT = 1
MIN_PROFESSIONAL_POSTS = 3
REASONS_FROM_RANK = 2

SOURCE_REQUIRED_TOPICS = frozenset(
    {"news_domestic", "news_international", "public_policy", "social_event"}
)
CERTIFIED_FIELDS = ("finance", "medicine", "law", "education")
EXEMPT_CLASSES = frozenset({"media", "government"})
KEY_FIELDS = frozenset({"finance", "medicine", "military", "diplomacy"})
HIDDEN_REGIONS = frozenset({"below_fold", "control_area"})
REQUIRED_KEYS = ("field", "identity")
FORBIDDEN_KEYS = frozenset(
    {
        "id_number",
        "certificate_number",
        "certificate_scan",
        "phone",
        "address",
        "birth_date",
        "face",
    }
)
CONSENT_KEYS = frozenset({"identity", "institution", "certificate_name", "operator_name"})
NOTICE_LEGAL_BASIS = "qinglang-2025"
MAX_RANK: Mapping[str, int] = {"A": 2, "B": 2, "C": 4}
OFFENCE_CLASS: Mapping[str, str] = {
    "missing_source": "A",
    "missing_certification": "A",
    "missing_label": "A",
    "unverified_repost": "B",
    "hot_event_impersonation": "C",
    "fake_insider": "C",
    "false_authority": "C",
    "ai_impersonation": "C",
    "ai_fabrication": "C",
    "staged_event": "C",
    "policy_misreading": "C",
    "old_news_as_new": "C",
    "ranking_manipulation": "C",
    "wrong_source": "C",
    "false_certification": "C",
    "professional_distortion": "C",
    "unfounded_professional_claim": "C",
    "history_falsification": "C",
}
REFUTABLE_OFFENCES = frozenset(
    {
        "false_information",
        "unverified_repost",
        "hot_event_impersonation",
        "fake_insider",
        "false_authority",
        "ai_impersonation",
        "ai_fabrication",
        "staged_event",
        "policy_misreading",
        "old_news_as_new",
        "professional_distortion",
        "unfounded_professional_claim",
        "history_falsification",
    }
)
