"""
Forwards connections to a port of 127.0.0.1 to a server, until it is ended: then all of them end.

    forward.py PORT HOST HOST_PORT [BYTES]

A HOST that begins with / is the folder of a PostgreSQL server's socket.  With BYTES each connection
is cut when the server has sent so many.
"""
import asyncio
import sys

most = int(sys.argv[4]) if len(sys.argv) > 4 else None


async def copy(reader, writer, left=None):
    try:
        while data := await reader.read(65536):
            if left is not None and (left := left - len(data)) < 0:
                break
            writer.write(data)
            await writer.drain()
    except OSError:
        pass
    writer.close()


def server(host, port):
    if host.startswith("/"):
        return asyncio.open_unix_connection(f"{host}/.s.PGSQL.{port}")
    return asyncio.open_connection(host, int(port))


async def connection(reader, writer):
    try:
        there_reader, there_writer = await server(sys.argv[2], sys.argv[3])
    except OSError:
        writer.close()
        return
    await asyncio.gather(copy(reader, there_writer), copy(there_reader, writer, most))


async def main():
    listening = await asyncio.start_server(connection, "127.0.0.1", int(sys.argv[1]))
    async with listening:
        await listening.serve_forever()


asyncio.run(main())
