# sql/registry/<dialect>/NNN_name.sql, given in order, as a C table: see migrations.h.
function escape(s,	i, c, out)
{
	for (i = 1; i <= length(s); i++) {	# gsub() and backslashes differ between awks
		c = substr(s, i, 1)
		out = out (c == "\\" || c == "\"" ? "\\" : "") c
	}
	return out
}

function finish()
{
	if (open)
		print "\t},"
	open = 0
}

BEGIN {
	print "/* Made by core/data/migrations.awk from sql/registry: do not edit. */"
	print "#include \"config.h\"\n"
	print "#include \"core/data/migrations.h\"\n"
	print "const struct migration migrations[] = {"
}

FNR == 1 {
	finish()
	n = split(FILENAME, part, "/")
	name = part[n]
	number = name + 0
	sub(/^[0-9]+_/, "", name)
	sub(/\.sql$/, "", name)
	printf "\t{ DB_%s, %d, \"%s\",\n", toupper(part[n - 1]), number, escape(name)
	open = 1
	count++
}

{ printf "\t    \"%s\\n\"\n", escape($0) }

END {
	finish()
	print "};"
	printf "const size_t migrations_count = %d;\n", count
}
