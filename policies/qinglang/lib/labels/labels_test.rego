package qinglang.lib.labels_test

import data.qinglang.lib.domain
import data.qinglang.lib.labels

_params(topics) := {
	"labelling_from": 100,
	"source_required_topics": topics,
	"standing_from": 100,
}

_own(fields) := {"post": object.union({"origin": "own", "published_at": 100}, fields)}

test_source_required_on_its_topics if {
	labels.source_required with input as _own({"topic": "social_event"})
		with data.qinglang.params as _params(["social_event"])
	not labels.source_required with input as _own({"topic": "other"})
		with data.qinglang.params as _params(["social_event"])
	not labels.source_required with input as _own({"topic": "social_event", "origin": "repost"})
		with data.qinglang.params as _params(["social_event"])
	not labels.source_required with input as _own({"topic": "social_event", "published_at": 99})
		with data.qinglang.params as _params(["social_event"])
}

test_unknown_topic_decides_where_topics_differ if {
	labels.source_hangs_on_topic with input as _own({})
		with data.qinglang.params as _params(["social_event"])
	not labels.source_hangs_on_topic with input as _own({"topic": "other"})
		with data.qinglang.params as _params(["social_event"])
	not labels.source_hangs_on_topic with input as _own({})
		with data.qinglang.params as _params([])
	not labels.source_hangs_on_topic with input as _own({})
		with data.qinglang.params as _params([topic | some topic in domain.topics])
}

test_unknown_topic_needs_a_source_where_all_do if {
	labels.source_required with input as _own({})
		with data.qinglang.params as _params([topic | some topic in domain.topics])
	not labels.source_required with input as _own({})
		with data.qinglang.params as _params(["social_event"])
}

test_ai_label_required_for_what_counts_as_ai if {
	every status in ["implicit_label", "declared", "suspected"] {
		labels.ai_required with input as _own({"ai_status": status})
			with data.qinglang.params as _params([])
	}
	not labels.ai_required with input as _own({"ai_status": "none"})
		with data.qinglang.params as _params([])
	not labels.ai_required with input as _own({"ai_status": "declared", "published_at": 99})
		with data.qinglang.params as _params([])
}

test_accepted_ai_labels if {
	accepted := {[status, kind] |
		some status in ["none", "implicit_label", "declared", "suspected"]
		some kind in ["ai_generated", "ai_possible", "ai_suspected", "source"]
		document := object.union(
			_own({"ai_status": status}),
			{"annotations": [{"kind": kind, "from_ts": 1}]},
		)
		labels.ai_accepted with input as document with data.qinglang.snapshot as {"as_of": 200}
	}
	accepted == {
		["implicit_label", "ai_generated"],
		["declared", "ai_generated"],
		["declared", "ai_possible"],
		["suspected", "ai_generated"],
		["suspected", "ai_possible"],
		["suspected", "ai_suspected"],
	}
}

test_unknown_status_decides_unless_every_value_is_labelled if {
	decisive := {kind |
		some kind in ["ai_generated", "ai_possible", "ai_suspected", "source"]
		document := object.union(_own({}), {"annotations": [{"kind": kind, "from_ts": 1}]})
		labels.ai_hangs_on_status with input as document
			with data.qinglang.params as _params([])
			with data.qinglang.snapshot as {"as_of": 200}
	}
	decisive == {"ai_possible", "ai_suspected", "source"}
}

test_ended_ai_labels if {
	ended := {kind |
		some kind in ["ai_generated", "ai_possible", "ai_suspected", "source"]
		document := {"annotations": [{"kind": kind, "from_ts": 1, "to_ts": 2}]}
		labels.ai_ended with input as document with data.qinglang.snapshot as {"as_of": 200}
	}
	ended == labels.ai_kinds
}
