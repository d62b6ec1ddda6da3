# METADATA
# title: Paid place on a trending list unlabelled
# description: A place on a trending list was paid for and not labelled as advertising.
# custom:
#   code: DIS-06
#   title_zh: 付费榜位未标明
#   clauses: [2.2 s5]
#   basis: [qinglang-2025]
#   subject: ranking
#   direction: under
#   severity: medium
#   nature: event
#   identity: []
#   cause: [list_id]
#   messages:
#     en: "Place {rank} of the trending list {list_id} was paid for from {at} on, and not labelled as advertising: readers take it for popular."
#     zh: "热搜榜单 {list_id} 第 {rank} 位自 {at} 起为付费位置，却未标明广告，公众会误以为是真实热度。"
#   cure:
#     en: Label every paid place on trending lists as advertising.
#     zh: 对榜单中的付费位置一律标明广告。
package qinglang.distortion.paid_ranking_unlabelled

import data.qinglang.lib.domain

default applies := false

applies if input.ranking.paid

violations contains {
	"list_id": input.ranking.list_id,
	"rank": input.ranking.rank,
	"at": input.ranking.from_ts,
} if {
	input.ranking.paid
	input.ranking.labelled_ad == false
}

undetermined contains {"missing": "rankings.paid"} if {
	not _paid_told
	not input.ranking.labelled_ad
}

undetermined contains {"missing": "rankings.labelled_ad"} if {
	not _label_told
	not _unpaid
}

_paid_told if input.ranking.paid in domain.flags

_label_told if input.ranking.labelled_ad in domain.flags

_unpaid if input.ranking.paid == false
