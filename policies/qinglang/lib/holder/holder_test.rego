package qinglang.lib.holder_test

import data.qinglang.lib.holder

test_certified_in_its_field_while_it_is_valid if {
	document := {"certifications": [{"field": "law", "state": "valid", "valid_from": 5}]}
	holder.certified("law", 5) with input as document
	not holder.certified("law", 4) with input as document
	not holder.certified("finance", 5) with input as document
	not holder.certified("law", 5) with input as {"certifications": []}
}

test_certified_at_all_in_any_field if {
	document := {"certifications": [
		{"field": "law", "state": "pending", "valid_from": 1},
		{"field": "finance", "state": "valid", "valid_from": 5},
	]}
	holder.certified_at_all(5) with input as document
	not holder.certified_at_all(4) with input as document
}
