"""
A directory's door that refuses every login by a code that Samba does not give: that of the name,
"code531" by "data 531", as Active Directory writes it.  "slow" is answered after an hour.
Prints the address that it got.

    ldap_codes.py HOST CERTIFICATE KEY
"""
import re
import socketserver
import ssl
import sys
import time


def exactly(sock, n):
    data = b""
    while len(data) < n:
        if not (piece := sock.recv(n - len(data))):
            raise ConnectionError
        data += piece
    return data


def read_message(sock):
    """The number and the operation of an LDAP message, BER."""
    tag, length = exactly(sock, 2)
    if length & 0x80:
        length = int.from_bytes(exactly(sock, length & 0x7F), "big")
    data = exactly(sock, length)
    size = data[1]
    return data[:2 + size], data[2 + size:]


def element(tag, data):
    n = len(data)
    return bytes([tag]) + (bytes([n]) if n < 128 else b"\x82" + n.to_bytes(2, "big")) + data


def result(number, tag, code, text):
    body = element(0x0A, bytes([code])) + element(0x04, b"") + element(0x04, text)
    return element(0x30, number + element(tag, body))


class Connection(socketserver.BaseRequestHandler):
    def handle(self):
        try:
            with self.server.context.wrap_socket(self.request, server_side=True) as sock:
                while True:
                    self.answer(sock, *read_message(sock))
        except (ConnectionError, ssl.SSLError, OSError):
            pass

    def answer(self, sock, number, operation):
        if operation[0] == 0x63:
            sock.sendall(result(number, 0x65, 0, b""))
        elif operation[0] == 0x60:
            if b"\\slow" in operation:
                time.sleep(3600)
            code = re.search(rb"code([0-9a-f]+)", operation)
            text = b"80090308: LdapErr: DSID-0C09050E, comment: AcceptSecurityContext error, data %s, v4563"
            sock.sendall(result(number, 0x61, 49, text % (code[1] if code else b"0") + b"\x00"))
        else:
            raise ConnectionError


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True


with Server((sys.argv[1], 0), Connection) as server:
    server.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.context.load_cert_chain(sys.argv[2], sys.argv[3])
    print("%s:%d" % server.server_address, flush=True)
    server.serve_forever()
