# METADATA
# title: What a certification may show
# description: >-
#   Which of its data nobody may show, which need the holder's consent, and what decides it where
#   that is unknown. The name of an organisation is no personal information.
package qinglang.lib.consent

import data.qinglang.lib.domain

forbidden(key) if key in data.qinglang.params.forbidden_display_keys

needed(key) if {
	key in data.qinglang.params.consent_keys
	key != "operator_name"
}

needed("operator_name") if {
	"operator_name" in data.qinglang.params.consent_keys
	input.account.account_class != "organisation"
}

may_be_needed(key) if needed(key)

may_be_needed("operator_name") if {
	"operator_name" in data.qinglang.params.consent_keys
	"account" in input.unknown
}

given(key) if key in input.certification.consent_scope

# Keys that are shown, or may be where nobody recorded it.
may_be_shown contains key if some key in input.certification.displayed_keys

may_be_shown contains key if {
	not input.certification.displayed_keys
	some key in domain.display_keys
}

# Showing this key may be wrong.
may_offend(key) if forbidden(key)

may_offend(key) if {
	may_be_needed(key)
	not given(key)
}

# Whether showing this key is wrong depends on whose account it is.
hangs_on_account(key) if {
	may_be_needed(key)
	not needed(key)
	not given(key)
}
