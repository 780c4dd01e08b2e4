// live.js examines a form again as one types, where the page asks for it: the desk draws the page of the answer as if the form had been sent, and the
// part that is named by data-live takes the place of the one that is shown. Without this script the form is sent by its button.
(() => {
  const form = document.querySelector("form[data-live]");
  const part = form && document.getElementById(form.dataset.live);
  if (!part) return;
  const wait = 700; // milliseconds after the last key
  let timer, turn = 0, restUntil = 0;
  const check = async () => {
    if (Date.now() < restUntil) return;
    const mine = ++turn;
    const data = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === "string") data.append(name, value);
    data.set("format", "page");
    try {
      const answer = await fetch(form.action, { method: "POST", body: data });
      if (answer.status === 429) restUntil = Date.now() + 60000;
      if (!answer.ok || mine !== turn) return;
      const drawn = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const now of part.querySelectorAll("[data-part]")) {
        const next = drawn.querySelector(`[data-part="${now.dataset.part}"]`);
        if (!next) continue;
        if (now.dataset.part === "status") {
          if (now.textContent !== next.textContent) now.textContent = next.textContent; // said aloud when it changes
        } else now.replaceChildren(...next.childNodes);
      }
    } catch { /* the desk is out of reach: the button says so */ }
  };
  form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(check, wait); });
})();
