"""A mail server for tests: python sink.py. Says its port, then a line for each message it took.

bounce@… is refused for good (550), later@… is deferred at its first try (451) and taken at the second.
"""
import socketserver
import sys
import threading

tried = set()
lock = threading.Lock()


def say(words):
    with lock:
        print(words, flush=True)


class Session(socketserver.StreamRequestHandler):
    def answer(self, words):
        self.wfile.write(words.encode() + b"\r\n")

    def handle(self):
        self.answer("220 sink")
        recipients = []
        while line := self.rfile.readline():
            command = line.decode(errors="replace").strip()
            verb = command.upper()
            if verb.startswith(("EHLO", "HELO")):
                self.answer("250 sink")
            elif verb.startswith("RCPT TO:"):
                address = command[8:].strip().strip("<>").split(">")[0]
                name = address.split("@")[0]
                if name == "bounce":
                    self.answer("550 5.1.1 no such user")
                elif name == "later" and address not in tried:
                    tried.add(address)
                    self.answer("451 4.7.1 try again later")
                else:
                    recipients.append(address)
                    self.answer("250 fine")
            elif verb == "DATA":
                self.answer("354 go on")
                while (part := self.rfile.readline()) and part.rstrip(b"\r\n") != b".":
                    pass
                for address in recipients:
                    say("took " + address)
                recipients = []
                self.answer("250 kept")
            elif verb == "QUIT":
                self.answer("221 bye")
                return
            else:
                self.answer("250 fine")


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


with Server(("127.0.0.1", 0), Session) as server:
    say("port %d" % server.server_address[1])
    threading.Thread(target=lambda: (sys.stdin.read(), server.shutdown()), daemon=True).start()
    server.serve_forever()
