package qinglang.lib.rendering_test

import data.qinglang.lib.domain
import data.qinglang.lib.rendering

_at := {"as_of": 100}

_document := {
	"annotation": {"kind": "source", "from_ts": 1},
	"post": {"media_kind": "video", "published_at": 50},
}

_unknown(parent) := object.union(object.remove(_document, [parent]), {"unknown": [parent]})

test_known_with_label_and_post if {
	rendering.known with input as _document
	not rendering.known with input as _unknown("post")
	not rendering.known with input as _unknown("annotation")
}

test_kinds_of_an_active_label if {
	found := rendering.kinds with input as _document with data.qinglang.snapshot as _at
	found == {"source"}
	ended := object.union(_document, {"annotation": {"kind": "source", "from_ts": 1, "to_ts": 2}})
	none := rendering.kinds with input as ended with data.qinglang.snapshot as _at
	none == set()
	all := rendering.kinds with input as _unknown("annotation") with data.qinglang.snapshot as _at
	all == domain.annotation_kinds
}

test_may_show if {
	rendering.may_show with input as _document with data.qinglang.snapshot as _at
	rendering.may_show with input as _unknown("post") with data.qinglang.snapshot as _at
	rendering.may_show with input as _unknown("annotation") with data.qinglang.snapshot as _at
	deleted := object.union(_document, {"post": {"deleted_at": 60}})
	not rendering.may_show with input as deleted with data.qinglang.snapshot as _at
	not rendering.may_show with input as _document with data.qinglang.snapshot as {"as_of": 0}
}

test_post_may_be if {
	rendering.post_may_be({"video"}, 50) with input as _document
	not rendering.post_may_be({"video"}, 51) with input as _document
	not rendering.post_may_be({"image"}, 50) with input as _document
	rendering.post_may_be({"image"}, 51) with input as _unknown("post")
}

test_percents_by_kind_and_time if {
	params := {
		"min_ai_label_percent": 5,
		"min_source_label_percent": 4,
		"labelling_from": 50,
		"standing_from": 50,
	}
	both := rendering.percents with input as _unknown("annotation")
		with data.qinglang.params as params
		with data.qinglang.snapshot as _at
	both == {4, 5}
	source := rendering.percents with input as _document
		with data.qinglang.params as params
		with data.qinglang.snapshot as _at
	source == {4}
	no_figure := rendering.percents with input as _unknown("annotation")
		with data.qinglang.params as object.remove(params, ["min_source_label_percent"])
		with data.qinglang.snapshot as _at
	no_figure == {5}
	later := object.union(params, {"labelling_from": 51, "standing_from": 51})
	none := rendering.percents with input as _unknown("annotation")
		with data.qinglang.params as later
		with data.qinglang.snapshot as _at
	none == set()
}

test_regions if {
	known := rendering.regions with input as {"rendering": {"region": "edge"}}
	known == {"edge"}
	unknown := rendering.regions with input as {"rendering": {}}
	unknown == domain.regions
}
