# METADATA
# title: Labels
# description: Which labels are about AI, when a label is active, and when it has ended.
package qinglang.lib.annotation

import data.qinglang.lib.calendar

ai_kinds := {"ai_generated", "ai_possible", "ai_suspected"}

active(annotation, moment) if {
	annotation.from_ts <= moment
	not _over_before(annotation, moment)
}

ended(annotation) if _over_before(annotation, calendar.now)

_over_before(annotation, moment) if annotation.to_ts < moment
