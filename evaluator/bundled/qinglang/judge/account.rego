# Generated when the bundle is built.
package qinglang.judge

# METADATA
# title: Judge of subject account
# description: >-
#   Answers for each document and each requested control with [applies, violations, undetermined].
#   Parameters and snapshot travel with the question.
account := [answers |
	some document in input.documents
	answers := _account with input as document
		with data.qinglang.params as input.params
		with data.qinglang.snapshot as input.snapshot
		with data.qinglang.requested as input.controls
]

_account["CER-04"] := [
	data.qinglang.certification.persona_selling.applies,
	data.qinglang.certification.persona_selling.violations,
	data.qinglang.certification.persona_selling.undetermined,
] if {
	"CER-04" in data.qinglang.requested
}
