# METADATA
# title: Labels that a post must carry
# description: >-
#   Which labels are required, which are accepted for them, and where an unknown fact decides.
#   Required means: in every completion of what is unknown.
package qinglang.lib.labels

import data.qinglang.lib.annotation
import data.qinglang.lib.domain

ai_kinds := {"ai_generated", "ai_possible", "ai_suspected"}

# Why a post counts as AI-generated -> the labels that say so well enough.
accepted_ai_kinds := {
	"implicit_label": {"ai_generated"},
	"declared": {"ai_generated", "ai_possible"},
	"suspected": {"ai_generated", "ai_possible", "ai_suspected"},
}

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

ai_required if {
	_ai_owed
	accepted_ai_kinds[input.post.ai_status]
}

ai_accepted if annotation.any_active(accepted_ai_kinds[input.post.ai_status])

ai_ended if {
	some label in input.annotations
	label.kind in ai_kinds
	annotation.ended(label)
}

# The status decides: it is unknown, and one of its values would lack an accepted label.
ai_hangs_on_status if {
	_ai_owed
	not input.post.ai_status
	some status, _ in accepted_ai_kinds
	not annotation.any_active(accepted_ai_kinds[status])
}

_every_topic_requires if {
	every topic in domain.topics {
		topic in data.qinglang.params.source_required_topics
	}
}

_source_owed if {
	input.post.origin != "repost"
	input.post.published_at >= data.qinglang.params.standing_from
}

_ai_owed if input.post.published_at >= data.qinglang.params.labelling_from
