"""The public stand-in for Stripe, on loopback: python3 standin.py PORT. Ends when its input ends."""
import os
import sys
import threading

from aiohttp import web
import localstripe.server as server
from localstripe.resources import store

# It would keep what it knows in a file of its user's.
store.dump_to_disk = lambda: None


def until_the_end():
    sys.stdin.read()
    os._exit(0)


threading.Thread(target=until_the_end, daemon=True).start()


async def ready(_):
    print("ready", flush=True)


server.app.on_startup.append(ready)
web.run_app(server.app, host="127.0.0.1", port=int(sys.argv[1]), access_log=None, print=None)
