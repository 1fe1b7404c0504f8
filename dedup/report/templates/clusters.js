"use strict";
(() => {
  document.documentElement.classList.add("js");
  const list = document.getElementById("list");
  if (!list) return;
  const { sources, stories, clusters, sure } = JSON.parse(document.getElementById("data").textContent);
  const PAGE = 50;
  const ROWS = 12;
  const [ID, TITLE, TIME, SOURCE, TELLING, RELATION, MATCHED, SCORES, EXCERPT, LANG, URL_] = Array(11).keys();
  const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
  const form = document.querySelector(".find");
  const fields = form.elements;
  const more = document.getElementById("more");
  const clear = document.getElementById("clear");
  const text = new Intl.Collator(undefined, { numeric: true });

  for (const cluster of clusters) {
    const members = cluster.members.map((row) => stories[row]);
    const times = members.map((story) => story[TIME]).filter((time) => time !== null);
    cluster.first = times.length ? Math.min(...times) : null;
    cluster.last = times.length ? Math.max(...times) : null;
    cluster.sources = new Set(members.map((story) => story[SOURCE]).filter((source) => source >= 0)).size;
  }
  const late = (time) => time ?? -Infinity;
  const orders = {
    stories: (a, b) => b.members.length - a.members.length,
    tellings: (a, b) => b.tellings - a.tellings,
    sources: (a, b) => b.sources - a.sources,
    newest: (a, b) => late(b.last) - late(a.last),
    oldest: (a, b) => (a.first ?? Infinity) - (b.first ?? Infinity),
    span: (a, b) => late(b.last - b.first) - late(a.last - a.first),
    headline: (a, b) => text.compare(a.headline, b.headline),
  };

  function make(tag, className, ...children) {
    const element = document.createElement(tag);
    if (className) element.className = className;
    element.append(...children.filter((child) => child !== null && child !== ""));
    return element;
  }
  function draw(tag, attributes, ...children) {
    const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  }
  const two = (number) => String(number).padStart(2, "0");
  const day = (when) => `${when.getUTCDate()} ${MONTHS[when.getUTCMonth()]}`;
  function minute(time) {
    const when = new Date(time * 1000);
    return `${day(when)} ${when.getUTCFullYear()} ${two(when.getUTCHours())}:${two(when.getUTCMinutes())}`;
  }
  const counted = (number, one, many) => `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
  const inWords = (cluster) => [
    counted(cluster.members.length, "story", "stories"),
    counted(cluster.tellings, "telling", "tellings"),
    counted(cluster.sources, "source", "sources"),
    cluster.when,
  ].filter(Boolean).join(" · ");
  const name = (row) => stories[row][TITLE] ?? stories[row][ID];
  const source = (row) => sources[stories[row][SOURCE]] ?? "";
  function auto(element) {
    element.dir = "auto";
    return element;
  }

  // What is asked for, in the form and in the address.
  const KEYS = ["words", "source", "of", "lang", "from", "to", "relation", "certainty", "retold", "order"];
  const USUAL = { order: "stories" };
  let asked = {};
  let wanted = [];
  let marks = null;
  function read() {
    asked = {};
    for (const key of KEYS) {
      const field = fields[key];
      const value = key === "of" ? form.dataset.of ?? "" : !field ? "" : field.type === "checkbox" ? (field.checked ? "1" : "") : field.value.trim();
      if (value && value !== USUAL[key] && !(field?.className === "date" && !/^\d{4}-\d\d-\d\d$/.test(value))) asked[key] = value;
    }
    wanted = (asked.words ?? "").toLowerCase().split(/\s+/).filter(Boolean);
    marks = wanted.length ? new RegExp(`(${wanted.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|")})`, "gi") : null;
  }
  function fill(given) {
    for (const key of KEYS) {
      const value = given.get(key) ?? USUAL[key] ?? "";
      const field = fields[key];
      if (key === "of") form.dataset.of = value;
      else if (field?.type === "checkbox") field.checked = value === "1";
      else if (field) {
        if (field.tagName === "SELECT" && value && ![...field.options].some((option) => option.value === value)) {
          if (key !== "source") continue;
          field.append(new Option(value, value));
        }
        field.value = value;
      }
    }
  }
  function written() {
    const given = new URLSearchParams(asked).toString();
    history.replaceState(null, "", given ? `#${given}` : `${location.pathname}${location.search}`);
  }

  const seconds = (date, days) => Date.parse(`${date}T00:00:00Z`) / 1000 + days * 86400;
  function fits(row, first) {
    const story = stories[row];
    const joined = story[RELATION] && story[MATCHED] >= 0;
    const likely = story[SCORES]?.[4];
    const { source: by, of, lang, from, to, relation, certainty } = asked;
    if (by && source(row) !== by) return false;
    if (of && (row === first || source(first) !== of)) return false;
    if (lang && story[LANG] !== lang) return false;
    if (from && !(story[TIME] >= seconds(from, 0))) return false;
    if (to && !(story[TIME] !== null && story[TIME] < seconds(to, 1))) return false;
    if (relation && !(relation === "repeats" ? row !== first : joined && story[RELATION] === relation)) return false;
    return !certainty || (joined && likely != null && (certainty === "sure") === (likely >= sure));
  }
  const narrows = () => KEYS.some((key) => asked[key] && !["words", "retold", "order"].includes(key));
  function fitting(cluster) {
    const firsts = new Map();
    for (const row of cluster.members) if (!firsts.has(stories[row][TELLING])) firsts.set(stories[row][TELLING], row);
    return cluster.members.filter((row) => fits(row, firsts.get(stories[row][TELLING])));
  }
  const words = (cluster) => (cluster.words ??= [
    cluster.headline,
    ...cluster.members.flatMap((row) => [stories[row][ID], stories[row][TITLE] ?? "", source(row), stories[row][EXCERPT]]),
  ].join("\n").toLowerCase());

  function marked(element, string) {
    if (!marks || !string) {
      element.append(string);
      return element;
    }
    string.split(marks).forEach((part, at) => { if (part) element.append(at % 2 ? make("mark", "", part) : part); });
    return element;
  }

  function closed(cluster) {
    const summary = make("summary", "", auto(marked(make("span", "headline"), cluster.headline)), " ", make("span", "small dim", inWords(cluster)));
    const element = make("details", "cluster", summary);
    element.addEventListener("toggle", () => {
      if (element.open && element.children.length === 1) element.append(opened(cluster));
    });
    cluster.element = element;
    return element;
  }

  function tellings(cluster) {
    const groups = new Map();
    for (const row of cluster.members) {
      const telling = stories[row][TELLING];
      if (!groups.has(telling)) groups.set(telling, []);
      groups.get(telling).push(row);
    }
    return [...groups.values()];
  }

  function opened(cluster) {
    const inside = make("div", "inside");
    const groups = tellings(cluster);
    const shown = narrows() ? new Set(fitting(cluster)) : null;
    if (cluster.last !== null && cluster.last > cluster.first) inside.append(timeline(cluster));
    const table = document.getElementById(`facts-${clusters.indexOf(cluster)}`);
    if (table) inside.append(make("h3", "", "Facts by source"), table.content.cloneNode(true));
    if (cluster.compared?.facts.length) inside.append(...facts(cluster.compared.facts));
    if (cluster.compared?.shared.length) inside.append(...shared(cluster.compared.shared));
    groups.forEach((rows, at) => {
      const heading = make("h3", "", `Telling ${at + 1} `, make("span", "dim", counted(rows.length, "story", "stories")));
      const entries = make("ol", "");
      let next = 0;
      const rest = make("button", "", "Show more");
      rest.type = "button";
      const add = () => {
        for (const row of rows.slice(next, next + PAGE)) entries.append(story(cluster, row, row === rows[0], shown && !shown.has(row)));
        next += PAGE;
        rest.hidden = next >= rows.length;
      };
      rest.addEventListener("click", add);
      add();
      inside.append(heading, entries, rest);
    });
    if (cluster.compared) inside.append(...compared(cluster.compared.pairs));
    return inside;
  }

  const STEPS = [1, 2, 3, 6, 12, 24, 48, 96, 168, 336, 720, 2160, 8760, 43800, 219000, 1095000];
  function timeline(cluster) {
    const dated = cluster.members.filter((row) => stories[row][TIME] !== null);
    const names = [...new Set(dated.map(source))];
    const shown = names.length > ROWS ? [...names.slice(0, ROWS - 1), counted(names.length - ROWS + 1, "other", "others")] : names;
    const line = (row) => 22 * Math.min(names.indexOf(source(row)), ROWS - 1) + 11;
    const place = (time) => `${(2 + (96 * (time - cluster.first)) / (cluster.last - cluster.first)).toFixed(2)}%`;
    const low = 22 * shown.length;
    const label = `${counted(dated.length, "story", "stories")} by ${counted(names.length, "source", "sources")}, ${minute(cluster.first)} to ${minute(cluster.last)}`;
    const picture = draw("svg", { class: "line", role: "img", height: low + 18, "aria-label": label });
    const hours = (cluster.last - cluster.first) / 3600;
    const step = 3600 * (STEPS.find((each) => hours / each <= (each <= 336 ? 6 : 3)) ?? STEPS.at(-1));
    const tick = (when) => {
      if (step < 86400 && when.getUTCHours()) return `${two(when.getUTCHours())}:00`;
      return step > 3600 * 336 ? `${day(when)} ${when.getUTCFullYear()}` : day(when);
    };
    for (let time = 86400 * Math.floor(cluster.first / 86400); time <= cluster.last; time += step) {
      if (time < cluster.first) continue;
      const x = place(time);
      picture.append(draw("line", { class: "tick", x1: x, x2: x, y1: 0, y2: low }), draw("text", { x, y: low + 14 }, tick(new Date(time * 1000))));
    }
    shown.forEach((_, at) => picture.append(draw("line", { x1: 0, x2: "100%", y1: 22 * at + 11, y2: 22 * at + 11 })));
    const drawn = new Set();
    const dots = [];
    for (const row of dated) {
      const parent = stories[row][RELATION] === "retold" ? -1 : stories[row][MATCHED];
      if (drawn.has(parent)) {
        picture.append(draw("line", { class: "join", x1: place(stories[parent][TIME]), x2: place(stories[row][TIME]), y1: line(parent), y2: line(row) }));
      }
      const title = draw("title", {}, `${source(row)} ${minute(stories[row][TIME])} ${name(row)}`);
      dots.push(draw("circle", { cx: place(stories[row][TIME]), cy: line(row), r: 5, class: drawn.has(parent) ? "" : "first" }, title));
      drawn.add(row);
    }
    picture.append(...dots);
    const rows = make("ol", "rows small", ...shown.map((each) => make("li", "", make("bdi", "", each || "no source"))));
    rows.setAttribute("aria-hidden", "true");
    return make("figure", "timeline", make("figcaption", "away", label), rows, picture);
  }

  function story(cluster, row, lead, aside) {
    const entry = stories[row];
    const line = make("p", "small dim", entry[TIME] === null ? "no date" : minute(entry[TIME]), " ", marked(make("bdi", ""), source(row)));
    if (row === cluster.earliest) line.append(make("span", "badge", "earliest"));
    if (row === cluster.representative) line.append(make("span", "badge", "representative"));
    const title = auto(make("p", "headline"));
    if (entry[URL_]) {
      const link = marked(make("a", ""), name(row));
      link.href = entry[URL_];
      link.rel = "noopener noreferrer";
      title.append(link);
    } else marked(title, name(row));
    const item = make("li", `story${row === cluster.representative ? " lead" : ""}${aside ? " aside" : ""}`, line, title);
    if (entry[RELATION] && entry[MATCHED] >= 0) {
      item.append(make("p", "small dim", `${entry[RELATION]}, joined through `, make("bdi", "", name(entry[MATCHED])), measured(entry[SCORES])));
    }
    if (entry[EXCERPT]) {
      const excerpt = auto(marked(make("p", "excerpt"), entry[EXCERPT]));
      const open = lead || row === cluster.representative || wanted.some((word) => entry[EXCERPT].toLowerCase().includes(word));
      item.append(open ? excerpt : make("details", "text", make("summary", "small", "Text"), excerpt));
    }
    return item;
  }

  function measured([jaccard, a, b, cosine, probability]) {
    const parts = [];
    if (jaccard != null) parts.push(`${jaccard} % of all shingles shared`);
    if (a != null && b != null) parts.push(`${Math.max(a, b)} % of the smaller one`);
    if (cosine != null) parts.push(`cosine .${two(Math.min(99, cosine))}`);
    if (probability != null) parts.push(`right with a probability of .${two(Math.min(99, probability))}`);
    return parts.length ? `: ${parts.join(", ")}` : "";
  }

  function shared(passages) {
    const items = passages.map(([words, held, all]) => make("li", "", make("span", "number", `${held} of ${all} word for word`), auto(make("span", "", words))));
    return [make("h3", "", "Sentences in more than one version"), make("ol", "shared", ...items)];
  }

  function facts(found) {
    const items = found.map(([group, type, readings]) => {
      const ways = readings.map(([words, held, row]) => {
        const by = row < 0 ? "" : ` ${words ? "" : "by "}${source(row) || name(row)}`;
        const when = row < 0 || stories[row][TIME] === null ? "" : `, ${minute(stories[row][TIME])}`;
        const others = held > 1 ? `, and ${counted(held - 1, "other", "others")}` : "";
        return make("li", "", words ? auto(make("b", "", words)) : make("span", "small dim", "left out"), make("span", "small dim", by + when + others));
      });
      return make("li", group, make("span", "small", type), make("ol", "", ...ways));
    });
    return [make("h3", "", "Facts that changed"), make("ol", "facts", ...items)];
  }

  function compared(pairs) {
    const found = pairs.map((pair) => {
      const rows = pair.differences.map(([group, type, sign, words, a, b]) =>
        make("tr", group, make("th", "", `${sign} ${type} `, make("span", "small dim", words)), passage(a), passage(b)));
      const held = pair.differences.length + pair.more;
      const head = make("tr", "", make("th", "", "type"), make("th", "", "A"), make("th", "", "B"));
      head.querySelectorAll("th").forEach((cell) => { cell.scope = "col"; });
      const body = rows.length ? make("table", "", make("thead", "", head), make("tbody", "", ...rows)) : make("p", "dim", "No differences.");
      const summary = make("summary", "", make("bdi", "", pair.a), " | ", make("bdi", "", pair.b), " ",
        make("span", "small dim", `${pair.relation}, ${counted(held, "difference", "differences")}`));
      const rest = pair.more ? make("p", "small dim", `${pair.more} more in the full comparison`) : "";
      return make("details", "differ", summary, body, rest);
    });
    return [make("h3", "", "What each version changed"), ...found];
  }
  function passage(parts) {
    return parts ? auto(make("td", "", parts[0], make("b", "", parts[1]), parts[2])) : make("td", "", "–");
  }

  let chosen = clusters;
  let shown = 0;
  function append() {
    list.append(...chosen.slice(shown, shown + PAGE).map(closed));
    shown += PAGE;
    more.hidden = shown >= chosen.length;
  }
  function refresh() {
    read();
    const narrowed = narrows();
    chosen = clusters.filter((cluster) => (!asked.retold || cluster.tellings > 1)
      && (!narrowed || fitting(cluster).length)
      && wanted.every((word) => words(cluster).includes(word)));
    chosen.sort(orders[fields.order.value]);
    const limited = Boolean(asked.words || asked.retold || narrowed);
    const from = asked.of ? `, copies from ${asked.of}` : "";
    document.getElementById("found").textContent = !limited ? ""
      : chosen.length ? `${chosen.length.toLocaleString("en")} of ${clusters.length.toLocaleString("en")}${from}`
        : `Nothing found${from}. Fewer words or filters find more.`;
    clear.hidden = !limited;
    list.replaceChildren();
    shown = 0;
    append();
  }
  function open(id) {
    const at = chosen.findIndex((cluster) => stories[cluster.members[0]][ID] === id || cluster.members.some((row) => stories[row][ID] === id));
    if (at < 0) return;
    while (shown <= at) append();
    const { element } = chosen[at];
    element.open = true;
    element.scrollIntoView();
    element.querySelector("summary").focus({ preventScroll: true });
  }
  function addressed() {
    const hash = location.hash.slice(1);
    if (hash && !hash.includes("=")) return false;
    const given = new URLSearchParams(hash);
    fill(given);
    refresh();
    if (given.has("open")) open(given.get("open"));
    return Boolean(hash) && !given.has("open");
  }

  fields.source.append(...sources.map((each, at) => [each, at]).sort((a, b) => text.compare(a[0], b[0])).map(([each]) => new Option(each, each)));
  form.addEventListener("input", () => { refresh(); written(); });
  form.addEventListener("submit", (event) => event.preventDefault());
  clear.addEventListener("click", () => { fill(new URLSearchParams()); refresh(); written(); fields.words.focus(); });
  more.addEventListener("click", append);
  addEventListener("hashchange", () => {
    if (addressed()) {
      const heading = document.getElementById("clusters");
      heading.scrollIntoView();
      heading.focus({ preventScroll: true });
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
    if (event.key === "Escape" && event.target === fields.words) {
      fields.words.value = "";
      refresh();
      written();
    } else if (typing) {
      return;
    } else if (event.key === "/") {
      event.preventDefault();
      fields.words.focus();
    } else if (event.key === "j" || event.key === "k") {
      const all = [...list.querySelectorAll(".cluster > summary")];
      const at = all.indexOf(document.activeElement.closest?.(".cluster")?.firstElementChild);
      all[Math.min(Math.max(at + (event.key === "j" ? 1 : -1), 0), all.length - 1)]?.focus();
    }
  });
  if (location.hash.includes("=")) addressed();
  else refresh();
})();
