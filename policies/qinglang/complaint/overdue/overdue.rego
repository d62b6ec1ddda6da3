# METADATA
# title: Complaint overdue
# description: >-
#   A complaint was not decided within the time that the platform published, or within that of
#   the parameter where it published none.
# custom:
#   code: CMP-01
#   title_zh: 投诉逾期未决
#   clauses: [3.4 s1]
#   basis: [qinglang-2025]
#   subject: complaint
#   direction: under
#   severity: medium
#   nature: event
#   identity: []
#   cause: [complaint.category]
#   messages:
#     en: "The complaint had to be decided by {at}, and was not."
#     zh: "该投诉应于 {at} 前作出处理决定，但逾期未决。"
#   cure:
#     en: Decide the complaint, and see that complaints are decided in time.
#     zh: 尽快对投诉作出处理，并保证今后按期办结。
package qinglang.complaint.overdue

import data.qinglang.lib.complaint

applies := true

violations contains {"at": at} if {
	at := complaint.due(complaint.limit)
	complaint.late(at)
}

# Late by any limit that the contract allows: until when it had to be decided is not known.
violations contains {} if {
	complaint.limit_unknown
	complaint.late(complaint.due(complaint.longest))
}

undetermined contains {"missing": "complaints.declared_days"} if {
	complaint.limit_unknown
	complaint.late(complaint.due(complaint.shortest))
	not _late_by_any_limit
}

_late_by_any_limit if complaint.late(complaint.due(complaint.longest))
