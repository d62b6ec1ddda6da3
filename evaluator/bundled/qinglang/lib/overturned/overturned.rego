# METADATA
# title: What a measure rests on was overturned
# description: Whether it was, long enough ago for the measure to be lifted, and who said so.
package qinglang.lib.overturned

import data.qinglang.lib.calendar

by_verdict if _long_ago(input.adjudication.overturned_at)

# Appeals that were granted.
by_appeals contains appeal.appeal_id if {
	some appeal in input.appeals
	appeal.result == "overturned"
	_long_ago(appeal.decided_at)
}

# An appeal was decided, and it is not known how.
appeal_unknown if {
	some appeal in input.appeals
	not appeal.result
	_long_ago(appeal.decided_at)
}

_long_ago(moment) if {
	grace := data.qinglang.params.lift_days * calendar.day
	moment + grace <= calendar.now
}
