# METADATA
# title: What an account holds
# description: Certifications that the account of the document has, in a field or in any.
package qinglang.lib.holder

import data.qinglang.lib.certification

# Whether the account has a certification of this field that is valid at a moment.
certified(field, moment) if {
	some held in input.certifications
	held.field == field
	certification.valid(held, moment)
}

# Whether the account has any certification that is valid at a moment.
certified_at_all(moment) if {
	some held in input.certifications
	certification.valid(held, moment)
}
