# A control that does what its document says; no control should.
package qinglang.trial

applies if not input.post.silent

# Any values as facts.
violations contains {"value": value} if some value in input.post.values

# Traps in WebAssembly for 0 / 0.
violations contains {"quotient": quotient} if quotient := input.post.dividend / input.post.divisor

# Takes its time, without needing memory.
violations contains {"pairs": count(pairs)} if {
	numbers_up := numbers.range(1, input.post.loop)
	pairs := [1 |
		some first in numbers_up
		some second in numbers_up
		[first, second] == input.post.never
	]
}

# Needs memory.
violations contains {"numbers": count(numbers.range(1, input.post.allocate))}

# Has two values at once.
both := 1 if input.post.conflict

both := 2 if input.post.conflict

violations contains {"value": both}

undetermined contains {"missing": name} if some name in input.post.missing
