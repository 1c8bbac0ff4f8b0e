"""Clients that take their time, and beside them one of another address that asks all the while.

usage: slow.py BASE_URL CA TOKEN KIND CLIENTS SECONDS
Prints ended=N (of the slow ones, within SECONDS) longest=S others=N slowest=S bad=N.
KIND: tcp (no handshake), idle (no request), kept (none after the first), header (a byte now
and then), body (begun and left), drip (a byte of it now and then), reader (of an answer
that is never read)."""
import select
import socket
import ssl
import sys
import threading
import time

import rawhttp

STEP = 0.2
BODY = 1000


class Others(threading.Thread):
    """Somebody else, who is to notice nothing."""

    def __init__(self, client, request):
        super().__init__(daemon=True)
        self.client, self.request = client, request
        self.over, self.count, self.bad, self.slowest = threading.Event(), 0, 0, 0.0

    def run(self):
        while not self.over.is_set():
            self.client.close()     # a new connection each time
            began = time.monotonic()
            answer = self.client.ask(self.request)
            self.slowest = max(self.slowest, time.monotonic() - began)
            self.count += 1
            self.bad += answer is None or answer.status != 200
            time.sleep(0.05)


class Slow:
    def __init__(self, base, ca, kind, first):
        self.client, self.kind = rawhttp.Client(base, ca), kind
        if kind == "tcp":
            self.socket = socket.create_connection(self.client.address, 20)
        else:
            self.socket = self.client.open()
        self.socket.sendall(first)
        if kind == "kept":
            self.client.read()
        self.began, self.seconds = time.monotonic(), None
        self.socket.setblocking(False)
        self.poll = select.poll()
        self.poll.register(self.socket, 0)

    def step(self):
        if self.seconds is None and not (self.lives() and self.drips()):
            self.seconds = time.monotonic() - self.began

    def lives(self):
        if self.poll.poll(0):
            return False
        try:
            return self.kind == "reader" or self.socket.recv(4096) != b""
        except (ssl.SSLWantReadError, BlockingIOError):
            return True
        except OSError:
            return False

    def drips(self):
        try:
            if self.kind in ("header", "drip"):
                self.socket.send(b"x")
        except OSError:
            return False
        return True


def first_words(kind, host):
    if kind in ("tcp", "idle"):
        return b""
    if kind == "header":
        return b"GET /health HTTP/1.1\r\nHost: " + host + b"\r\nX-Slow: "
    if kind in ("body", "drip"):
        return (b"POST /api/auth/login HTTP/1.1\r\nHost: " + host + b"\r\nContent-Type: application/json\r\n"
                b"Content-Length: %d\r\n\r\n{" % BODY)
    if kind == "reader":    # more than the sockets' buffers take
        return rawhttp.request("GET", b"/api/openapi.json", host) * 100
    return rawhttp.request("GET", b"/health", host)


def main():
    base, ca, token, kind, clients, seconds = sys.argv[1:7]
    bearer = (b"Authorization", b"Bearer " + token.encode())
    other = rawhttp.Client(base, ca, source="127.0.0.9")
    others = Others(other, rawhttp.request("GET", b"/api/auth/me", other.host, [bearer]))
    others.start()
    first = first_words(kind, other.host)
    slow = [Slow(base, ca, kind, first) for _ in range(int(clients))]
    print("open", flush=True)
    end = time.monotonic() + float(seconds)
    while time.monotonic() < end and any(s.seconds is None for s in slow):
        for s in slow:
            s.step()
        time.sleep(STEP)
    others.over.set()
    others.join(30)
    ended = [s.seconds for s in slow if s.seconds is not None]
    print(f"ended={len(ended)} longest={max(ended, default=0):.1f} "
          f"others={others.count} slowest={others.slowest:.2f} bad={others.bad}")


main()
