"""Puts each hostile string into everything that a request can say, and judges the answers.

usage: injection.py BASE_URL CA OPENAPI HOSTILE TOKEN
Prints a line a place: its name, how many requests, and the faults that were found."""
import copy
import json
import re
import sys
import time
import urllib.parse

import rawhttp

TOLD = re.compile(rb"SQLSTATE|sqlite|syntax error|unrecognized token|no such (table|column)|ODBC|"
                  rb"FreeTDS|libpq|Traceback|/(home|usr|tmp|var|root)/|root:x:0", re.I)
SECONDS = 8         # a database that was made to wait would take 30
NGINX_SAYS_SO = (501, 505)     # to a coding and to a version that it does not know
HEAD_MOST = 8192    # bytes of a line of a head that nginx reads
# A password costs its hash each time, whatever it is.
HASHED = {"password", "current_password", "new_password"}
HEADERS = ["X-Request-Id", "Cookie", "Authorization", "Origin", "X-CSRF-Token", "If-Match", "Idempotency-Key",
           "Accept-Language", "Accept-Encoding", "Content-Type", "User-Agent", "Referer", "X-Forwarded-For",
           "Forwarded", "Range", "If-None-Match", "Expect", "X-HTTP-Method-Override", "X-Original-URL"]
# Each would end the session that the others need; without it they are asked below.
LAST = ("/api/auth/logout", "/api/auth/refresh")


