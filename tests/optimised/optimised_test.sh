#!/bin/sh
# Fails if part of PROGRAM was compiled without optimisation, which only then leaves calls of std::addressof's helper.
# Usage: optimised_test.sh NM PROGRAM
set -eu
symbols=$("$1" --demangle "$2")
case $symbols in *' main'*) ;; *) echo "$2 has no symbols to look at" >&2; exit 1 ;; esac
case $symbols in *std::__addressof*) echo "$2 is in part not optimised" >&2; exit 1 ;; esac
