# METADATA
# title: Certifications in time
# description: When a certification is valid.
package qinglang.lib.certification

valid(certification, moment) if {
	_in_state(certification, moment)
	certification.valid_from <= moment
	not _expired_before(certification, moment)
}

_in_state(certification, _) if certification.state == "valid"

_in_state(certification, moment) if {
	certification.state == "revoked"
	certification.revoked_at > moment
}

_expired_before(certification, moment) if certification.valid_to < moment