BEHIND = b"GET /metrics HTTP/1.1\r\nHost: HOST\r\n\r\n"
POST = b"POST /api/auth/login HTTP/1.1\r\nHost: HOST\r\nContent-Type: application/json\r\n"
BROKEN = [
    ("a length and chunks", POST + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + BEHIND),
    ("two lengths", POST + b"Content-Length: 0\r\nContent-Length: %d\r\n\r\n" % len(BEHIND) + BEHIND),
    ("a negative length", POST + b"Content-Length: -1\r\n\r\n" + BEHIND),
    ("a length with a sign", POST + b"Content-Length: +2\r\n\r\n{}"),
    ("a length over all numbers", POST + b"Content-Length: 99999999999999999999\r\n\r\n{}"),
    ("an unknown coding", POST + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + BEHIND),
    ("two codings", POST + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n" + BEHIND),
    ("a chunk that is no number", POST + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n"),
    ("a chunk of a huge size", POST + b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n{}"),
    ("a blank before the colon", POST + b"Content-Length : 2\r\n\r\n{}"),
    ("a name with an underscore", POST + b"Content_Length: 9\r\nContent-Length: 2\r\n\r\n{}"),
    ("a folded header", POST + b"X-A: b\r\n X-Injected: c\r\nContent-Length: 2\r\n\r\n{}"),
    ("lines that end in LF", b"GET /health HTTP/1.1\nHost: HOST\n\n"),
    ("no host", b"GET /health HTTP/1.1\r\n\r\n"),
    ("two hosts", b"GET /health HTTP/1.1\r\nHost: HOST\r\nHost: evil.example\r\n\r\n"),
    ("a host with a header", b"GET /health HTTP/1.1\r\nHost: a\rX-Injected: b\r\n\r\n"),
    ("another's address", b"GET http://evil.example/health HTTP/1.1\r\nHost: HOST\r\n\r\n"),
    ("a proxy's method", b"CONNECT evil.example:443 HTTP/1.1\r\nHost: HOST\r\n\r\n"),
    ("TRACE", b"TRACE /health HTTP/1.1\r\nHost: HOST\r\nCookie: secret\r\n\r\n"),
    ("a method of its own", b"G{T /health HTTP/1.1\r\nHost: HOST\r\n\r\n"),
    ("a blank in the address", b"GET /health X HTTP/1.1\r\nHost: HOST\r\n\r\n"),
    ("a NUL in a header", b"GET /health HTTP/1.1\r\nHost: HOST\r\nX-A: a\x00b\r\n\r\n"),
    ("another version", b"GET /health HTTP/9.9\r\nHost: HOST\r\n\r\n"),
    ("many headers", b"GET /health HTTP/1.1\r\nHost: HOST\r\n" + b"X-A: b\r\n" * 2000 + b"\r\n"),
    ("the form of a parameter", b"GET /health HTTP/1.1\r\nHost: HOST\r\nProxy: http://evil.example\r\n\r\n"),
]


def read_hostile(path):
    for line in open(path, encoding="utf-8", newline="\n"):
        if line.startswith("#"):
            continue
        name, _, text = line.rstrip("\n").partition("\t")
        data = re.sub(rb"\\(x..|.)", lambda m: {b"r": b"\r", b"n": b"\n", b"\\": b"\\"}.get(m[1]) or
                      bytes([int(m[1][1:], 16)]), text.encode())
        again = re.fullmatch(rb"(.*)\{(\d+)\}", data, re.S)
        yield name, again[1] * int(again[2]) if again else data


def escaped(data):
    return "".join("%%%02X" % b for b in data).encode()


def barely(data):
    """What can stand in a request line is left as it is."""
    return b"".join(bytes([b]) if 0x20 < b < 0x7f and b not in b"#" else b"%%%02X" % b for b in data)


def in_json(data):
    """A string of JSON; what is no UTF-8 goes in as it is."""
    try:
        return json.dumps(data.decode()).encode()
    except UnicodeDecodeError:
        return b'"' + data.replace(b"\\", b"\\\\").replace(b'"', b'\\"') + b'"'


def leaves(value, at=()):
    """Paths to all that can be replaced in a body."""
    if isinstance(value, dict):
        for key, sub in value.items():
            yield from leaves(sub, at + (key,))
    elif isinstance(value, list):
        for i, sub in enumerate(value[:2]):
            yield from leaves(sub, at + (i,))
    else:
        yield at


def replaced(body, at, mark):
    out = copy.deepcopy(body)
    to = out
    for key in at[:-1]:
        to = to[key]
    to[at[-1]] = mark
    return out


class Run:
    def __init__(self, base, ca, doc, hostile, token):
        self.client = rawhttp.Client(base, ca)
        self.bearer = (b"Authorization", b"Bearer " + token.encode())
        self.doc, self.hostile = doc, hostile
        self.count, self.faults = 0, []

    def judge(self, what, answer, seconds, hostile):
        self.count += 1
        if answer is None:
            self.faults.append(f"{what}: no answer")
            return
        kind = answer.header("content-type") or b""
        names = [line.split(b":")[0].lower() for line in answer.lines]
        bad = []
        if not (200 <= answer.status < 300 or 400 <= answer.status < 500 or answer.status in NGINX_SAYS_SO):
            bad.append(f"status {answer.status}")
        if seconds > SECONDS:
            bad.append(f"took {seconds:.1f} s")
        if any(re.search(rb"[^\x20-\x7e]", line) for line in answer.lines):
            bad.append("a header with what is no text")
        twice = {n for n in names if names.count(n) > 1} - {b"vary"}
        if b"x-injected" in names or twice:
            bad.append(f"headers {names}")
        if not re.fullmatch(rb"[0-9a-f]{32}", answer.header("x-request-id") or b""):
            bad.append("no request id")
        if b"access-control-allow-origin" in names:
            bad.append("an origin is let in")
        if kind.startswith((b"application/json", b"application/problem+json")):
            try:
                json.loads(answer.body.decode())
            except ValueError as e:
                bad.append(f"the body is no JSON: {e}")
        elif len(hostile) > 3 and hostile in answer.body or answer.status >= 400:
            bad.append(f"told back as {kind.decode()}, or no problem")
        if TOLD.search(answer.body):
            bad.append("tells " + repr(TOLD.search(answer.body)[0]))
        if bad:
            self.faults.append(f"{what}: {', '.join(bad)}; {answer.status} {answer.body[:200]!r}")

    def send(self, what, hostile, method, path, headers=None, body=None):
        headers = [self.bearer] if headers is None else headers
        if body is not None and not any(n.lower() == b"content-type" for n, _ in headers):
            headers = headers + [(b"Content-Type", b"application/json")]
        began = time.monotonic()
        request = rawhttp.request(method, path, self.client.host, headers, body)
        answer = self.client.ask(request)
        if answer is None and len(request) - len(body or b"") > HEAD_MOST:
            self.count += 1     # hung up on while it was still talking
            return
        self.judge(what, answer, time.monotonic() - began, hostile)

    def tell(self, place):
        print(f"{place}\t{self.count}\t{' | '.join(self.faults[:5]) or '-'}", flush=True)
        self.count, self.faults = 0, []

    def paths(self, method, path):
        for name, data in self.hostile:
            for form in (escaped, barely):
                self.send(name, data, method, re.sub(r"\{\w+\}", "\0", path).encode()
                          .replace(b"\0", form(data) or b"%20"))
        self.tell(f"{method} {path}: its path")

    def queries(self, method, path, parameters):
        path = re.sub(r"\{\w+\}", "1", path).encode()
        for i, (name, data) in enumerate(self.hostile):
            for parameter in parameters:
                self.send(f"{parameter}={name}", data, method, path + b"?" + parameter.encode() + b"=" + escaped(data))
            if parameters or i % 3 == 0:    # the query is taken apart before there is a route
                self.send(f"the name {name}", data, method, path + b"?" + barely(data) + b"=1")
        self.tell(f"{method} {path.decode()}: its query")

    def version(self, path):
        """What If-Match has to say."""
        answer = self.client.ask(rawhttp.request("GET", path, self.client.host, [self.bearer]))
        return (b"If-Match", b'"%s"' % str(json.loads(answer.body).get("version", 0)).encode())

    def bodies(self, method, path, op):
        examples = op["requestBody"]["content"]["application/json"].get("examples", {})
        path = re.sub(r"\{\w+\}", "1", path).encode()
        seen = set()
        for example in (e["value"] for e in examples.values()):
            for at in leaves(example):
                if at in seen:
                    continue
                seen.add(at)
                hostile = self.hostile[::6] if HASHED & set(at) else self.hostile
                for name, data in hostile:
                    body = json.dumps(replaced(example, at, "\0")).encode().replace(b'"\\u0000"', in_json(data))
                    self.body(f"{'.'.join(map(str, at))}={name}", data, method, path, op, body)
            for name, data in self.hostile:
                body = json.dumps(example)[:-1].encode() + b"," + in_json(data) + b":1}"
                self.body(f"the member {name}", data, method, path, op, body)
        for name, body in odd_bodies():
            self.body(name, b"", method, path, op, body)
        self.tell(f"{method} {path.decode()}: its body")

    def body(self, what, hostile, method, path, op, body):
        headers = [self.bearer]
        if any(p["name"] == "If-Match" for p in op.get("parameters", [])):
            headers.append(self.version(path))
        if len(body) <= op["x-max-body"] + 1:
            self.send(what, hostile, method, path, headers, body)

    def headers(self):
        for header in HEADERS:
            for name, data in self.hostile:
                if re.search(rb"[\r\n]", data):     # would be a client's own second header
                    continue
                for method, path, body in (("GET", b"/api/auth/me", None),
                                           ("POST", b"/api/similarity/search", b'{"item_code":"ITEM_A001"}')):
                    mine = [] if header in ("Authorization", "Cookie") else [self.bearer]
                    value = b"routing_ml_session=" + data if header == "Cookie" else \
                        b"Bearer " + data if header == "Authorization" else data
                    self.send(f"{method} {path.decode()}, {name}", data, method, path,
                              mine + [(header.encode(), value)], body)
            self.tell(f"the header {header}")

    def broken(self):
        """Requests that two servers might read differently: refused, or read as one."""
        for name, text in BROKEN:
            self.client.close()
            began, after = time.monotonic(), None
            answer = self.client.ask(text.replace(b"HOST", self.client.host))
            self.judge(name, answer, time.monotonic() - began, b"x" * 9)
            if self.client.socket is not None and answer is not None:
                try:    # what stood behind it was not taken for a request
                    self.client.socket.settimeout(0.3)
                    after = self.client.read()
                except (EOFError, OSError):
                    pass
            if after is not None:
                self.faults.append(f"{name}: a second answer, {after.status}")
        self.client.close()
        self.tell("requests that can be read in two ways")

    def all(self):
        for path, operations in self.doc["paths"].items():
            for key, op in operations.items():
                if key not in ("get", "post", "put", "patch", "delete") or path in LAST:
                    continue
                parameters = [p["name"] for p in op.get("parameters", []) if p["in"] == "query"]
                if "{" in path:
                    self.paths(key.upper(), path)
                self.queries(key.upper(), path, parameters)
                if "requestBody" in op:
                    self.bodies(key.upper(), path, op)
        self.headers()
        self.broken()
        for path in LAST:
            for name, data in self.hostile:
                self.send(name, data, "POST", path.encode(), [(b"Cookie", b"routing_ml_session=" + escaped(data))], in_json(data))
            self.tell(f"POST {path}")


def odd_bodies():
    """JSON that is deep, ambiguous, of another shape, or none."""
    deep = 1000
    yield "deep arrays", b"[" * deep + b"]" * deep
    yield "deeper arrays, not closed", b"[" * 4000
    yield "deep objects", b'{"a":' * deep + b"1" + b"}" * deep
    yield "a name twice", b'{"item_code":"a","item_code":"b","username":"a","username":"admin"}'
    yield "a name twice, once escaped", b'{"item_code":"a","\\u0069tem_code":"b"}'
    yield "huge numbers", b'{"item_code":"a","top_k":%s,"context":{"quantity":1e400}}' % (b"9" * 400)
    yield "a number of many digits", b'{"context":{"quantity":0.%s1}}' % (b"0" * 3000)
    yield "numbers that are none", b'{"context":{"quantity":NaN},"top_k":Infinity}'
    yield "prototypes", b'{"__proto__":{"role":"admin"},"constructor":{"prototype":{"role":"admin"}}}'
    yield "more than is asked for", b'{"role":"admin","roles":["admin"],"is_admin":true,"must_change":false}'
    yield "operators", b'{"username":{"$ne":null},"password":{"$ne":null},"item_code":{"$gt":""}}'
    yield "an escaped NUL", b'{"item_code":"a\\u0000b","username":"admin\\u0000","password":"x"}'
    yield "half a pair", b'{"item_code":"\\ud800","username":"\\udfff","password":"\\ud800x"}'
    yield "a raw control character", b'{"item_code":"a\x1bb"}'
    yield "a byte order mark", b'\xef\xbb\xbf{"item_code":"a"}'
    yield "UTF-16", '{"item_code":"a"}'.encode("utf-16")
    yield "comments", b'{"item_code":"a"/* x */}//'
    yield "single quotes", b"{'item_code':'a'}"
    yield "two of them", b'{"item_code":"a"}{"item_code":"b"}'
    yield "a comma too many", b'{"item_code":"a",}'
    for body in (b"null", b"true", b"0", b'"x"', b"[]", b"{}", b" ", b"\x00", b"[{}]", b"<a/>", b"a=b&c=d"):
        yield body.decode(), body


def main():
    base, ca, openapi, hostile, token = sys.argv[1:6]
    with open(openapi, encoding="utf-8") as f:
        doc = json.load(f)
    Run(base, ca, doc, list(read_hostile(hostile)), token).all()


main()
