# METADATA
# title: Gate
# description: >-
#   Tests one subject document with the controls of the bundle, in the way that Conftest asks: deny
#   for a violation, warn for what is undetermined. What it asks stands in request.json.
package gate

deny contains {"msg": message, "code": code, "facts": facts} if {
	some code, answer in _answers
	some facts in answer[1]
	message := sprintf("%s: %s", [code, json.marshal(facts)])
}

warn contains {"msg": message, "code": code, "missing": unknown.missing} if {
	some code, answer in _answers
	count(answer[1]) == 0
	some unknown in answer[2]
	message := sprintf("%s is undetermined: %s is not known", [code, unknown.missing])
}

_answers := answers if {
	[answers] := data.qinglang.judge.post with input as {
		"controls": data.request.controls,
		"params": data.qinglang.params,
		"snapshot": data.request.snapshot,
		"documents": [input],
	}
}
