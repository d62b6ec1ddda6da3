# METADATA
# title: Appeal decided by the same reviewer
# description: >-
#   An appeal was decided by somebody who had a part in the measure.
# custom:
#   code: LAD-18
#   title_zh: 申诉由原处置人员决定
#   clauses: [3.4 s1]
#   basis: [qinglang-2025]
#   subject: sanction
#   direction: over
#   severity: medium
#   nature: event
#   identity: [appeal_id]
#   cause: []
#   messages:
#     en: "Appeal {appeal_id} was decided at {at} by somebody who had a part in the measure."
#     zh: "申诉 {appeal_id} 于 {at} 由参与过原处置的人员作出决定。"
#   cure:
#     en: Have somebody else decide the appeal again.
#     zh: 由其他人员重新审理该申诉。
package qinglang.ladder.appeal_same_reviewer

default applies := false

applies if count(_decided) > 0

violations contains {"appeal_id": appeal.appeal_id, "at": appeal.decided_at} if {
	some appeal in _decided
	appeal.reviewer_differs == false
}

undetermined contains {"missing": "appeals.reviewer_differs"} if {
	some appeal in _decided
	not _known(appeal)
}

_decided contains appeal if {
	some appeal in input.appeals
	appeal.decided_at
}

_known(appeal) if appeal.reviewer_differs in {true, false}
