package qinglang.lib.professional_test

import data.qinglang.lib.professional

_params := {
	"certified_fields": ["law"],
	"exempt_classes": ["media"],
	"min_professional_posts": 3,
	"standing_from": 50,
}

_law := {"field": "law", "posts": 3, "last_at": 50}

_document(rows, certifications) := {
	"account": {"account_class": "personal"},
	"professional_posts": rows,
	"certifications": certifications,
}

_claims(document) := found if {
	found := professional.claims with input as document with data.qinglang.params as _params
}

_sorted(document) := [uncertified, lapsed] if {
	uncertified := professional.uncertified with input as document
		with data.qinglang.params as _params
		with data.qinglang.snapshot as {"as_of": 100}
	lapsed := professional.lapsed with input as document
		with data.qinglang.params as _params
		with data.qinglang.snapshot as {"as_of": 100}
}

test_claims_are_recent_enough_and_of_certified_fields if {
	_claims(_document([_law], [])) == {_law}
	_claims(_document([object.union(_law, {"posts": 2})], [])) == set()
	_claims(_document([object.union(_law, {"last_at": 49})], [])) == set()
	_claims(_document([object.union(_law, {"field": "finance"})], [])) == set()
	exempt := object.union(_document([_law], []), {"account": {"account_class": "media"}})
	_claims(exempt) == set()
}

_held(fields) := object.union({"certification_id": "c", "field": "law", "state": "valid"}, fields)

test_certified_then_or_now if {
	_sorted(_document([_law], [])) == [{_law}, set()]
	_sorted(_document([_law], [_held({"valid_from": 51})])) == [set(), set()]
	_sorted(_document([_law], [_held({"valid_from": 1, "valid_to": 50})])) == [set(), set()]
	_sorted(_document([_law], [_held({"valid_from": 1, "valid_to": 49})])) == [set(), {_law}]
	lost := _held({"valid_from": 1, "valid_to": 49, "state": "revoked", "revoked_at": 48})
	_sorted(_document([_law], [lost])) == [{_law}, set()]
	between := _held({"valid_from": 60, "valid_to": 70})
	_sorted(_document([_law], [between])) == [{_law}, set()]
	backwards := _held({"valid_from": 60, "valid_to": 50})
	_sorted(_document([_law], [backwards])) == [{_law}, set()]
	other := _held({"valid_from": 1, "field": "finance"})
	_sorted(_document([_law], [other])) == [{_law}, set()]
}

test_licences if {
	professional.licensed with input as {"operator": {"licensed_news": true}}
	not professional.unlicensed with input as {"operator": {"licensed_news": true}}
	professional.unlicensed with input as {"operator": {"licensed_news": false}}
	not professional.licensed with input as {"operator": {"licensed_news": false}}
	professional.unlicensed with input as {"account": {}}
	not professional.unlicensed with input as {"operator": {}}
	not professional.unlicensed with input as {"unknown": ["operator"]}
}

_hangs(document) if {
	professional.hangs_on_field with input as document
		with data.qinglang.params as _params
		with data.qinglang.snapshot as {"as_of": 100}
}

test_posts_of_unknown_field if {
	lost := {"field": "unknown", "posts": 1, "last_at": 49}
	_hangs(_document([object.union(_law, {"posts": 2}), lost], []))
	not _hangs(_document([object.union(_law, {"posts": 1}), lost], []))
	not _hangs(_document([object.union(_law, {"posts": 2, "last_at": 49}), lost], []))
	not _hangs(_document([_law], []))
	_hangs(_document([object.union(lost, {"posts": 3, "last_at": 50})], []))
	not _hangs(_document([_law, lost], [_held({"valid_from": 100})]))
	exempt := object.union(_document([_law, lost], []), {"account": {"account_class": "media"}})
	not _hangs(exempt)
	free := object.union(_document([_law, lost], []), {"operator": {"licensed_news": true}})
	not _hangs(free)
}
