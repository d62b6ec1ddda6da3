package qinglang.lib.consent_test

import data.qinglang.lib.consent
import data.qinglang.lib.domain

_params := {"forbidden_display_keys": ["phone"], "consent_keys": ["identity", "operator_name"]}

_document(certification, class) := {
	"certification": certification,
	"account": {"account_class": class},
}

_orphan(certification) := {"certification": certification, "unknown": ["account"]}

test_forbidden if {
	consent.forbidden("phone") with data.qinglang.params as _params
	not consent.forbidden("field") with data.qinglang.params as _params
}

test_needed if {
	person := _document({}, "personal")
	consent.needed("identity") with input as person with data.qinglang.params as _params
	consent.needed("operator_name") with input as person with data.qinglang.params as _params
	not consent.needed("field") with input as person with data.qinglang.params as _params
	company := _document({}, "organisation")
	consent.needed("identity") with input as company with data.qinglang.params as _params
	not consent.needed("operator_name") with input as company with data.qinglang.params as _params
	none := object.union(_params, {"consent_keys": []})
	not consent.needed("operator_name") with input as person with data.qinglang.params as none
	not consent.may_be_needed("operator_name") with input as _orphan({})
		with data.qinglang.params as none
}

test_given if {
	consent.given("identity") with input as _document({"consent_scope": ["identity"]}, "personal")
	not consent.given("identity") with input as _document({"consent_scope": []}, "personal")
	not consent.given("identity") with input as _document({}, "personal")
}

test_may_be_shown if {
	shown := consent.may_be_shown with input as _document({"displayed_keys": ["face"]}, "media")
	shown == {"face"}
	any := consent.may_be_shown with input as _document({}, "media")
	any == domain.display_keys
}

test_may_offend if {
	person := _document({"consent_scope": ["operator_name"]}, "personal")
	found := {key |
		some key in domain.display_keys
		consent.may_offend(key) with input as person with data.qinglang.params as _params
	}
	found == {"phone", "identity"}
}

test_hangs_on_account if {
	consent.hangs_on_account("operator_name") with input as _orphan({})
		with data.qinglang.params as _params
	not consent.hangs_on_account("identity") with input as _orphan({})
		with data.qinglang.params as _params
	agreed := _orphan({"consent_scope": ["operator_name"]})
	not consent.hangs_on_account("operator_name") with input as agreed
		with data.qinglang.params as _params
	not consent.hangs_on_account("operator_name") with input as _document({}, "personal")
		with data.qinglang.params as _params
}
