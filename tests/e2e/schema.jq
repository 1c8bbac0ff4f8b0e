# faults(doc; schema; where): what of the input is not as the JSON schema says, a text each.
# Knows as much of JSON Schema as our contract uses; doc holds what $ref leads to.
def deref($doc; $schema):
	if $schema | has("$ref") then
		deref($doc; $doc | getpath($schema["$ref"] | ltrimstr("#/") | split("/")))
	else $schema end;

def faults($doc; $schema; $at):
	. as $v | type as $t | deref($doc; $schema) as $s |
	if ($s | has("type")) and ([$s.type] | flatten |
	    any(. == $t or (. == "integer" and $t == "number" and ($v | floor) == $v)) | not) then
		"\($at) is \($t), not \([$s.type] | flatten | join(" or "))"
	else
		(if ($s | has("enum")) and (any($s.enum[]; . == $v) | not) then
			"\($at) is \($v), none of \($s.enum)" else empty end),
		(if ($s | has("const")) and $s.const != $v then "\($at) is \($v)" else empty end),
		(if ($s | has("anyOf")) and
		    all($s.anyOf[]; . as $one | [$v | faults($doc; $one; $at)] != []) then
			"\($at) is none of several" else empty end),
		(if $s | has("oneOf") then
			[$s.oneOf[] | . as $one | [$v | faults($doc; $one; $at)]] |
			if [.[] | select(. == [])] | length == 1 then empty
			else "\($at) fits not just one of several: \(.)" end
		else empty end),
		if $t == "string" then
			(if $s.pattern and ($v | test($s.pattern) | not) then "\($at) is \($v), not like \($s.pattern)" else empty end),
			(if ($v | length) < ($s.minLength // 0) then "\($at) is too short" else empty end),
			(if $s.maxLength and ($v | length) > $s.maxLength then "\($at) is too long" else empty end)
		elif $t == "number" then
			(if ($s | has("minimum")) and $v < $s.minimum then "\($at) is \($v)" else empty end),
			(if ($s | has("maximum")) and $v > $s.maximum then "\($at) is \($v)" else empty end),
			(if ($s | has("exclusiveMinimum")) and $v <= $s.exclusiveMinimum then "\($at) is \($v)" else empty end)
		elif $t == "array" then
			(if ($v | length) < ($s.minItems // 0) then "\($at) has too few" else empty end),
			(if $s.maxItems and ($v | length) > $s.maxItems then "\($at) has too many" else empty end),
			(if $s.items then range($v | length) as $i |
				$v[$i] | faults($doc; $s.items; "\($at)[\($i)]") else empty end)
		elif $t == "object" then
			(($s.required // [])[] as $k | if $v | has($k) then empty else "\($at).\($k) is missing" end),
			($v | keys[] as $k | $v[$k] |
				if ($s.properties // {}) | has($k) then faults($doc; $s.properties[$k]; "\($at).\($k)")
				elif $s.additionalProperties == false then "\($at).\($k) is not in the contract"
				elif ($s.additionalProperties | type) == "object" then
					faults($doc; $s.additionalProperties; "\($at).\($k)")
				else empty end)
		else empty end
	end;

# What is wrong with a body that is the answer to $method $path with $status.
def answer_faults($doc; $method; $path; $status):
	$doc.paths[$path][$method | ascii_downcase].responses[$status] as $r |
	if $r == null then "\($method) \($path) may not answer \($status)"
	else
		deref($doc; $r).content as $content |
		if $content == null then empty
		else faults($doc; $content | to_entries[0].value.schema; "") end
	end;
