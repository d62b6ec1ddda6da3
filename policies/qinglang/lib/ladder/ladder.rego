# METADATA
# title: The ladder of measures
# description: How far the ladder was climbed for a verdict, and whether it repeats an earlier one.
package qinglang.lib.ladder

import data.qinglang.lib.adjudication
import data.qinglang.lib.calendar
import data.qinglang.lib.measure

# What a delivered notice counts for; a notice of another kind is no step.
notice_ranks := {
	"warning": 1,
	"guidance": 0,
	"annotation_prompt": 0,
	"certification_prompt": 0,
}

# How far the ladder was climbed for the document's verdict by now; -1 where it was not.
step := max((({-1} | _sanction_steps) | _notice_steps))

_sanction_steps contains measure.ranks[sanction.measure] if {
	some sanction in input.sanctions
	sanction.starts_at <= calendar.now
}

_notice_steps contains notice_ranks[notice.kind] if {
	some notice in input.notices
	notice.delivered_at <= calendar.now
}

# Earlier verdicts that make the document's verdict a repeat of the same class.
precedents contains precedent.adjudication_id if {
	some precedent in input.prior_adjudications
	adjudication.class(precedent) == adjudication.class(input.adjudication)
	adjudication.effective(precedent, input.adjudication.decided_at)
	window := data.qinglang.params.repeat_window_days * calendar.day
	precedent.decided_at >= input.adjudication.conduct_at - window
	some notice in input.prior_notices
	notice.adjudication_id == precedent.adjudication_id
	notice.delivered_at <= input.adjudication.conduct_at
	not _cure_open(notice, input.adjudication.conduct_at)
}

repeat if count(precedents) > 0

# How far the ladder was climbed for the verdicts that this one repeats, before it was decided.
prior_step := max((({-1} | _prior_sanction_steps) | _prior_notice_steps))

_prior_sanction_steps contains measure.ranks[sanction.measure] if {
	some sanction in input.prior_sanctions
	sanction.adjudication_id in precedents
}

_prior_notice_steps contains notice_ranks[notice.kind] if {
	some notice in input.prior_notices
	notice.adjudication_id in precedents
	notice.delivered_at < input.adjudication.decided_at
}

_cure_open(notice, moment) if notice.cure_until > moment
