
// A page of long work looks at itself again while that goes on.
const live = () => document.querySelector("[data-live=yes]");
const again = async () => {
  const part = live();
  if (!part) return;
  try {
    if (!document.hidden && !part.contains(document.activeElement)) {
      const answer = await fetch(location.href);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = answer.ok && page.querySelector("[data-live]");
      if (fresh) part.replaceWith(document.adoptNode(fresh));
      if (fresh && !live()) location.reload();
    }
  } catch {
    // The next look may succeed.
  }
  setTimeout(again, 2000);
};
if (live()) setTimeout(again, 2000);
