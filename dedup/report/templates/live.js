"use strict";
(() => {
  document.documentElement.classList.add("js");
  const words = document.getElementById("words");
  addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, select, textarea");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    words.focus();
  });
  const fresh = document.querySelector(".fresh");
  if (!fresh) return;
  async function look() {
    if (document.hidden) return;
    const asked = new URLSearchParams(location.search);
    const query = new URLSearchParams({ since: fresh.dataset.since, limit: "500" });
    for (const name of ["source", "lang"]) if (asked.get(name)) query.set(name, asked.get(name));
    const answer = await fetch(`/events?${query}`).catch(() => null);
    if (!answer || !answer.ok) return;
    const number = (await answer.json()).events.length;
    fresh.hidden = !number;
    if (number) fresh.firstElementChild.textContent = `${number === 1 ? "1 event has" : `${number} events have`} a new story: show`;
  }
  setInterval(look, 20000);
  document.addEventListener("visibilitychange", look);
})();
