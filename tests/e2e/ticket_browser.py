"""Does the first page log a browser in that has a Kerberos ticket?  Exit status 0: yes.

usage: ticket_browser.py CHROMIUM URL WANTED [option of the browser ...]
WANTED: the name that is shown then, or "form": it is to be the form that is shown.
Started by kerberos.sh.
"""
import json
import shutil
import signal
import sys
import tempfile

from browser import Browser, visible

program, url, wanted, *options = sys.argv[1:]
form = visible("login")
either = f"({form} || {visible('work')})"
shown = form if wanted == "form" else (
    visible("work") + " && document.getElementById('who').textContent === " + json.dumps(wanted))
signal.alarm(90)  # whatever hangs
profile = tempfile.mkdtemp(prefix="rml-browser.")
good = True
try:
    # Chromium shuts its network process in, away from GSSAPI, until it was first asked for a
    # ticket; from its next start on it does not.
    for expected in either, shown:
        browser = Browser(program, profile, *options)
        try:
            browser.open(url)
            good = good and browser.until("document.getElementById('work') !== null && " +
                                          expected, 20)
            if not good:
                print(browser.ask("document.body.innerText"))
        finally:
            browser.end()
finally:
    shutil.rmtree(profile, ignore_errors=True)
sys.exit(not good)
