"""The public stand-in for Stripe, on loopback: python3 standin.py PORT. Ends when its input ends.

It does not know two things that Stripe does: keeping the card of a payment for its customer (`setup_future_usage`), and leading
whoever the bank asks to an address (`return_url`). They are added here, by what the stand-in has itself."""
import os
import sys
import threading

from aiohttp import web
from localstripe import resources
from localstripe.resources import PaymentIntent, PaymentMethod

# It would keep what it knows in a file of its user's.
resources.store.dump_to_disk = lambda: None

begun, confirmed, succeeded = PaymentIntent.__init__, PaymentIntent._api_confirm.__func__, PaymentIntent._on_success


def begin(self, setup_future_usage=None, **rest):
    begun(self, **rest)
    self.setup_future_usage = setup_future_usage


def confirm(cls, id, return_url=None, **rest):
    intent = confirmed(cls, id, **rest)
    if return_url and intent.next_action:
        there = {"url": f"https://hooks.stripe.com/redirect/{intent.id}", "return_url": return_url}
        intent.next_action = {"type": "redirect_to_url", "redirect_to_url": there}
    return intent


def success(self):
    if self.setup_future_usage and self.customer:
        PaymentMethod._api_attach(self.payment_method, customer=self.customer)
    succeeded(self)


PaymentIntent.__init__ = begin
PaymentIntent._api_confirm = classmethod(confirm)
PaymentIntent._on_success = success
apis = [(m, url, PaymentIntent._api_confirm if url.endswith("/confirm") else act) for m, url, act in resources.extra_apis]
resources.extra_apis.clear()
resources.extra_apis.extend(apis)
# It reads that table when it is loaded.
from localstripe import server  # noqa: E402


def until_the_end():
    sys.stdin.read()
    os._exit(0)


threading.Thread(target=until_the_end, daemon=True).start()


async def ready(_):
    print("ready", flush=True)


server.app.on_startup.append(ready)
web.run_app(server.app, host="127.0.0.1", port=int(sys.argv[1]), access_log=None, print=None)
