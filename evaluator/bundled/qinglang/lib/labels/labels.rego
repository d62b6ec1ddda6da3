# METADATA
# title: Labels that a post must carry
# description: >-
#   Which labels are required, which are accepted for them, and where an unknown fact decides.
#   Required means: in every completion of what is unknown.
package qinglang.lib.labels

import data.qinglang.lib.annotation
import data.qinglang.lib.calendar
import data.qinglang.lib.domain

# Why a post counts as AI-generated -> the labels that say so well enough.
accepted_ai_kinds := {
	"implicit_label": {"ai_generated"},
	"declared": {"ai_generated", "ai_possible"},
	"suspected": {"ai_generated", "ai_possible", "ai_suspected"},
}

# Labels of the post that are active now.
active contains label if {
	some label in input.annotations
	annotation.active(label, calendar.now)
}

# Whether a label of one of these kinds was active on the post at a moment.
any_active(kinds, moment) if {
	some label in input.annotations
	label.kind in kinds
	annotation.active(label, moment)
}

# AI labels of the post that have ended, by the time at which they did.
ai_ended contains [label.to_ts, label.annotation_id] if {
	some label in input.annotations
	label.kind in annotation.ai_kinds
	annotation.ended(label)
}

# Labels that the post must carry.
required contains "source" if source_required

required contains "ai" if ai_required

required contains "fiction" if fiction_required

required contains "past_event" if past_event_required

# Whether a label of the post will do for a required one at a moment.
accepted("ai", moment) if ai_accepted(moment)

accepted(label, moment) if any_active({label}, moment)

# --- source ----------------------------------------------------------------------------------

source_required if {
	_source_owed
	input.post.topic in data.qinglang.params.source_required_topics
}

# A parameter may ask for sources on every topic there is: then an unknown one asks for it too.
source_required if {
	_source_owed
	not input.post.topic
	_every_topic_requires
}

# The topic decides: it is unknown, and not all topics are treated alike.
source_hangs_on_topic if {
	_source_owed
	not input.post.topic
	not _every_topic_requires
	some topic in domain.topics
	topic in data.qinglang.params.source_required_topics
}

source_may_be_required if source_required

source_may_be_required if source_hangs_on_topic

_every_topic_requires if {
	every topic in domain.topics {
		topic in data.qinglang.params.source_required_topics
	}
}

_source_owed if {
	input.post.origin != "repost"
	_standing
}

# --- AI --------------------------------------------------------------------------------------

ai_required if {
	_ai_owed
	accepted_ai_kinds[input.post.ai_status]
}

ai_accepted(moment) if any_active(accepted_ai_kinds[input.post.ai_status], moment)

# The status decides: it is unknown, and one of its values would lack an accepted label.
ai_hangs_on_status(moment) if {
	_ai_owed
	not input.post.ai_status
	some status, _ in accepted_ai_kinds
	not any_active(accepted_ai_kinds[status], moment)
}

_ai_owed if input.post.published_at >= data.qinglang.params.labelling_from

# --- fiction and past events -----------------------------------------------------------------

fiction_required if {
	_standing
	input.post.declared_fiction
}

fiction_unknown if {
	_standing
	not _fiction_told
}

past_event_required if {
	_standing
	input.post.past_event
}

past_event_unknown if {
	_standing
	not _past_event_told
}

_fiction_told if input.post.declared_fiction in domain.flags

_past_event_told if input.post.past_event in domain.flags

_standing if input.post.published_at >= data.qinglang.params.standing_from
