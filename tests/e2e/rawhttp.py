"""HTTP/1.1 over TLS, byte for byte: for requests that no good client sends.

A request is bytes and so are the lines of an answer's head; nothing is put right on the way."""
import socket
import ssl
import urllib.parse


class Answer:
    def __init__(self, status, lines, body):
        self.status, self.lines, self.body = status, lines, body

    def header(self, name):
        """Its value, or None; b'...' of the first one."""
        for line in self.lines:
            key, _, value = line.partition(b":")
            if key.strip().lower() == name.encode():
                return value.strip()
        return None


class Client:
    def __init__(self, base, ca, source="127.0.0.1", seconds=20):
        url = urllib.parse.urlsplit(base)
        self.address = (url.hostname, url.port or 443)
        self.host = url.netloc.encode()
        self.source, self.seconds = source, seconds
        self.context = ssl.create_default_context(cafile=ca)
        self.context.set_alpn_protocols(["http/1.1"])
        self.socket, self.rest = None, b""

    def open(self):
        plain = socket.create_connection(self.address, self.seconds, (self.source, 0))
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket = self.context.wrap_socket(plain, server_hostname=self.address[0])
        self.rest = b""
        return self.socket

    def close(self):
        if self.socket is not None:
            self.socket.close()
        self.socket = None

    def _more(self):
        piece = self.socket.recv(65536)
        if not piece:
            raise EOFError
        self.rest += piece

    def _until(self, mark):
        while mark not in self.rest:
            self._more()
        head, self.rest = self.rest.split(mark, 1)
        return head

    def _take(self, n):
        while len(self.rest) < n:
            self._more()
        out, self.rest = self.rest[:n], self.rest[n:]
        return out

    def read(self, head_only=False):
        """The next answer.  EOFError: the connection ended first."""
        lines = self._until(b"\r\n\r\n").split(b"\r\n")
        answer = Answer(int(lines[0].split()[1]), lines[1:], b"")
        length = answer.header("content-length")
        if head_only or answer.status in (204, 304):
            return answer
        if answer.header("transfer-encoding") == b"chunked":
            while (n := int(self._until(b"\r\n"), 16)) > 0:
                answer.body += self._take(n)
                self._take(2)
            self._take(2)
        elif length is not None:
            answer.body = self._take(int(length))
        else:
            try:
                while True:
                    self._more()
            except EOFError:
                answer.body, self.rest = self.rest, b""
        return answer

    def ask(self, request):
        """Send and read, on the same connection as long as it lasts.  None: no answer."""
        for fresh in (False, True):
            try:
                if self.socket is None:
                    fresh = True
                    self.open()
                self.socket.sendall(request)
                answer = self.read()
                if answer.header("connection") == b"close":
                    self.close()
                return answer
            except (EOFError, OSError):
                self.close()
                if fresh:
                    return None


def request(method, path, host, headers=(), body=None):
    """Bytes of a request; headers are pairs of bytes."""
    lines = [b"%s %s HTTP/1.1" % (method.encode(), path), b"Host: " + host]
    lines += [b"%s: %s" % pair for pair in headers]
    if body is not None:
        lines.append(b"Content-Length: %d" % len(body))
    return b"\r\n".join(lines) + b"\r\n\r\n" + (body or b"")
