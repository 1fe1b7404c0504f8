"use strict";
(() => {
  document.documentElement.classList.add("js");
  const list = document.getElementById("list");
  if (!list) return;
  const { sources, stories, clusters } = JSON.parse(document.getElementById("data").textContent);
  const PAGE = 50;
  const [ID, TITLE, TIME, SOURCE, TELLING, RELATION, MATCHED, SCORES, EXCERPT] = Array(9).keys();
  const MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
  const form = document.querySelector(".find");
  const more = document.getElementById("more");
  const text = new Intl.Collator(undefined, { numeric: true });

  for (const cluster of clusters) {
    const members = cluster.members.map((row) => stories[row]);
    const times = members.map((story) => story[TIME]).filter((time) => time !== null);
    cluster.first = times.length ? Math.min(...times) : null;
    cluster.last = times.length ? Math.max(...times) : null;
    cluster.sources = new Set(members.map((story) => story[SOURCE]).filter((source) => source >= 0)).size;
  }
  const words = (cluster) => (cluster.words ??= [
    cluster.headline,
    ...cluster.members.flatMap((row) => [stories[row][ID], stories[row][TITLE] ?? "", sources[stories[row][SOURCE]] ?? ""]),
  ].join("\n").toLowerCase());
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
  function minute(time) {
    const when = new Date(time * 1000);
    const day = `${when.getUTCDate()} ${MONTHS[when.getUTCMonth()]} ${when.getUTCFullYear()}`;
    return `${day} ${two(when.getUTCHours())}:${two(when.getUTCMinutes())}`;
  }
  const counted = (number, one, many) => `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
  const inWords = (cluster) => [
    counted(cluster.members.length, "story", "stories"),
    counted(cluster.tellings, "telling", "tellings"),
    counted(cluster.sources, "source", "sources"),
    cluster.when,
  ].filter(Boolean).join(" · ");
  const name = (row) => stories[row][TITLE] ?? stories[row][ID];
  function auto(element) {
    element.dir = "auto";
    return element;
  }

  function closed(cluster) {
    const summary = make("summary", "", auto(make("span", "headline", cluster.headline)), " ", make("span", "small dim", inWords(cluster)));
    const element = make("details", "cluster", summary);
    element.addEventListener("toggle", () => {
      if (element.open && element.children.length === 1) element.append(opened(cluster));
    });
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
    if (cluster.last !== null && cluster.last > cluster.first) inside.append(...timeline(cluster, groups));
    if (cluster.compared?.shared.length) inside.append(...shared(cluster.compared.shared));
    if (cluster.compared?.facts.length) inside.append(...facts(cluster.compared.facts));
    groups.forEach((rows, at) => {
      const heading = make("h3", "", `Telling ${at + 1} `, make("span", "dim", counted(rows.length, "story", "stories")));
      const entries = make("ol", "");
      let next = 0;
      const rest = make("button", "", "Show more");
      rest.type = "button";
      const fill = () => {
        for (const row of rows.slice(next, next + PAGE)) entries.append(story(cluster, row, row === rows[0]));
        next += PAGE;
        rest.hidden = next >= rows.length;
      };
      rest.addEventListener("click", fill);
      fill();
      inside.append(heading, entries, rest);
    });
    if (cluster.compared) inside.append(...compared(cluster.compared.pairs));
    return inside;
  }

  function timeline(cluster, groups) {
    const shown = groups.slice(0, 12);
    const picture = draw("svg", { class: "line", role: "img", height: 14 * shown.length + 6,
      "aria-label": `${counted(groups.length, "telling", "tellings")} between ${minute(cluster.first)} and ${minute(cluster.last)}` });
    shown.forEach((rows, at) => {
      const y = 14 * at + 10;
      picture.append(draw("line", { x1: 0, x2: "100%", y1: y, y2: y }));
      rows.filter((row) => stories[row][TIME] !== null).forEach((row, nth) => {
        const x = 2 + (96 * (stories[row][TIME] - cluster.first)) / (cluster.last - cluster.first);
        const title = draw("title", {}, `${minute(stories[row][TIME])} ${sources[stories[row][SOURCE]] ?? ""} ${name(row)}`);
        picture.append(draw("circle", { cx: `${x.toFixed(2)}%`, cy: y, r: 4, class: nth ? "" : "first" }, title));
      });
    });
    return [picture, make("p", "ends small dim", make("span", "", minute(cluster.first)), make("span", "", minute(cluster.last)))];
  }

  function story(cluster, row, lead) {
    const entry = stories[row];
    const line = make("p", "small dim", entry[TIME] === null ? "no date" : minute(entry[TIME]), " ", make("bdi", "", sources[entry[SOURCE]] ?? ""));
    if (row === cluster.earliest) line.append(make("span", "badge", "earliest"));
    if (row === cluster.representative) line.append(make("span", "badge", "representative"));
    const item = make("li", row === cluster.representative ? "story lead" : "story", line, auto(make("p", "headline", name(row))));
    if (entry[RELATION] && entry[MATCHED] >= 0) {
      item.append(make("p", "small dim", `${entry[RELATION]}, joined through `, make("bdi", "", name(entry[MATCHED])), measured(entry[SCORES])));
    }
    if (entry[EXCERPT]) {
      const excerpt = auto(make("p", "excerpt", entry[EXCERPT]));
      item.append(lead || row === cluster.representative ? excerpt : make("details", "text", make("summary", "small", "Text"), excerpt));
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
        const by = row < 0 ? "" : ` ${words ? "" : "by "}${sources[stories[row][SOURCE]] ?? name(row)}`;
        const when = row < 0 || stories[row][TIME] === null ? "" : `, ${minute(stories[row][TIME])}`;
        const more = held > 1 ? `, and ${counted(held - 1, "other", "others")}` : "";
        return make("li", "", words ? auto(make("b", "", words)) : make("span", "small dim", "left out"), make("span", "small dim", by + when + more));
      });
      return make("li", group, make("span", "small", type), make("ol", "", ...ways));
    });
    return [make("h3", "", "What was told when"), make("ol", "facts", ...items)];
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
      const more = pair.more ? make("p", "small dim", `${pair.more} more in the full comparison`) : "";
      return make("details", "differ", summary, body, more);
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
    const wanted = form.elements.words.value.toLowerCase().split(/\s+/).filter(Boolean);
    const retold = form.elements.retold?.checked;
    chosen = clusters.filter((cluster) => (!retold || cluster.tellings > 1) && wanted.every((word) => words(cluster).includes(word)));
    chosen.sort(orders[form.elements.order.value]);
    document.getElementById("found").textContent =
      chosen.length === clusters.length ? "" : `${chosen.length.toLocaleString("en")} of ${clusters.length.toLocaleString("en")}`;
    list.replaceChildren();
    shown = 0;
    append();
  }
  form.addEventListener("input", refresh);
  form.addEventListener("submit", (event) => event.preventDefault());
  more.addEventListener("click", append);
  refresh();
})();
