package qinglang.lib.labels_test

import data.qinglang.lib.annotation
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
		labels.ai_accepted(200) with input as document with data.qinglang.snapshot as {"as_of": 200}
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
		labels.ai_hangs_on_status(200) with input as document
			with data.qinglang.params as _params([])
			with data.qinglang.snapshot as {"as_of": 200}
	}
	decisive == {"ai_possible", "ai_suspected", "source"}
}

test_ended_ai_labels if {
	document := {"annotations": [{"annotation_id": kind, "kind": kind, "from_ts": 1, "to_ts": 2} |
		some kind in ["ai_generated", "ai_possible", "ai_suspected", "source"]
	]}
	ended := labels.ai_ended with input as document with data.qinglang.snapshot as {"as_of": 3}
	ended == {[2, kind] | some kind in annotation.ai_kinds}
	shown := labels.ai_ended with input as document with data.qinglang.snapshot as {"as_of": 2}
	shown == set()
}

test_active_labels if {
	document := {"annotations": [{"kind": "source", "from_ts": 5}, {"kind": "refuted", "from_ts": 6}]}
	now := labels.active with input as document with data.qinglang.snapshot as {"as_of": 5}
	now == {{"kind": "source", "from_ts": 5}}
}

test_any_active_looks_at_kind_and_time if {
	document := {"annotations": [{"kind": "source", "from_ts": 10}]}
	labels.any_active({"source", "refuted"}, 10) with input as document
	not labels.any_active({"refuted"}, 10) with input as document
	not labels.any_active({"source"}, 9) with input as document
	not labels.any_active({"source"}, 10) with input as {}
}

test_source_may_be_required if {
	labels.source_may_be_required with input as _own({"topic": "social_event"})
		with data.qinglang.params as _params(["social_event"])
	labels.source_may_be_required with input as _own({})
		with data.qinglang.params as _params(["social_event"])
	not labels.source_may_be_required with input as _own({"topic": "other"})
		with data.qinglang.params as _params(["social_event"])
}

test_fiction_and_past_events if {
	labels.fiction_required with input as _own({"declared_fiction": true})
		with data.qinglang.params as _params([])
	labels.past_event_required with input as _own({"past_event": true})
		with data.qinglang.params as _params([])
	every told in [true, false] {
		not labels.fiction_unknown with input as _own({"declared_fiction": told})
			with data.qinglang.params as _params([])
		not labels.past_event_unknown with input as _own({"past_event": told})
			with data.qinglang.params as _params([])
	}
	labels.fiction_unknown with input as _own({}) with data.qinglang.params as _params([])
	labels.past_event_unknown with input as _own({}) with data.qinglang.params as _params([])
	old := {"published_at": 99, "declared_fiction": true, "past_event": true}
	not labels.fiction_required with input as _own(old) with data.qinglang.params as _params([])
	not labels.past_event_required with input as _own(old) with data.qinglang.params as _params([])
	not labels.fiction_unknown with input as _own({"published_at": 99})
		with data.qinglang.params as _params([])
	not labels.past_event_unknown with input as _own({"published_at": 99})
		with data.qinglang.params as _params([])
}

test_required_labels if {
	post := {
		"topic": "social_event",
		"ai_status": "declared",
		"declared_fiction": true,
		"past_event": true,
	}
	found := labels.required with input as _own(post)
		with data.qinglang.params as _params(["social_event"])
	found == {"source", "ai", "fiction", "past_event"}
	none := labels.required with input as _own({}) with data.qinglang.params as _params([])
	none == set()
}

test_labels_that_will_do if {
	document := object.union(
		_own({"ai_status": "suspected"}),
		{"annotations": [{"kind": "ai_possible", "from_ts": 1}, {"kind": "fiction", "from_ts": 2}]},
	)
	labels.accepted("ai", 1) with input as document
	labels.accepted("fiction", 2) with input as document
	not labels.accepted("fiction", 1) with input as document
	not labels.accepted("source", 2) with input as document
}
