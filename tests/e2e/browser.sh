#!/usr/bin/env bash
# The first page in Chromium, where there is one; skipped elsewhere.
here=$(cd "$(dirname "$0")" && pwd)
. "$here/lib.sh"
chromium=$(command -v chromium || command -v chromium-browser || command -v google-chrome) ||
    skip_all "no Chromium is installed"
python=$(PATH=/usr/bin:/bin:$PATH command -v python3) || skip_all "no python3 is installed"
. "$here/site.sh"
site_make
first=$(clean "$ml" user add newcomer --role planner 2>&1 | grep -oE '[^ ]{20}' | tail -n 1)
site_start
"$python" "$here/browser.py" "$chromium" "$BASE_URL/" newcomer "$first" 'a new and long password'
