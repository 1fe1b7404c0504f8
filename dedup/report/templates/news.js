"use strict";
(() => {
  document.documentElement.classList.add("js");
  const form = document.querySelector(".find");
  if (!form) return;
  const box = form.elements.words;
  const events = [...document.querySelectorAll(".event")].map((element) => [element, element.textContent.toLowerCase()]);
  const sections = [...document.querySelectorAll("section")];
  const found = document.getElementById("found");

  function show() {
    const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const [element, text] of events) {
      element.hidden = !words.every((word) => text.includes(word));
      count += element.hidden ? 0 : 1;
    }
    for (const section of sections) section.hidden = !section.querySelector(".event:not([hidden])");
    found.textContent = !words.length ? "" : count ? `${count} of ${events.length}` : "Nothing found. Fewer words find more.";
  }
  function addressed() {
    box.value = new URLSearchParams(location.hash.slice(1)).get("words") ?? "";
    show();
  }
  form.addEventListener("input", () => {
    show();
    const words = box.value.trim();
    history.replaceState(null, "", words ? `#${new URLSearchParams({ words })}` : `${location.pathname}${location.search}`);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && event.target !== box && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      box.focus();
    }
  });
  addEventListener("hashchange", () => { if (location.hash.includes("=")) addressed(); });
  if (location.hash.includes("=")) addressed();
})();
