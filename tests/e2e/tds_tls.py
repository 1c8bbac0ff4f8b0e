"""
The door of a SQL Server, which cannot be had here: it takes connections to a port of 127.0.0.1,
agrees on TLS as [MS-TDS] 2.2.6.5 has it, and refuses each login (18456).  For tests of who checks
its certificate; it prints a line for each login that came through.

    tds_tls.py PORT CERTIFICATE KEY
"""
import socket
import socketserver
import ssl
import struct
import sys

PRELOGIN, LOGIN7, ANSWER = 0x12, 0x10, 0x04


def packet(kind, data):
    return struct.pack(">BBHHBB", kind, 1, len(data) + 8, 0, 1, 0) + data


def exactly(sock, n):
    data = b""
    while len(data) < n:
        piece = sock.recv(n - len(data))
        if not piece:
            raise ConnectionError
        data += piece
    return data


def read_packet(sock):
    kind, _, length = struct.unpack(">BBH", exactly(sock, 8)[:4])
    return kind, exactly(sock, length - 8)


def prelogin():
    """Version and encryption: on."""
    version, encryption = bytes(6), b"\x01"
    heads = struct.pack(">BHHBHHB", 0, 11, len(version), 1, 11 + len(version), 1, 0xFF)
    return heads + version + encryption


def refusal():
    text = "Login failed for user.".encode("utf-16-le")
    body = struct.pack("<iBBH", 18456, 1, 14, len(text) // 2) + text
    body += b"\x00\x00" + struct.pack("<i", 1)
    return struct.pack("<BH", 0xAA, len(body)) + body + struct.pack("<BHHQ", 0xFD, 2, 0, 0)


class Connection(socketserver.BaseRequestHandler):
    def handle(self):
        try:
            self.talk()
        except (ConnectionError, ssl.SSLError, OSError):
            pass

    def talk(self):
        sock, bio_in, bio_out = self.request, ssl.MemoryBIO(), ssl.MemoryBIO()
        read_packet(sock)
        sock.sendall(packet(ANSWER, prelogin()))
        tls = self.server.context.wrap_bio(bio_in, bio_out, server_side=True)
        while True:                          # the handshake goes in packets of its own
            try:
                tls.do_handshake()
                break
            except ssl.SSLWantReadError:
                if data := bio_out.read():
                    sock.sendall(packet(PRELOGIN, data))
                bio_in.write(read_packet(sock)[1])
        if data := bio_out.read():
            sock.sendall(packet(PRELOGIN, data))
        login = b""                          # what follows is plain TLS
        while len(login) < 8:
            try:
                login += tls.read(4096)
            except ssl.SSLWantReadError:
                if not (data := sock.recv(4096)):
                    return
                bio_in.write(data)
        print("login" if login[0] == LOGIN7 else "nonsense", flush=True)
        tls.write(packet(ANSWER, refusal()))
        sock.sendall(bio_out.read())


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True


with Server(("127.0.0.1", int(sys.argv[1])), Connection) as server:
    server.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.context.maximum_version = ssl.TLSVersion.TLSv1_2   # as [MS-TDS] 7.4 wants it
    server.context.load_cert_chain(sys.argv[2], sys.argv[3])
    server.serve_forever()
