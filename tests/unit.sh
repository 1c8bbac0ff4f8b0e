#!/bin/sh
# Runs a Criterion program with TAP on stdout, as automake's driver reads it.
exec "$1" --tap=- --quiet --jobs="${UNIT_JOBS:-2}"
