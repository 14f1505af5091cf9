"""An SMTP server on loopback that accepts every mail and keeps none, in a process of its own."""

import asyncio
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

END, BYE = b"\r\n.\r\n", b"221 bye\r\n"


class Conversation(asyncio.Protocol):
    """One client; commands may come several at a time."""

    def connection_made(self, transport):
        self.transport, self.pending, self.in_mail = transport, b"", False
        transport.write(b"220 sink\r\n")

    def data_received(self, data):
        self.pending += data
        while self.answer_next():
            pass

    def answer_next(self):
        """Answer what has come to its end; false when nothing has."""
        found, end, rest = self.pending.partition(END if self.in_mail else b"\r\n")
        if not end:
            return False
        self.pending = rest
        if self.in_mail:
            self.in_mail, answer = False, b"250 kept\r\n"
        else:
            answer = self.answer(found[:4].upper())
        self.transport.write(answer)
        if answer == BYE:
            self.transport.close()
        return True

    def answer(self, verb):
        if verb == b"EHLO":
            return b"250-sink\r\n250-PIPELINING\r\n250 8BITMIME\r\n"
        if verb == b"DATA":
            self.in_mail = True
            return b"354 go on\r\n"
        return BYE if verb == b"QUIT" else b"250 ok\r\n"


async def serve():
    server = await asyncio.get_running_loop().create_server(Conversation, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


@contextmanager
def sink():
    """Run the server; yields its port."""
    command = [sys.executable, "-m", "bench.sink"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parent.parent)
    try:
        yield int(process.stdout.readline())
    finally:
        process.terminate()
        process.wait()


if __name__ == "__main__":
    asyncio.run(serve())
