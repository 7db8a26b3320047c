# gi_server.py - a server that answers what a test tells it to
# SPDX-License-Identifier: LGPL-2.1-or-later
"""For answers that encord-emulator has no reason to give. Recordings of the official
SDK bring answers of their own."""
import http.server
import json
import pathlib
import queue
import signal
import threading

import gi_calls
from gi_fixture import Encord

RECORDINGS = pathlib.Path(__file__).parents[1] / "data" / "recordings"
HANG_UP = object()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.requests.append((self.command, self.path, body))
        status, answer = self.server.answers.get_nowait()
        if answer is HANG_UP:
            self.close_connection = True
            return
        data = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    do_GET = do_POST = do_PUT = do_DELETE = do_PATCH = answer

    def log_message(self, *_arguments):
        pass


class ScriptedServer(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers, self.requests = queue.SimpleQueue(), []
        self.uri = "http://127.0.0.1:%d" % self.server_port
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def reply(self, answer, status=200):
        self.answers.put((status, answer))

    def reply_legacy(self, response, **more):
        self.reply({"status": 200, "response": response, **more})

    def replay(self, name):
        """The answers of a recording, in their order."""
        (path,) = RECORDINGS.glob(f"*-{name}.json")
        for request in json.loads(path.read_text())["requests"]:
            self.reply(request["canned_answer"])

    def last_json(self):
        return json.loads(self.requests[-1][2])

    def client(self):
        return Encord.Client.new(self.uri, Encord.Credentials.new_for_bearer_token("token"))

    def project(self):
        self.replay("get_project")
        return self.client().get_project("11111111-1111-4111-8111-111111111111", None)


def run(checks):
    """Runs each of the checks on a server of its own."""
    signal.alarm(170)
    for check in checks:
        server = ScriptedServer()
        check(server)
        assert server.answers.empty(), check.__name__
        server.shutdown()
    gi_calls.write()
    print("ok")
