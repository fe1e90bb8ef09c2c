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
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const stripe = Stripe(place.dataset.key, { locale: document.documentElement.lang });
  const elements = stripe.elements({
    clientSecret: place.dataset.secret,
    appearance: { theme: dark ? "night" : "stripe" },
  });
  const fields = elements.create("payment");
  fields.on("ready", () => {
    place.removeAttribute("aria-busy");
    button.disabled = false;
  });
  fields.on("loaderror", () => tell(place.dataset.failed));
  fields.mount(place);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    tell("");
    const back = new URL(place.dataset.back, location.href).href;
    const { error } = await stripe.confirmPayment({ elements, confirmParams: { return_url: back } });
    // Only a refusal comes back here; otherwise the browser has gone on.
    tell(error?.message || place.dataset.failed);
    button.disabled = false;
  });
} else if (place) {
  form.hidden = true;
  tell(place.dataset.failed);
}
