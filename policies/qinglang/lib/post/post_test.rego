package qinglang.lib.post_test

import data.qinglang.lib.post

test_live_unless_deleted if {
	post.live with input as {"post": {"post_id": "p"}}
	not post.live with input as {"post": {"post_id": "p", "deleted_at": 0}}
	not post.live with input as {}
}

test_settled_when_the_grace_time_is_over if {
	post.settled with input as {"post": {"published_at": 0}}
		with data.qinglang.params as {"label_grace_hours": 1}
		with data.qinglang.snapshot as {"as_of": 3600}
	not post.settled with input as {"post": {"published_at": 0}}
		with data.qinglang.params as {"label_grace_hours": 1}
		with data.qinglang.snapshot as {"as_of": 3599}
}

test_due_while_live_and_settled if {
	post.due with input as {"post": {"published_at": 0}}
		with data.qinglang.params as {"label_grace_hours": 1}
		with data.qinglang.snapshot as {"as_of": 3600}
	not post.due with input as {"post": {"published_at": 0, "deleted_at": 1}}
		with data.qinglang.params as {"label_grace_hours": 1}
		with data.qinglang.snapshot as {"as_of": 3600}
}
