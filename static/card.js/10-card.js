// The provider's own fields on our page: what is typed into them goes to the provider and never to us.
const place = document.querySelector("[data-card]");
const form = document.querySelector("form[data-pay]");
const told = document.querySelector("[data-told]");
const button = form?.querySelector("button");

const tell = (text) => {
  told.textContent = text;
  told.hidden = !text;
  if (text) told.focus();
};

if (place && form && typeof Stripe === "function") {
  const back = new URL(place.dataset.back, location.href).href;
  const failed = (error) => {
    tell(error?.message || place.dataset.failed);
    button.disabled = false;
  };
  // A card that is known: the bank asks, and there is nothing to type.
  const confirm = async (stripe) => {
    const { error } = await stripe.confirmCardPayment(place.dataset.secret);
    if (error) return failed(error);
    location.assign(back);
  };
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const stripe = Stripe(place.dataset.key, { locale: document.documentElement.lang });
  let pay = () => confirm(stripe);
  const ready = () => {
    place.removeAttribute("aria-busy");
    button.disabled = false;
  };
  if ("confirm" in place.dataset) {
    place.hidden = true;
    ready();
  } else {
    const elements = stripe.elements({
      clientSecret: place.dataset.secret,
      appearance: { theme: dark ? "night" : "stripe" },
    });
    const fields = elements.create("payment");
    fields.on("ready", ready);
    fields.on("loaderror", () => tell(place.dataset.failed));
    fields.mount(place);
    // Only a refusal comes back here; otherwise the browser has gone on.
    pay = async () => failed((await stripe.confirmPayment({ elements, confirmParams: { return_url: back } })).error);
  }
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    tell("");
    await pay();
  });
} else if (place) {
  form.hidden = true;
  tell(place.dataset.failed);
}
