"""The first page in a real browser, over the DevTools protocol on a pipe: prints TAP lines.

usage: browser.py CHROMIUM BASE_URL USER PASSWORD NEW_PASSWORD
The user must change the password first, to NEW_PASSWORD.  Started by browser.sh.
"""
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time


class Browser:
    """A headless Chromium; commands and events are JSON ended by a NUL, on descriptors 3 and 4."""

    def __init__(self, program, profile, *options):
        command_read, self.command = os.pipe()
        self.answer, answer_write = os.pipe()

        def descriptors():
            # Out of the way first: either may be 3 or 4 already.
            read, write = os.dup(command_read), os.dup(answer_write)
            read, write = os.dup(read), os.dup(write)
            os.dup2(read, 3)
            os.dup2(write, 4)

        self.process = subprocess.Popen(
            [program, "--headless=new", "--remote-debugging-pipe", "--no-sandbox", "--disable-gpu",
             "--disable-quic", "--disable-background-networking", "--disable-component-update",
             "--disable-sync", "--no-first-run", "--ignore-certificate-errors", "--lang=ko-KR",
             "--user-data-dir=" + profile, *options, "about:blank"],
            preexec_fn=descriptors, close_fds=False, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(command_read)
        os.close(answer_write)
        self.number, self.rest, self.session, self.troubles = 0, b"", None, []

    def messages(self):
        while True:
            while b"\0" in self.rest:
                one, self.rest = self.rest.split(b"\0", 1)
                yield json.loads(one)
            more = os.read(self.answer, 1 << 16)
            if not more:
                raise EOFError("the browser has ended")
            self.rest += more

    def send(self, method, **params):
        self.number += 1
        message = {"id": self.number, "method": method, "params": params}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.command, json.dumps(message).encode() + b"\0")
        for m in self.messages():
            if m.get("method") in ("Runtime.exceptionThrown", "Log.entryAdded"):
                self.troubles.append(m["params"])
            if m.get("id") == self.number:
                if "error" in m:
                    raise RuntimeError(f"{method}: {m['error']['message']}")
                return m["result"]

    def open(self, url):
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log"):
            self.send(domain + ".enable")
        self.send("Page.navigate", url=url)

    def ask(self, expression):
        result = self.send("Runtime.evaluate", expression=expression, returnByValue=True)
        if "exceptionDetails" in result:
            raise RuntimeError(expression)
        return result["result"].get("value")

    def until(self, expression, seconds=10):
        end = time.monotonic() + seconds
        while not self.ask(expression):
            if time.monotonic() > end:
                return False
            time.sleep(0.05)
        return True

    def write(self, field, text):
        self.ask(f"document.getElementById({json.dumps(field)}).focus()")
        self.ask("document.activeElement.select()")
        self.send("Input.insertText", text=text)

    def press(self, key, code):
        text = {"Enter": "\r"}.get(key, "")
        self.send("Input.dispatchKeyEvent", type="keyDown", key=key, text=text, windowsVirtualKeyCode=code)
        self.send("Input.dispatchKeyEvent", type="keyUp", key=key, windowsVirtualKeyCode=code)

    def end(self):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


checks = failures = 0


def check(good, sentence):
    global checks, failures
    checks += 1
    failures += not good
    print(f"{'ok' if good else 'not ok'} {checks} - {sentence}", flush=True)


def visible(section):
    return f"!document.getElementById('{section}').hidden"


def story(b, url, user, password, new_password):
    b.open(url)
    check(b.until("document.readyState === 'complete' && " + visible("login")), "the page asks for a login")
    check(b.ask("document.documentElement.lang") == "ko" and b.ask("document.title") == "라우팅 ML", "in Korean")
    b.write("username", user)
    b.write("password", password + "x")
    b.press("Enter", 13)
    check(b.until("!document.getElementById('notice').hidden && "
                  "document.getElementById('notice').textContent.includes('확인해')"),
          "a wrong password is told")
    b.write("password", password)
    b.press("Enter", 13)
    check(b.until(visible("change")), "who must change the password is asked to")
    b.write("current", password)
    b.write("new", new_password)
    b.write("again", new_password)
    b.press("Enter", 13)
    check(b.until(visible("work")), "and goes on with the new one")
    b.write("code", "ITEM_A001")
    b.write("quantity", "50")
    b.press("Enter", 13)
    check(b.until("!!document.querySelector('.verdict')"), "the keyboard alone gets a prediction")
    check(b.ask("document.querySelectorAll('[role=tab]').length > 0 && "
                "document.querySelectorAll('.panel:not([hidden]) tbody tr').length > 0"),
          "with candidates and their operations")
    check(b.ask("[...document.querySelectorAll('.verdict, .panel:not([hidden])')]"
                ".every(e => !/undefined|NaN|null|\\[object/.test(e.innerText))"), "and no hole in the text")
    tabs = b.ask("document.querySelectorAll('[role=tab]').length")
    b.ask("document.querySelector('[role=tab]').focus()")
    b.press("ArrowRight", 39)
    check(tabs < 2 or b.ask("document.querySelectorAll('[role=tab]')[1].ariaSelected === 'true' && "
                            "!document.getElementById('panel-1').hidden"), "arrows move between the candidates")
    b.ask("document.getElementById('language').click()")
    check(b.ask("document.documentElement.lang === 'en' && document.body.innerText.includes('Candidate routings')"),
          "a switch makes it English")
    b.write("code", "NO_SUCH_ITEM")
    b.press("Enter", 13)
    check(b.until("document.getElementById('notice').textContent.includes('There is no item NO_SUCH_ITEM')"),
          "an unknown item is told")
    b.send("Page.reload")
    check(b.until("document.readyState === 'complete' && document.documentElement.lang === 'en' && "
                  + visible("work")), "language and login outlast a reload")
    check(b.ask("Object.keys(localStorage).join()") == "language" and b.ask("document.cookie") == "",
          "no script can read a token")
    b.ask("document.getElementById('logout').click()")
    check(b.until(visible("login")), "and one can log out")
    b.send("Page.reload")
    check(b.until("document.readyState === 'complete' && " + visible("login")), "for good")
    # The browser itself notes every 401 and 404 it gets; all else is trouble.
    troubles = [t for t in b.troubles if t.get("entry", {}).get("source") != "network"]
    for t in troubles:
        print("#", json.dumps(t, ensure_ascii=False)[:500])
    check(not troubles, "the browser saw no error and no breach of the policy")


def main():
    program, url, user, password, new_password = sys.argv[1:]
    signal.alarm(180)  # whatever hangs
    profile = tempfile.mkdtemp(prefix="rml-browser.")
    browser = Browser(program, profile)
    try:
        story(browser, url, user, password, new_password)
    finally:
        browser.end()
        shutil.rmtree(profile, ignore_errors=True)
    print(f"1..{checks}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
