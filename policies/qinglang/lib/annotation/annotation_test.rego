package qinglang.lib.annotation_test

import data.qinglang.lib.annotation

test_active_within_its_bounds if {
	label := {"kind": "source", "from_ts": 10, "to_ts": 20}
	annotation.active(label, 10)
	annotation.active(label, 20)
	not annotation.active(label, 9)
	not annotation.active(label, 21)
	annotation.active({"from_ts": 10}, 1000)
}

test_ended_after_its_end if {
	annotation.ended({"from_ts": 10, "to_ts": 20}) with data.qinglang.snapshot as {"as_of": 21}
	not annotation.ended({"from_ts": 10, "to_ts": 20}) with data.qinglang.snapshot as {"as_of": 20}
	not annotation.ended({"from_ts": 10}) with data.qinglang.snapshot as {"as_of": 20}
}

test_any_active_looks_at_kind_and_time if {
	document := {"annotations": [{"kind": "source", "from_ts": 10}]}
	annotation.any_active({"source", "refuted"}) with input as document
		with data.qinglang.snapshot as {"as_of": 10}
	not annotation.any_active({"refuted"}) with input as document
		with data.qinglang.snapshot as {"as_of": 10}
	not annotation.any_active({"source"}) with input as document
		with data.qinglang.snapshot as {"as_of": 9}
	not annotation.any_active({"source"}) with input as {}
		with data.qinglang.snapshot as {"as_of": 10}
}
