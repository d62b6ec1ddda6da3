package qinglang.certification.persona_selling_test

import data.qinglang.certification.persona_selling

_at := {"as_of": 864000}

_grant := {"grant_id": "g", "kind": "ecommerce", "field": "law", "granted_at": 0}

_held(fields) := [{"field": field, "state": "valid", "valid_from": 0} | some field in fields]

test_uncertified_sale_violates if {
	document := {"monetisation": [_grant], "certifications": _held(["finance"])}
	persona_selling.applies with input as document with data.qinglang.snapshot as _at
	found := persona_selling.violations with input as document with data.qinglang.snapshot as _at
	found == {{"grant_id": "g", "field": "law"}}
}

test_certified_sale_does_not if {
	document := {"monetisation": [_grant], "certifications": _held(["law"])}
	found := persona_selling.violations with input as document with data.qinglang.snapshot as _at
	found == set()
}

test_unknown_field_decides_unless_all_or_none_are_certified if {
	every case in [
		{"held": [], "violations": {{"grant_id": "g"}}, "undetermined": set()},
		{
			"held": ["law", "finance"],
			"violations": set(),
			"undetermined": {{"missing": "monetisation.field"}},
		},
		{
			"held": ["finance", "medicine", "law", "education"],
			"violations": set(),
			"undetermined": set(),
		},
	] {
		document := {
			"monetisation": [object.remove(_grant, ["field"])],
			"certifications": _held(case.held),
		}
		found := persona_selling.violations with input as document
			with data.qinglang.snapshot as _at
		found == case.violations
		missing := persona_selling.undetermined with input as document
			with data.qinglang.snapshot as _at
		missing == case.undetermined
	}
}

test_grant_of_another_kind_is_not_asked if {
	document := {"monetisation": [object.union(_grant, {"kind": "ads"})], "certifications": []}
	not persona_selling.applies with input as document with data.qinglang.snapshot as _at
}
