#!/usr/bin/env python3
"""A mail relay for tests: STARTTLS or TLS from the first byte, AUTH, and refusals on demand. Python's own library only.

What it does is decided by the recipient's address, so that a test reads like what it is about:

    later...@    451 to the first attempt, 250 to those after
    unknown...@  550 5.1.1 (no such mailbox)
    gone...@     550 without an enhanced code
    relay...@    550 5.7.1 (relaying denied: a matter of the relay's configuration)
    spam...@     accepted as a recipient, 554 after the text

It prints the port it listens on, and appends one JSON object a line to the log: each connection, command and letter.
"""

import argparse
import base64
import json
import socket
import ssl
import sys
import threading


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--log", required=True)
    parser.add_argument("--tls", choices=["starttls", "wrapper", "none"], default="starttls")
    parser.add_argument("--cert")
    parser.add_argument("--key")
    parser.add_argument("--user")
    parser.add_argument("--password")
    parser.add_argument("--hang-up", action="store_true", help="close the connection after every letter")
    return parser.parse_args()


class Relay:
    def __init__(self, options):
        self.options = options
        self.lock = threading.Lock()
        self.seen = set()
        self.context = None
        if options.tls != "none":
            self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.context.load_cert_chain(options.cert, options.key)

    def log(self, **event):
        with self.lock, open(self.options.log, "a", encoding="utf-8") as log:
            log.write(json.dumps(event) + "\n")

    def first_time(self, address):
        with self.lock:
            new = address not in self.seen
            self.seen.add(address)
            return new


class Conversation:
    def __init__(self, relay, connection):
        self.relay = relay
        self.options = relay.options
        self.signed_in = False
        self.encrypted = False
        self.use(connection)
        self.forget()

    def use(self, connection):
        self.connection = connection
        self.stream = connection.makefile("rb")

    def forget(self):
        self.sender, self.recipients = None, []

    def say(self, text):
        self.connection.sendall(text.encode() + b"\r\n")

    def encrypt(self):
        self.use(self.relay.context.wrap_socket(self.connection, server_side=True))
        self.encrypted = True

    def run(self):
        self.relay.log(event="connected")
        if self.options.tls == "wrapper":
            self.encrypt()
        self.say("220 relay.example ready")
        while True:
            line = self.stream.readline()
            if not line:
                return
            command, _, rest = line.decode("utf-8", "replace").strip().partition(" ")
            command = command.upper()
            self.relay.log(event="command", command=command, encrypted=self.encrypted)
            handler = getattr(self, "on_" + command.lower(), None)
            if handler is None:
                self.say("502 5.5.1 no such command")
            elif handler(rest) is False:
                return

    def on_ehlo(self, _rest):
        lines = ["relay.example", "8BITMIME", "SMTPUTF8", "ENHANCEDSTATUSCODES"]
        if self.options.tls == "starttls" and not self.encrypted:
            lines.append("STARTTLS")
        if self.options.user and (self.encrypted or self.options.tls == "none"):
            lines.append("AUTH PLAIN")
        for line in lines[:-1]:
            self.say("250-" + line)
        self.say("250 " + lines[-1])

    def on_starttls(self, _rest):
        self.say("220 go ahead")
        self.encrypt()

    def on_auth(self, rest):
        given = base64.b64decode(rest.split()[-1]).decode().split("\0")
        if given[1:] == [self.options.user, self.options.password]:
            self.signed_in = True
            self.say("235 2.7.0 welcome")
        else:
            self.say("535 5.7.8 name or password wrong")

    def on_mail(self, rest):
        if self.options.user and not self.signed_in:
            return self.say("530 5.7.0 sign in first")
        self.sender = rest
        return self.say("250 2.1.0 ok")

    def on_rcpt(self, rest):
        address = rest.partition("<")[2].partition(">")[0]
        if address.startswith("later") and self.relay.first_time(address):
            return self.say("451 4.3.0 try again later")
        if address.startswith("unknown"):
            return self.say("550 5.1.1 no such mailbox: " + address)
        if address.startswith("gone"):
            return self.say("550 no such mailbox here")
        if address.startswith("relay"):
            return self.say("550 5.7.1 relaying denied")
        self.recipients.append(address)
        return self.say("250 2.1.5 ok")

    def on_data(self, _rest):
        self.say("354 go on")
        lines = []
        while True:
            line = self.stream.readline()
            if line in (b".\r\n", b""):
                break
            lines.append(line[1:] if line.startswith(b".") else line)
        if any(address.startswith("spam") for address in self.recipients):
            self.say("554 5.6.0 not this text")
        else:
            text = b"".join(lines).decode("utf-8", "replace")
            self.relay.log(event="letter", sender=self.sender, recipients=self.recipients, text=text,
                           encrypted=self.encrypted, signed_in=self.signed_in)
            self.say("250 2.0.0 accepted")
        self.forget()
        return False if self.options.hang_up else None

    def on_rset(self, _rest):
        self.forget()
        self.say("250 2.0.0 ok")

    def on_noop(self, _rest):
        self.say("250 2.0.0 ok")

    def on_quit(self, _rest):
        self.say("221 2.0.0 bye")
        return False


def serve(relay, connection):
    connection.settimeout(30)
    conversation = Conversation(relay, connection)
    try:
        conversation.run()
    except (OSError, ValueError) as error:
        relay.log(event="broken", error=type(error).__name__)
    finally:
        conversation.connection.close()


def main():
    options = arguments()
    relay = Relay(options)
    listener = socket.create_server(("127.0.0.1", 0))
    print(listener.getsockname()[1], flush=True)
    # The test holds our standard input: when it is gone, so are we.
    threading.Thread(target=lambda: (sys.stdin.read(), listener.close(), sys.exit(0)), daemon=True).start()
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        threading.Thread(target=serve, args=(relay, connection), daemon=True).start()


if __name__ == "__main__":
    main()
