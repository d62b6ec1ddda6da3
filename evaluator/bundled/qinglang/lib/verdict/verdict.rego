# METADATA
# title: A verdict is answered
# description: >-
#   The one rule behind all verdict controls. A control of this kind is a line in `offences` and a
#   folder that names its code.
package qinglang.lib.verdict

import data.qinglang.lib.adjudication
import data.qinglang.lib.calendar

# Control code -> the offences whose verdicts it follows.
offences := {
	"DIS-01": {"ai_impersonation", "ai_fabrication"},
	"DIS-02": {"staged_event"},
	"DIS-03": {"policy_misreading"},
	"DIS-04": {"old_news_as_new"},
	"DIS-05": {"ranking_manipulation"},
	"PRO-01": {"professional_distortion"},
	"PRO-02": {"unfounded_professional_claim"},
	"PRO-03": {"history_falsification"},
	"PRO-04": {"false_certification"},
	"RUM-01": {"hot_event_impersonation"},
	"RUM-02": {"fake_insider"},
	"RUM-03": {"false_authority"},
}

due(code) if {
	input.adjudication.offence in offences[code]
	adjudication.effective(input.adjudication, calendar.now)
	grace := data.qinglang.params.action_days * calendar.day
	input.adjudication.decided_at + grace <= calendar.now
}

unanswered(code) if {
	due(code)
	not answered
	not _post_unknown
}

# What a finding of any verdict control tells.
facts := {
	"decided_at": input.adjudication.decided_at,
	"offence": input.adjudication.offence,
}

# An unknown post may be deleted, or may not: that decides where nothing else was done.
hangs_on_post(code) if {
	due(code)
	not answered
	_post_unknown
}

answered if {
	some sanction in input.sanctions
	sanction.starts_at <= calendar.now
}

answered if {
	some notice in input.notices
	notice.sent_at <= calendar.now
}

answered if input.post.deleted_at

answered if {
	some annotation in input.annotations
	annotation.kind == "refuted"
	annotation.from_ts <= calendar.now
}

_post_unknown if "post" in input.unknown
