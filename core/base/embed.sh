#!/bin/sh
# embed.sh NAME FILE: a C file on stdout in which NAME[] holds the bytes of FILE and a NUL,
# and NAME_len their number without it.
set -eu
printf '#include <stddef.h>\n\nextern const char %s[];\nextern const size_t %s_len;\n\n' "$1" "$1"
printf 'const char %s[] = {\n' "$1"
od -v -An -td1 "$2" | sed 's/  */ /g; s/^ //; s/ *$//; s/ /, /g; s/$/,/; s/^/	/'
printf '\t0\n};\nconst size_t %s_len = sizeof(%s) - 1;\n' "$1" "$1"
