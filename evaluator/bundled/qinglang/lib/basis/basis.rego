# METADATA
# title: What a measure rests on
# description: Whether a measure rests on the notice, as far as the platform names a basis.
package qinglang.lib.basis

notice_named(sanction) if sanction.legal_basis in data.qinglang.params.notice_legal_basis

notice_or_none(sanction) if notice_named(sanction)

notice_or_none(sanction) if not sanction.legal_basis
