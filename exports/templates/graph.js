"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const words = data.texts;
  const fill = (text, numbers) => text.replace(/\{(\w+)\}/g, (_, name) => numbers[name]);
  const styles = { solid: { dashes: false }, dashed: { dashes: [9, 6] }, dotted: { dashes: [2, 5] }, double: { dashes: false, bar: true } };
  const lines = Object.fromEntries(Object.entries(data.statuses).map(([name, s]) => [name, {
    dashes: s.thin ? [2, 10] : s.faded ? [14, 5, 2, 5] : styles[s.line].dashes, bar: styles[s.line].bar || s.faded, faded: s.faded, width: s.thin ? 1.4 : 2.2,
  }]));
  let language = data.language;
  const address = location.hash.slice(1); // an entity's id: the page opens at it
  const off = { type: new Set(), family: new Set(), status: new Set() };
  const $ = (id) => document.getElementById(id);
  const entity = new Map(data.entities.map((e) => [e.id, e]));
  const facts = new Map(data.facts.map((f) => [f.id, f]));
  const around = new Map(data.entities.map((e) => [e.id, []]));
  for (const fact of data.facts) {
    around.get(fact.from).push(fact);
    if (fact.to !== fact.from) around.get(fact.to).push(fact);
  }

  function make(tag, attributes, ...children) {
    const element = document.createElement(tag);
    for (const [key, value] of Object.entries(attributes || {})) {
      if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
      else if (value !== null && value !== undefined && value !== false) element.setAttribute(key, value);
    }
    element.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
    return element;
  }
  const inLanguage = (labels) => labels[language] || labels["zh-Hans"] || labels["zh-Hant"] || labels["en"] || Object.values(labels)[0];
  const nameOf = (id) => inLanguage(entity.get(id).labels) || entity.get(id).names[0] || id;
  const relationOf = (name) => (data.relations[name] ? inLanguage(data.relations[name].labels) : name.replaceAll("_", " "));
  const inverseOf = (name) => (data.relations[name] ? inLanguage(data.relations[name].inverse) : "← " + name.replaceAll("_", " "));
  const familyOf = (name) => data.relations[name]?.family;
  const colourOf = (name) => data.families[familyOf(name)]?.colour || "#7d8894";
  const statusOf = (name) => inLanguage(data.statuses[name].labels);
  const number = (value) => Number(value).toLocaleString("en-US", { maximumFractionDigits: 2 });

  // Legend swatches
  const shapes = {
    dot: "M8 2a6 6 0 1 0 .01 0z", square: "M2.5 2.5h11v11h-11z", diamond: "M8 1l7 7-7 7-7-7z", triangle: "M8 1.5l7 12.5H1z",
    triangleDown: "M8 14.5L1 2h14z", star: "M8 .8l2.1 5h5.2l-4.2 3.3 1.6 5.4L8 11.2l-4.7 3.3 1.6-5.4L.7 5.8h5.2z", box: "M1 4h14v8h-14z", hexagon: "M4.5 1.9h7L15 8l-3.5 6.1h-7L1 8z",
  };
  function drawing(width, ...parts) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("width", width); svg.setAttribute("height", 16); svg.setAttribute("aria-hidden", "true");
    for (const [tag, attributes] of parts) {
      const part = document.createElementNS(svg.namespaceURI, tag);
      for (const [key, value] of Object.entries(attributes)) part.setAttribute(key, value);
      svg.append(part);
    }
    return svg;
  }
  const typeSwatch = (type) => drawing(16, ["path", { d: shapes[data.types[type].shape] || shapes.dot, fill: data.types[type].colour }]);
  const familySwatch = (family) => drawing(26, ["path", { d: "M1 8h24", stroke: data.families[family]?.colour || "#7d8894", "stroke-width": 3 }]);
  function statusSwatch(status) {
    const line = lines[status];
    const parts = [["path", { d: "M1 8h44", stroke: "#3c4855", "stroke-width": line.width, "stroke-dasharray": (line.dashes || []).join(" "), opacity: line.faded ? 0.5 : 1 }]];
    if (line.bar) parts.push(["path", { d: "M23 2v12", stroke: "#3c4855", "stroke-width": 3 }]);
    return drawing(46, ...parts);
  }

  // The picture
  const parallel = new Map();
  function bend(fact) {
    const pair = [fact.from, fact.to].sort().join("\u0000");
    const index = parallel.get(pair) || 0;
    parallel.set(pair, index + 1);
    if (fact.from === fact.to || index === 0) return index === 0 ? { enabled: false } : { enabled: true, type: "curvedCW", roundness: 0.1 * index };
    const turned = fact.from > fact.to;
    const clockwise = (index % 2 === 1) !== turned;
    return { enabled: true, type: clockwise ? "curvedCW" : "curvedCCW", roundness: 0.14 * Math.ceil(index / 2) };
  }
  function short(text) { // to what 16 Chinese characters take, Latin letters being half as wide
    let room = 32;
    const fits = [...text].filter((char) => (room -= char > "\u2e7f" ? 2 : 1) >= 0);
    return fits.length < [...text].length ? fits.slice(0, -1).join("") + "…" : text;
  }
  const fewLines = data.facts.length <= 70;
  const nodes = new vis.DataSet(data.nodes.map((node) => ({ ...node, label: short(nameOf(node.id)) })));
  const edges = new vis.DataSet(data.edges.map((edge) => {
    const fact = facts.get(edge.id), line = lines[fact.status], symmetric = data.relations[fact.relation]?.symmetric;
    return {
      ...edge, dashes: line.dashes, width: line.width * (1 + Math.min(4, Math.log2(fact.sources))), smooth: bend(fact),
      color: { color: colourOf(fact.relation), highlight: colourOf(fact.relation), hover: colourOf(fact.relation), opacity: line.faded ? 0.35 : 0.6 },
      arrows: { to: { enabled: !symmetric, scaleFactor: 0.55 }, middle: { enabled: Boolean(line.bar), type: "bar", scaleFactor: 0.8 } },
      label: fewLines ? relationOf(fact.relation) : undefined,
    };
  }));
  const many = Math.min(1, data.nodes.length / 300); // a large picture is seen from afar, and needs larger hubs and names
  const halo = { strokeWidth: 4, strokeColor: "#f6f7f8" };
  const options = {
    layout: { randomSeed: 8, improvedLayout: false },
    interaction: { hover: true, hoverConnectedEdges: false },
    nodes: {
      borderWidth: 1.2,
      scaling: { min: 11, max: 20 + 28 * many, label: { enabled: true, min: 14 + 4 * many, max: 18 + 28 * many, drawThreshold: 8 } },
      font: { ...halo, face: getComputedStyle(document.body).fontFamily },
    },
    edges: { selectionWidth: 1.5, hoverWidth: 1, font: { ...halo, size: 11, color: "#5b6775" } },
    physics: {
      solver: "forceAtlas2Based", stabilization: { iterations: 400, updateInterval: 50, fit: true },
      forceAtlas2Based: { gravitationalConstant: -70, centralGravity: 0.015, springLength: 110 - 40 * many, damping: 0.5 },
    },
  };
  const network = new vis.Network($("picture"), { nodes, edges }, options);
  let settled = false;
  function settle() {
    if (settled) return;
    settled = true;
    network.setOptions({ physics: false });
    network.fit({ animation: false });
    $("wait").classList.add("done");
    fromAddress();
  }
  network.once("stabilizationIterationsDone", settle);
  if (!data.nodes.length) $("wait").classList.add("done");
  window.addEventListener("resize", () => network.redraw());

  const visible = (fact) =>
    !off.status.has(fact.status) && !off.family.has(familyOf(fact.relation)) &&
    !off.type.has(entity.get(fact.from).type) && !off.type.has(entity.get(fact.to).type);
  let chosen = null;
  function paint() {
    const near = new Set(), bright = new Set();
    if (chosen && entity.has(chosen)) {
      near.add(chosen);
      for (const fact of around.get(chosen)) if (visible(fact)) { near.add(fact.from); near.add(fact.to); bright.add(fact.id); }
    } else if (chosen) {
      const fact = facts.get(chosen);
      near.add(fact.from); near.add(fact.to); bright.add(fact.id);
    }
    const linked = new Set();
    for (const fact of data.facts) if (visible(fact)) { linked.add(fact.from); linked.add(fact.to); }
    const filtered = off.status.size || off.family.size || off.type.size;
    nodes.update(data.entities.map((e) => ({
      id: e.id, label: short(nameOf(e.id)), hidden: off.type.has(e.type) || Boolean(filtered && !linked.has(e.id) && e.id !== chosen),
      opacity: !chosen || near.has(e.id) ? 1 : 0.15, font: { color: !chosen || near.has(e.id) ? "#1d2733" : "rgba(29,39,51,.18)" },
    })));
    edges.update(data.facts.map((fact) => ({
      id: fact.id, hidden: !visible(fact), label: bright.has(fact.id) || (fewLines && !chosen) ? relationOf(fact.relation) : " ",
      color: { color: colourOf(fact.relation), highlight: colourOf(fact.relation), hover: colourOf(fact.relation), opacity: !chosen ? (lines[fact.status].faded ? 0.35 : 0.6) : bright.has(fact.id) ? 1 : 0.08 },
    })));
  }

  // Evidence
  function extras(claim) {
    const q = claim.qualifiers, parts = [];
    if (q.date) parts.push(q.date);
    if (q.amount) parts.push((q.currency ? q.currency + " " : "") + number(q.amount));
    if (q.stake) parts.push(q.stake + "%");
    for (const key of ["role", "round", "product", "attributed_to"]) if (q[key]) parts.push(q[key]);
    parts.push(words[language].sure + " " + Math.round(claim.confidence * 100) + "%");
    return parts.join(" · ");
  }
  function proofOf(claim) {
    const safe = claim.url && /^https?:\/\//i.test(claim.url);
    const title = claim.headline || claim.article;
    return make("div", {}, make("div", { class: "extra" }, extras(claim)), make("blockquote", { dir: "auto" }, claim.quote),
      make("p", { class: "source" }, safe ? make("a", { href: claim.url, target: "_blank", rel: "noopener noreferrer" }, title) : title,
        [claim.publisher, claim.published].filter(Boolean).map((part) => " · " + part).join("")));
  }
  const badge = (status) => (status === "actual" ? "" : make("span", { class: "badge " + status }, statusOf(status)));
  const link = (id) => make("button", { class: "other", type: "button", onclick: () => choose(id, true) }, nameOf(id));
  function factLine(fact, from) {
    return make("div", { class: "fact" }, link(from === fact.from ? fact.to : fact.from), " ", badge(fact.status), ...fact.claims.map(proofOf));
  }
  const familyAt = (list) => Object.keys(data.families).indexOf(familyOf(list[0].relation));
  function showEntity(id) {
    const e = entity.get(id), panel = $("proof"), groups = new Map();
    const all = [...new Set([...Object.values(e.labels), ...e.names])].filter((name) => name !== nameOf(id));
    panel.replaceChildren(make("h2", {}, nameOf(id)), make("p", { class: "also" }, [inLanguage(data.types[e.type].labels), ...e.tickers].join(" · ")));
    if (all.length) panel.append(make("p", { class: "also" }, words[language].also + " " + all.join("、")));
    for (const fact of around.get(id)) {
      const title = fact.from === id ? relationOf(fact.relation) : inverseOf(fact.relation);
      groups.set(title, [...(groups.get(title) || []), fact]);
    }
    for (const [title, list] of [...groups].sort((a, b) => familyAt(a[1]) - familyAt(b[1]) || b[1].length - a[1].length)) panel.append(make("h3", {}, title), ...list.map((fact) => factLine(fact, id)));
    if (e.undrawn) panel.append(make("p", { class: "hint" }, fill(words[language].more, { n: e.undrawn })));
    panel.scrollTop = 0;
  }
  function showFact(id) {
    const fact = facts.get(id);
    $("proof").replaceChildren(make("h2", {}, link(fact.from), make("span", { class: "extra" }, " " + relationOf(fact.relation) + " "), link(fact.to)),
      make("p", { class: "also" }, badge(fact.status)), ...fact.claims.map(proofOf));
    $("proof").scrollTop = 0;
  }
  function choose(id, move, animated = true) {
    chosen = id;
    network.unselectAll();
    if (id === null) {
      $("proof").replaceChildren(make("p", { class: "hint" }, data.facts.length ? words[language].hint : words[language].empty));
      if (location.hash) history.replaceState(null, "", "#");
    } else if (entity.has(id)) {
      network.selectNodes([id], false);
      if (move) network.focus(id, { scale: Math.max(0.9, network.getScale()), animation: animated && { duration: 350, easingFunction: "easeInOutQuad" } });
      showEntity(id);
      history.replaceState(null, "", "#" + encodeURIComponent(id));
    } else {
      showFact(id);
    }
    paint();
  }
  function fromAddress() {
    let id = "";
    try { id = decodeURIComponent(address); } catch { /* a broken address shows the whole picture */ }
    choose(entity.has(id) ? id : null, true, false);
  }
  network.on("click", (event) => choose(event.nodes[0] || event.edges[0] || null, false));

  // Hover
  const tip = $("tip");
  function show(event, ...children) {
    tip.replaceChildren(...children);
    tip.hidden = false;
    const x = event.clientX + 16, y = event.clientY + 16;
    tip.style.left = Math.min(x, innerWidth - tip.offsetWidth - 8) + "px";
    tip.style.top = (y + tip.offsetHeight > innerHeight ? Math.max(8, event.clientY - tip.offsetHeight - 12) : y) + "px";
  }
  function tipOfFact(fact) {
    const rest = fact.claims.length - 1;
    return [make("div", {}, make("b", {}, nameOf(fact.from)), make("span", { class: "extra" }, " " + relationOf(fact.relation) + " "), make("b", {}, nameOf(fact.to)), " ", badge(fact.status)),
      proofOf(fact.claims[0]), rest ? make("div", { class: "source" }, "+ " + rest) : ""].filter(Boolean);
  }
  network.on("hoverEdge", ({ edge, event }) => show(event, ...tipOfFact(facts.get(edge))));
  network.on("hoverNode", ({ node, event }) => {
    const e = entity.get(node);
    show(event, make("b", {}, nameOf(node)), make("div", { class: "extra" }, [inLanguage(data.types[e.type].labels), ...e.tickers].join(" · ")),
      make("div", { class: "source" }, [...new Set([...Object.values(e.labels), ...e.names])].slice(0, 8).join("、")));
  });
  for (const event of ["blurEdge", "blurNode", "dragStart", "zoom"]) network.on(event, () => { tip.hidden = true; });

  // Search
  const key = (text) => text.normalize("NFKC").toLowerCase().replace(/[\s·・‧•\-'"“”‘’「」()（）.,，、&]/g, "");
  const index = data.entities.map((e) => ({ id: e.id, keys: [...new Set([...Object.values(e.labels), ...e.names, ...e.spellings, ...e.tickers].map(key))], size: e.size }));
  let hits = [], at = 0;
  function look() {
    const wanted = key($("name").value);
    const rank = (keys) => Math.min(...keys.map((k) => (k === wanted ? 0 : k.startsWith(wanted) ? 1 : k.includes(wanted) ? 2 : 9)));
    hits = !wanted ? [] : index.map((e) => ({ ...e, rank: rank(e.keys) })).filter((e) => e.rank < 9).sort((a, b) => a.rank - b.rank || b.size - a.size).slice(0, 12);
    at = 0;
    list(wanted);
  }
  function list(wanted) {
    $("hits").hidden = !wanted;
    $("name").setAttribute("aria-expanded", String(Boolean(wanted)));
    $("hits").replaceChildren(...(hits.length ? hits.map((hit, i) => make("li", { role: "option", "aria-selected": i === at ? "true" : "false", onmousedown: (event) => { event.preventDefault(); take(hit); } },
      typeSwatch(entity.get(hit.id).type), nameOf(hit.id), make("small", {}, entity.get(hit.id).tickers[0] || ""))) : [make("li", { class: "hint" }, words[language].none)]));
  }
  function take(hit) {
    $("name").value = "";
    look();
    $("name").blur();
    choose(hit.id, true);
  }
  $("name").addEventListener("input", look);
  $("name").addEventListener("blur", () => { $("hits").hidden = true; });
  $("name").addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Enter" && hits[at]) take(hits[at]);
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      at = Math.max(0, Math.min(hits.length - 1, at + (event.key === "ArrowDown" ? 1 : -1)));
      list(true);
      event.preventDefault();
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && document.activeElement !== $("name")) { $("name").focus(); event.preventDefault(); }
    if (event.key === "Escape") { $("name").value = ""; look(); $("name").blur(); choose(null, false); }
  });

  // Words, legend and language
  function box(kind, name, swatch, text, count) {
    const input = make("input", { type: "checkbox", checked: off[kind].has(name) ? false : "" });
    input.addEventListener("change", () => { off[kind][input.checked ? "delete" : "add"](name); paint(); });
    return make("label", {}, input, swatch, make("span", {}, text), make("small", {}, number(count)));
  }
  const count = (items, of) => items.reduce((sums, item) => sums.set(of(item), (sums.get(of(item)) || 0) + 1), new Map());
  function legend() {
    const types = count(data.entities, (e) => e.type), families = count(data.facts, (f) => familyOf(f.relation)), statuses = count(data.facts, (f) => f.status);
    const text = words[language];
    const section = (title, rows) => make("section", {}, make("h2", {}, title), ...rows);
    $("legend").replaceChildren(
      section(text.types, Object.keys(data.types).filter((t) => types.has(t)).map((t) => box("type", t, typeSwatch(t), inLanguage(data.types[t].labels), types.get(t)))),
      section(text.families, Object.keys(data.families).filter((f) => families.has(f)).map((f) => box("family", f, familySwatch(f), inLanguage(data.families[f].labels), families.get(f)))),
      section(text.statuses, Object.keys(lines).filter((s) => statuses.has(s)).map((s) => box("status", s, statusSwatch(s), statusOf(s), statuses.get(s)))),
      make("p", {}, text.size), make("p", {}, make("kbd", {}, "/"), " " + text.keys + "　", make("kbd", {}, "Esc"), " " + text.clear));
  }
  function speak(tongue) {
    language = tongue;
    const text = words[language], n = Object.fromEntries(Object.entries(data.note).map(([k, v]) => [k, number(v)]));
    document.documentElement.lang = language;
    $("name").placeholder = text.search;
    $("name").setAttribute("aria-label", text.search);
    $("wait").textContent = text.wait;
    $("note").innerHTML = fill((data.note.shown < data.note.entities ? text.shown : text.whole) + (data.note.lone ? text.lone : ""), n);
    for (const button of $("tongue").children) button.setAttribute("aria-pressed", String(button.value === tongue));
    legend();
  }
  for (const tongue of Object.keys(words)) {
    $("tongue").append(make("button", { type: "button", value: tongue, onclick: () => { speak(tongue); choose(chosen, false); } }, words[tongue].button));
  }
  speak(language);
  choose(null, false);
})();
