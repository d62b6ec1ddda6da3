# METADATA
# title: Labels in time
# description: When a label is active, and which labels of the document are or were.
package qinglang.lib.annotation

import data.qinglang.lib.calendar

active(annotation, moment) if {
	annotation.from_ts <= moment
	not _over_before(annotation, moment)
}

ended(annotation) if _over_before(annotation, calendar.now)

# Whether a label of one of these kinds is active on the document's post.
any_active(kinds) if {
	some annotation in input.annotations
	annotation.kind in kinds
	active(annotation, calendar.now)
}

_over_before(annotation, moment) if annotation.to_ts < moment
