"""
A server that wastes its client's time; prints the address that it got.

    tarpit.py HOST:PORT silent|drip

It takes connections and says nothing, or begins a TLS record and sends a byte of it each 100 ms.
"""
import asyncio
import sys

host, port = sys.argv[1].rsplit(":", 1)


async def connection(reader, writer):
    try:
        if sys.argv[2] == "drip":
            writer.write(b"\x16\x03\x03\x40\x00\x02\x00\x3f\xfc")
            while True:
                writer.write(b"\x00")
                await writer.drain()
                await asyncio.sleep(0.1)
        while await reader.read(4096):
            pass
    except OSError:
        pass
    writer.close()


async def main():
    server = await asyncio.start_server(connection, host, int(port))
    print("%s:%d" % server.sockets[0].getsockname()[:2], flush=True)
    async with server:
        await server.serve_forever()


asyncio.run(main())
