"use strict";
(() => {
  document.documentElement.classList.add("js");
  const slider = document.getElementById("at");
  const versions = [...document.querySelectorAll(".versions > li")];
  const now = document.getElementById("now");
  const all = document.getElementById("all");
  let every = false;

  function show(number) {
    slider.value = number;
    versions.forEach((version, at) => { version.hidden = !every && at !== number - 1; });
    now.textContent = every ? "" : `${number} of ${versions.length}: ${versions[number - 1].querySelector("h3").textContent.trim()}`;
    if (!every) versions[number - 1].querySelector("details").open = true;
    all.setAttribute("aria-pressed", String(every));
    document.getElementById("before").disabled = number <= 1;
    document.getElementById("after").disabled = number >= versions.length;
  }
  function choose(number) {
    every = false;
    show(Math.min(Math.max(number, 1), versions.length));
    history.replaceState(null, "", `#v${slider.value}`);
  }
  function named() {
    const found = /^#v(\d+)$/.exec(location.hash);
    return found ? Math.min(Math.max(Number(found[1]), 1), versions.length) : versions.length;
  }
  slider.addEventListener("input", () => choose(Number(slider.value)));
  document.getElementById("before").addEventListener("click", () => choose(Number(slider.value) - 1));
  document.getElementById("after").addEventListener("click", () => choose(Number(slider.value) + 1));
  all.addEventListener("click", () => { every = !every; show(Number(slider.value)); });
  document.querySelector(".slide").addEventListener("submit", (event) => event.preventDefault());
  addEventListener("hashchange", () => { every = false; show(named()); });
  every = !location.hash && versions.length < 4;
  show(named());
})();
