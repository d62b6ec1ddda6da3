# METADATA
# title: Certifications in time
# description: When a certification is valid, and which fields the document's account may claim.
package qinglang.lib.certification

valid(certification, moment) if {
	_in_state(certification, moment)
	certification.valid_from <= moment
	not _expired_before(certification, moment)
}

# Whether the account of the document has a valid certification of this field.
held(field, moment) if {
	some certification in input.certifications
	certification.field == field
	valid(certification, moment)
}

_in_state(certification, _) if certification.state == "valid"

_in_state(certification, moment) if {
	certification.state == "revoked"
	certification.revoked_at > moment
}

_expired_before(certification, moment) if certification.valid_to < moment
