# METADATA
# title: List of harmful information stale
# description: >-
#   The platform keeps no list of harmful information, or has not renewed that of a category in time.
# custom:
#   code: GOV-14
#   title_zh: 负面信息清单未更新
#   clauses: [closing s1]
#   basis: [qinglang-2025]
#   subject: platform
#   direction: under
#   severity: medium
#   nature: state
#   identity: [reason, category]
#   cause: []
#   messages:
#     en: "Lists of harmful information are missing or out of date ({reason}; category: {category})."
#     zh: "负面信息清单缺失或逾期未更新（{reason}；类别：{category}）。"
#   cure:
#     en: Make a list for each category of harmful information, and review it in time.
#     zh: 建立各类别负面信息清单，并按期更新。
package qinglang.governance.negative_list_stale

import data.qinglang.lib.calendar

applies := true

violations contains {"reason": "none"} if count(_categories) == 0

violations contains {"reason": "stale", "category": category} if some category in (_categories - _current)

undetermined := set()

_categories contains list.category if some list in input.negative_lists

# Categories of which a version is young enough.
_current contains list.category if {
	some list in input.negative_lists
	list.updated_at + (data.qinglang.params.list_days * calendar.day) >= calendar.now
}
