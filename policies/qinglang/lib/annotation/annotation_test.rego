package qinglang.lib.annotation_test

import data.qinglang.lib.annotation

test_active_from_its_first_to_its_last_moment if {
	label := {"from_ts": 10, "to_ts": 20}
	annotation.active(label, 10)
	annotation.active(label, 20)
	not annotation.active(label, 9)
	not annotation.active(label, 21)
}

test_active_without_end if {
	annotation.active({"from_ts": 10}, 1000)
}

test_ended_before_now if {
	annotation.ended({"from_ts": 1, "to_ts": 9}) with data.qinglang.snapshot as {"as_of": 10}
	not annotation.ended({"from_ts": 1, "to_ts": 10}) with data.qinglang.snapshot as {"as_of": 10}
	not annotation.ended({"from_ts": 1}) with data.qinglang.snapshot as {"as_of": 10}
}
