# METADATA
# title: Malicious conduct, gravely done
# description: >-
#   When a verdict asks for a long mute or closure, and what of that is unknown: how grave the
#   conduct was, and whether its post, which is not in the snapshot, was deleted.
package qinglang.lib.malice

import data.qinglang.lib.adjudication
import data.qinglang.lib.calendar
import data.qinglang.lib.verdict

due if {
	adjudication.class(input.adjudication) == "C"
	adjudication.effective(input.adjudication, calendar.now)
	grace := data.qinglang.params.sanction_days * calendar.day
	input.adjudication.decided_at + grace <= calendar.now
}

grave if input.adjudication.severity in {"serious", "aggravated"}

may_be_grave if grave

may_be_grave if severity_unknown

severity_unknown if not input.adjudication.severity

may_be_answered if verdict.answered

may_be_answered if post_unknown

post_unknown if "post" in input.unknown
