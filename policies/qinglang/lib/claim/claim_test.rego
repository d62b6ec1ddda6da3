package qinglang.lib.claim_test

import data.qinglang.lib.claim

_at := {"as_of": 864000}

_params(key_fields) := {"label_grace_hours": 24, "standing_from": 5, "key_fields": key_fields}

_asked(post) if {
	claim.asked with input as {"post": post}
		with data.qinglang.params as _params([])
		with data.qinglang.snapshot as _at
}

test_live_and_settled_posts_are_asked_since_the_rule_holds if {
	_asked({"published_at": 5})
	_asked({"published_at": 777600})
	not _asked({"published_at": 4})
	not _asked({"published_at": 777601})
	not _asked({"published_at": 5, "deleted_at": 6})
}

test_claim_is_made_or_may_be if {
	claim.made with input as {"post": {"claim_tag": "first_hand"}}
	claim.may_be_made with input as {"post": {"claim_tag": "first_hand"}}
	claim.may_be_made with input as {"post": {"post_id": "p"}}
	claim.tag_unknown with input as {"post": {"post_id": "p"}}
	not claim.made with input as {"post": {"post_id": "p"}}
	not claim.may_be_made with input as {"post": {"claim_tag": "none"}}
	not claim.tag_unknown with input as {"post": {"claim_tag": "none"}}
}

# What holds of a post's field: key, may be key, hangs on it.
_field(post, key_fields) := held if {
	found := {
		"key": {true | claim.in_key_field},
		"may be": {true | claim.may_be_in_key_field},
		"hangs": {true | claim.hangs_on_field},
	} with input as {"post": post} with data.qinglang.params as _params(key_fields)
	held := {name | some name, holds in found; holds == {true}}
}

test_fields_are_key_or_may_be if {
	_field({"field": "law"}, ["law"]) == {"key", "may be"}
	_field({"field": "law"}, ["medicine"]) == set()
	_field({"field": "none"}, ["none"]) == {"key", "may be"}
	_field({"post_id": "p"}, ["law"]) == {"may be", "hangs"}
	_field({"post_id": "p"}, []) == set()
	_field({"post_id": "p"}, ["astrology"]) == set()
	_field({"post_id": "p"}, [field | some field in claim.fields]) == {"key", "may be"}
	_field({"post_id": "p"}, [field | some field in claim.fields; field != "none"]) == {"may be", "hangs"}
}

# What a label says of the post's source.
_source(label) := held if {
	found := {
		"borne out": {true | claim.borne_out},
		"unknown": {true | claim.source_kind_unknown},
	} with input as {"annotations": [object.union({"kind": "source", "from_ts": 0}, label)]}
		with data.qinglang.snapshot as _at
	held := {name | some name, holds in found; holds == {true}}
}

test_sources_bear_out_or_may if {
	every kind in ["original", "outlet", "official"] {
		_source({"source_kind": kind}) == {"borne out"}
	}
	every kind in ["post", "vague"] {
		_source({"source_kind": kind}) == set()
	}
	_source({}) == {"unknown"}
	_source({"to_ts": 864000}) == {"unknown"}
	_source({"to_ts": 863999}) == set()
	_source({"to_ts": 863999, "source_kind": "original"}) == set()
	_source({"kind": "fiction"}) == set()
	_source({"kind": "fiction", "source_kind": "original"}) == set()
}
