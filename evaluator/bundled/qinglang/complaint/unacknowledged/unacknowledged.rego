# METADATA
# title: Complaint not acknowledged
# description: >-
#   Nobody told the complainant in time that the complaint had arrived, nor was it decided by
#   then.
# custom:
#   code: CMP-02
#   title_zh: 投诉未确认收到
#   clauses: [3.4 s1]
#   basis: [qinglang-2025]
#   subject: complaint
#   direction: under
#   severity: low
#   nature: event
#   identity: []
#   cause: [complaint.category]
#   messages:
#     en: "By {at} the complaint was neither acknowledged nor decided."
#     zh: "截至 {at}，该投诉既未确认收到，也未作出处理决定。"
#   cure:
#     en: Acknowledge complaints when they arrive.
#     zh: 收到投诉后及时向投诉人确认。
package qinglang.complaint.unacknowledged

import data.qinglang.lib.calendar

default applies := false

applies if _due <= calendar.now

violations contains {"at": _due} if {
	applies
	not _answered
}

undetermined := set()

_due := input.complaint.received_at + (data.qinglang.params.ack_days * calendar.day)

_answered if input.complaint.acknowledged_at <= _due

_answered if input.complaint.decided_at <= _due
