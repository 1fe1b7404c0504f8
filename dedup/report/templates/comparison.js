"use strict";
(() => {
  document.documentElement.classList.add("js");
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const items = all(".list li");
  const form = document.querySelector(".filters");
  const spots = all("[data-d]").map((element) => ({ element, numbers: element.dataset.d.split(" ") }));
  const groupOf = new Map(items.map((item) => [item.dataset.n, item.dataset.group]));
  let current = null;

  function filter() {
    const groups = new Set(all("[name=group]:checked", form).map((box) => box.value));
    const type = form.elements.type.value;
    const tail = !form.elements.tail || form.elements.tail.checked;
    const visible = new Set();
    for (const item of items) {
      const chosen = type ? item.dataset.type === type : groups.has(item.dataset.group);
      const show = chosen && (tail || type || !("tail" in item.dataset));
      item.hidden = !show;
      if (show) visible.add(item.dataset.n);
    }
    for (const part of all(".part")) part.hidden = all("li", part).every((item) => item.hidden);
    for (const { element, numbers } of spots) {
      const first = numbers.find((number) => visible.has(number));
      if (element.tagName === "MARK") element.className = first ? groupOf.get(first) : "off";
      else element.hidden = !first;
    }
    document.getElementById("shown").textContent = visible.size;
    if (current && current.hidden) release();
    draw();
  }

  function release() {
    all(".list a[aria-current]").forEach((link) => link.removeAttribute("aria-current"));
    all(".on").forEach((element) => element.classList.remove("on"));
    current = null;
  }

  function choose(item) {
    if (current === item) return;
    release();
    current = item;
    const link = item.querySelector("a");
    link.setAttribute("aria-current", "true");
    const marks = spots.filter((spot) => spot.numbers.includes(item.dataset.n) && spot.element.tagName !== "SUP");
    marks.forEach((spot) => spot.element.classList.add("on"));
    if (!marks.length) {
      for (const key of [link.dataset.a, link.dataset.b]) {
        if (key) document.getElementById(key)?.classList.add("on");
      }
    }
    const target = marks[0]?.element ?? document.getElementById(link.dataset.a || link.dataset.b);
    target?.scrollIntoView({ block: "center" });
  }

  function walk(step) {
    const open = items.filter((item) => !item.hidden);
    if (!open.length) return;
    const at = open.indexOf(current);
    const next = open[at < 0 ? (step > 0 ? 0 : open.length - 1) : Math.min(open.length - 1, Math.max(0, at + step))];
    next.querySelector("a").focus({ preventScroll: false });
  }

  for (const item of items) {
    const link = item.querySelector("a");
    link.addEventListener("focus", () => choose(item));
    link.addEventListener("click", (event) => {
      event.preventDefault();
      current = null;
      choose(item);
    });
  }
  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest("input, select")) return;
    const step = { ArrowDown: 1, ArrowRight: 1, j: 1, ArrowUp: -1, ArrowLeft: -1, k: -1 }[event.key];
    const inList = event.target.closest(".list") || event.key === "j" || event.key === "k";
    if (step && inList) {
      event.preventDefault();
      walk(step);
    } else if (event.key === "Escape") {
      release();
    }
  });
  document.addEventListener("click", (event) => {
    const mark = event.target.closest("mark:not(.off), .tag");
    if (!mark) return;
    const item = items.find((candidate) => !candidate.hidden && mark.dataset.d.split(" ").includes(candidate.dataset.n));
    item?.querySelector("a").focus();
  });

  const canvas = document.querySelector(".curves");
  const curves = all("i", document.getElementById("curves").content).map((link) => link.dataset);
  function draw() {
    const box = canvas.getBoundingClientRect();
    canvas.replaceChildren();
    if (!box.width) return;
    for (const { from, to, kind } of curves) {
      const a = document.getElementById(from)?.getBoundingClientRect();
      const b = document.getElementById(to)?.getBoundingClientRect();
      if (!a || !b) continue;
      const [x1, y1] = [a.right - box.left - 6, a.top - box.top + 12];
      const [x2, y2] = [b.left - box.left + 6, b.top - box.top + 12];
      const bend = (x2 - x1) / 2;
      const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
      path.setAttribute("d", `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`);
      path.setAttribute("class", kind);
      path.dataset.from = from;
      path.dataset.to = to;
      canvas.append(path);
    }
  }
  function light(event) {
    const near = event.target.closest?.(".para");
    for (const path of canvas.children) {
      path.classList.toggle("on", Boolean(near) && (path.dataset.from === near.id || path.dataset.to === near.id));
    }
  }
  document.addEventListener("mouseover", light);
  document.addEventListener("focusin", light);
  new ResizeObserver(draw).observe(document.querySelector(".rows"));
  if (form) {
    form.addEventListener("change", filter);
    form.addEventListener("submit", (event) => event.preventDefault());
    filter();
  }
})();
