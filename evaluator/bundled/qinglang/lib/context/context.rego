# METADATA
# title: Context of a past event
# description: What the labels of a post that presents a past event leave out, or may leave out.
package qinglang.lib.context

import data.qinglang.lib.labels

# Labels that say that the event is past.
told contains label if {
	some label in labels.active
	label.kind == "past_event"
}

# Parts that no such label is known to give, where there is one.
lacking contains part if {
	count(told) > 0
	some part in {"time", "place", "outcome"}
	not _given(part)
}

# Of these the parts that a label may give: it is unknown.
open contains part if {
	some part in lacking
	some label in told
	not _withholds(label, part)
}

_given(part) if {
	some label in told
	_gives(label, part)
}

_gives(label, "time") if label.time_given

_gives(label, "place") if label.place_given

_gives(label, "outcome") if label.outcome_given

_withholds(label, "time") if label.time_given == false

_withholds(label, "place") if label.place_given == false

_withholds(label, "outcome") if label.outcome_given == false
