# fixture.py - what the tests with the vendor's SDK share
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Keys, small media, and a server of one's own. Whoever imports this leaves with 77
(skipped) where the SDK cannot be imported.
"""
import atexit
import json
import struct
import subprocess
import sys
import zlib

SKIP = 77

try:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import ed25519
    from encord import EncordUserClient
except ImportError as e:
    print(f"skipped: {e}")
    sys.exit(SKIP)

TEMPLATE = "00000000-0000-4000-8000-000000000001"
WIDTH, HEIGHT, FRAMES, FPS = 64, 48, 20, 10


def make_key(comment):
    key = ed25519.Ed25519PrivateKey.generate()
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.OpenSSH,
        serialization.NoEncryption(),
    )
    public = key.public_key().public_bytes(
        serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH
    )
    return private.decode(), f"{public.decode()} {comment}\n"


def make_png(path, width, height, shade):
    """A grey picture without any library for pictures."""

    def chunk(kind, data):
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    rows = b"".join(b"\0" + bytes([shade]) * width for _ in range(height))
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def make_video(path):
    """Motion JPEG in AVI, with the base and good plugins only."""
    subprocess.run(
        ["gst-launch-1.0", "-q", "videotestsrc", f"num-buffers={FRAMES}", "!",
         f"video/x-raw,width={WIDTH},height={HEIGHT},framerate={FPS}/1", "!",
         "jpegenc", "!", "avimux", "!", "filesink", f"location={path}"],
        check=True,
    )


class Emulator:
    def __init__(self, program, folder):
        self.program = program
        self.folder = folder
        self.process = None
        # a test that fails half-way leaves no server that holds its output open
        atexit.register(self.kill)

    def start(self, *options):
        self.process = subprocess.Popen(
            [self.program, "--data-dir", str(self.folder / "data"), *options],
            stdout=subprocess.PIPE,
            text=True,
        )
        line = self.process.stdout.readline()
        assert line.startswith("listening on "), line
        self.uri = line.split()[-1]

    def kill(self):
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def stop(self):
        self.process.terminate()
        assert self.process.wait() == 0

    def requests(self):
        return json.loads(
            subprocess.check_output(
                [self.program, "--data-dir", str(self.folder / "data"), "requests"]
            )
        )

    def client(self, key):
        return EncordUserClient.create_with_ssh_private_key(key, domain=self.uri)


def expect(error, function, *args, **kwargs):
    try:
        function(*args, **kwargs)
    except error:
        return
    raise AssertionError(f"{error.__name__} expected")
