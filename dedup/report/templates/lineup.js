"use strict";
(() => {
  document.documentElement.classList.add("js");
  const buttons = [...document.querySelectorAll("button[data-v]")];
  const readings = [...document.querySelectorAll(".readings li")];
  for (const button of buttons) {
    button.addEventListener("click", () => {
      const on = button.getAttribute("aria-pressed") !== "true";
      for (const other of buttons) other.setAttribute("aria-pressed", String(on && other === button));
      for (const item of readings) {
        item.classList.toggle("on", on && item.dataset.v.trim().split(" ").includes(button.dataset.v));
      }
    });
  }
})();
