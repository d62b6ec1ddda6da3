# METADATA
# title: Selling as an uncertified professional
# description: >-
#   An account may sell goods in a professional field in which it has no valid certification.
# custom:
#   code: CER-04
#   title_zh: 未经认证以专业人设带货
#   clauses: [2.4 s1]
#   basis: [qinglang-2025]
#   subject: account
#   direction: under
#   severity: high
#   nature: state
#   identity: [grant_id]
#   cause: [field]
#   messages:
#     en: "Grant {grant_id} lets this account sell in the field {field}, but it holds no valid certification there: buyers may take a persona for an expert."
#     zh: "带货权限 {grant_id} 允许该账号在 {field} 领域销售，但账号没有该领域的有效认证，消费者可能把人设当作专业身份。"
#   cure:
#     en: Certify the account in the field, or withdraw the right to sell.
#     zh: 完成该领域的专业认证，或收回带货权限。
package qinglang.certification.persona_selling

import data.qinglang.lib.calendar
import data.qinglang.lib.domain
import data.qinglang.lib.holder
import data.qinglang.lib.monetisation

default applies := false

applies if count(_sales) > 0

violations contains object.filter(grant, {"grant_id", "field"}) if {
	some grant in _sales
	every field in _fields(grant) {
		not holder.certified(field, calendar.now)
	}
}

undetermined contains {"missing": "monetisation.field"} if {
	some grant in _sales
	some certified in _fields(grant)
	holder.certified(certified, calendar.now)
	some uncertified in _fields(grant)
	not holder.certified(uncertified, calendar.now)
}

_sales contains grant if {
	some grant in input.monetisation
	grant.kind == "ecommerce"
	monetisation.granted(grant, calendar.now)
}

# Fields in which the account may sell by this grant.
_fields(grant) := {grant.field}

_fields(grant) := domain.professional_fields if not grant.field
