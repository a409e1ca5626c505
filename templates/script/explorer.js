// ---- The explorer: a row for each node, which opens what is below it; a measure's opens its details.

const lines = [];
const tool = (name) => $(`#explorer-${name}`);
let sortAgain = () => {};

const share = (number) => `${Math.max(0, Math.min(100, Number(number)))}%`;
const noise = () => make("span", { class: "noise", role: "img", "aria-label": words.noise, title: words.noise }, "\u2009~");
const marked = (text, isNoise) => (text && isNoise ? [text, noise()] : [text]);

function line(node, place) {
  const button = make("button", { type: "button", class: "fold" }, node.title);
  const head = make("th", { scope: "row" }, button, make("span", { class: "note" }));
  const row = make("tr", { class: `${node.kind} d${Math.min(node.depth, 4)}` }, head);
  const cells = {};
  for (const column of $$("#explorer thead th").slice(1)) {
    const label = column.dataset.fact === "bar" ? {} : { "data-label": column.textContent.trim() };
    cells[column.dataset.fact] = row.appendChild(make("td", { class: column.className, ...label }));
  }
  cells.bar.append(make("span", { class: "track" }, make("span", { class: "bar" }), make("span", { class: "tick" })));
  cells.weight.textContent = node.weight;
  button.addEventListener("click", () => toggle(place));
  button.addEventListener("keydown", (event) => walk(event, place));
  return { node, place, row, button, cells, note: head.lastChild, details: null };
}

function refresh({ node, row, cells, note }) {
  const found = facts(node);
  note.textContent = [found.reason, found.cover].filter((text) => text).join(" ");
  cells.value.textContent = found.value;
  cells.value.dataset.sort = found.size;
  cells.score.textContent = found.score || symbols.missing;
  cells.status.replaceChildren(...status(found.status));
  cells.status.dataset.sort = found.status < 0 ? "" : found.status;
  cells.change?.replaceChildren(...marked(found.change, found.isChangeNoise));
  cells.points?.replaceChildren(...marked(found.points, found.isPointsNoise));
  if (cells.change) cells.change.dataset.sort = found.moved;
  const [bar, tick] = cells.bar.firstChild.children;
  bar.style.inlineSize = share(found.height || 0);
  const before = data.before !== null && state.period > data.before ? facts(node, state.unit, data.before).height : "";
  tick.hidden = !before;
  tick.style.insetInlineStart = share(before || 0);
}

function status(level) {
  const mark = $("#explorer-marks").content.children[level];
  return mark ? [mark.cloneNode(true)] : [];
}

/** A measure's numbers side by side: dots on one scale, with their intervals. A name switches to its period or unit. */
function compared(caption, node, items) {
  const found = items.map((item) => facts(node, item.unit, item.period));
  const sizes = found.flatMap(({ size, low, high }) => [size, low, high]).filter((size) => size !== "");
  const [least, most] = [Math.min(...sizes), Math.max(...sizes)];
  const along = (size) => (most > least ? (100 * (size - least)) / (most - least) : 50);
  const rows = items.map((item, index) => {
    const { value, size, low, high, score } = found[index];
    const plot = make("span", { class: "plot" });
    if (low !== "") {
      const whisker = plot.appendChild(make("span", { class: "whisker" }));
      whisker.style.insetInlineStart = share(along(low));
      whisker.style.inlineSize = share(along(high) - along(low));
    }
    if (size !== "") plot.appendChild(make("span", { class: "dot" })).style.insetInlineStart = share(along(size));
    const isCurrent = item.unit === state.unit && item.period === state.period;
    const button = make("button", { type: "button", ...(isCurrent && { "aria-current": "true" }) }, item.name);
    button.addEventListener("click", () => choose(item));
    const texts = [value, score || symbols.missing].map((text) => make("td", { class: "n" }, text));
    return make("tr", {}, make("th", { scope: "row" }, button), ...texts, make("td", { class: "graph" }, plot));
  });
  const head = (text) => make("th", { scope: "col", class: "n" }, text);
  const heads = [make("td", {}), head(words.value), head(words.score), make("td", {})];
  return make("table", {}, make("caption", {}, caption), make("thead", {}, make("tr", {}, ...heads)), make("tbody", {}, ...rows));
}

function details({ node, place, row }) {
  const found = facts(node);
  const list = make("dl", {});
  for (const [label, ...texts] of [
    [words.value, found.value, found.interval, found.records, found.reason],
    [words.score, found.score],
    [words.status, range(node, found.status)],
    [words.target, node.target],
    [words.how, ...computed(node)],
  ]) {
    const said = texts.filter((text) => text);
    if (said.length) list.append(make("dt", {}, label), make("dd", {}, ...said.map((text) => make("p", {}, text))));
  }
  const there = document.getElementById(`row-${place}`);
  const said = make("div", { class: "account" }, list, there && make("a", { href: `#${there.id}` }, words.report));
  const [period, unit] = [periods[state.period].name, units[state.unit].name];
  const isKnown = (item) => at(item.unit, item.period) !== undefined;
  const series = periods.map(({ name }, period) => ({ unit: state.unit, period, name })).filter(isKnown);
  const below = (unit) => units.map((_, place) => place).filter((place) => place && units[place].above === unit);
  const base = below(state.unit).length ? state.unit : units[state.unit].above;
  const family = [...new Set([0, base, ...below(base)])];
  const beside = family.map((unit) => ({ unit, period: state.period, name: units[unit].name })).filter(isKnown);
  const tables = make("div", { class: "compared" });
  if (series.length > 1) tables.append(compared(fill(words.byPeriod, { unit }), node, series));
  if (beside.length > 1) tables.append(compared(fill(words.byUnit, { period }), node, beside));
  const cell = make("td", { colspan: row.cells.length }, make("div", { class: "inside" }, said, tables));
  return make("tr", { class: `details d${Math.min(node.depth, 4) + 1}`, "data-place": Number(row.dataset.place) + 0.5 }, cell);
}

// ---- Choosing a period, a unit, measures; opening and closing. The address keeps it.

/** The same for all spellings of a word: letters of Arabic and Persian keyboards, joiners, vowel marks, digits. */
function folded(text) {
  const silent = /[\u0640\u064b-\u065f\u0670\u200b-\u200f\u202a-\u202e\u2066-\u2069]/g;
  const bare = text.normalize("NFKC").toLowerCase().replace(silent, "");
  const alike = { ي: "ی", ى: "ی", ئ: "ی", ك: "ک", أ: "ا", إ: "ا", آ: "ا", ٱ: "ا", ؤ: "و", ة: "ه", ۀ: "ه" };
  return latin(bare).replace(/[يىئكأإآٱؤةۀ]/g, (letter) => alike[letter]);
}

/** The measures that fit what is looked for, and all they stand under; null where nothing is looked for. */
function fitting() {
  const wanted = folded(tool("find").value).split(/\s+/).filter((word) => word);
  const level = tool("status").value;
  if (!wanted.length && level === "") return null;
  const found = new Set();
  for (const [place, node] of nodes.entries()) {
    if (node.kind !== "measure" || !wanted.every((word) => node.folded.includes(word))) continue;
    if (level !== "" && facts(node).status !== Number(level)) continue;
    for (let up = place; up !== undefined; up = nodes[up].above) found.add(up);
  }
  return found;
}

/** Opens what hides a measure that fits. */
function reveal() {
  for (const place of fitting() ?? []) if (nodes[place].kind !== "measure") state.open.add(place);
}

function show() {
  const found = fitting();
  for (const { node, place, row, button } of lines) {
    let isShown = !found || found.has(place);
    for (let up = node.above; isShown && up !== undefined; up = nodes[up].above) isShown = state.open.has(up);
    row.hidden = !isShown;
    button.setAttribute("aria-expanded", String(state.open.has(place)));
    lines[place].details?.remove();
    lines[place].details = isShown && node.kind === "measure" && state.open.has(place) ? details(lines[place]) : null;
    if (lines[place].details) row.after(lines[place].details);
  }
  const measures = lines.filter(({ node, place }) => node.kind === "measure" && (!found || found.has(place)));
  const all = nodes.filter((node) => node.kind === "measure");
  const [shown, of] = [measures, all].map(({ length }) => written(String(length), data.number));
  const count = fill(words.count, { number: shown, all: of });
  if (tool("count").textContent !== count) tool("count").textContent = count; // what changes is announced
}

function toggle(place) {
  if (!state.open.delete(place)) state.open.add(place);
  show();
  remember();
}

/** From row to row by up and down; open and closed by the arrows that point along the line and against it. */
function walk(event, place) {
  const buttons = $$("#explorer .fold").filter((button) => !button.closest("tr").hidden);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const isOpening = { ArrowRight: root.dir !== "rtl", ArrowLeft: root.dir === "rtl" }[event.key];
  if (step) buttons[buttons.indexOf(event.currentTarget) + step]?.focus();
  else if (isOpening === undefined) return;
  else if (state.open.has(place) !== isOpening) toggle(place);
  event.preventDefault();
}

function choose({ unit = state.unit, period = state.period }) {
  const table = document.activeElement.closest(".compared table");
  const [row, which] = table ? [table.closest("tr"), table.previousElementSibling ? 1 : 0] : [];
  const line = lines.find(({ details }) => details && details === row);
  Object.assign(state, { unit, period: at(unit, period) === undefined ? data.now : period });
  tool("unit").value = unit;
  tool("period").value = state.period;
  for (const option of tool("period").options) option.disabled = at(unit, Number(option.value)) === undefined;
  lines.forEach(refresh);
  reveal();
  show();
  sortAgain();
  if (line) $$("table", line.details)[which]?.querySelector("[aria-current]")?.focus();
}

const above = (place) => (nodes[place].above === undefined ? [place] : [place, ...above(nodes[place].above)]);

function address({ unit = 0, period = data.now, open = [] }) {
  const deepest = open.filter((place) => place && !open.some((other) => other !== place && above(other).includes(place)));
  const said = { period: period === data.now ? "" : periods[period].id, unit: unit ? units[unit].key : "" };
  said.open = deepest.map((place) => nodes[place].path).join(",");
  const parts = Object.entries(said).filter(([, text]) => text).map(([name, text]) => `${name}=${encodeURIComponent(text)}`);
  return `#explorer:${parts.join("&")}`;
}

function remember() {
  const open = [...state.open].filter((place) => !lines[place].row.hidden);
  try { history.replaceState(null, "", address({ ...state, open })); } catch { /* a browser that forbids it for files */ }
}

function read() {
  const [name, said] = location.hash.slice(1).split(":");
  if (name !== "explorer" || said === undefined) return;
  const wanted = new URLSearchParams(said);
  tool("find").value = tool("status").value = "";
  const find = (list, key, text, otherwise) => Math.max(list.findIndex((one) => one[key] === text), 0) || otherwise;
  const open = (wanted.get("open") ?? "").split(",").map((path) => find(nodes, "path", path, 0));
  state.open = new Set([0, ...open.flatMap(above)]);
  const period = periods.findIndex(({ id }) => id === wanted.get("period"));
  choose({ unit: find(units, "key", wanted.get("unit"), 0), period: period < 0 ? data.now : period });
  lines[open[0]].row.scrollIntoView({ block: open[0] ? "center" : "nearest" });
  lines[open[0]].button.focus({ preventScroll: true });
}

function explorer() {
  const option = (value, text) => make("option", { value }, text);
  units.reduce((start, unit) => {
    unit.start = start;
    return start + (unit.whole ? periods : data.compared).length;
  }, 0);
  nodes.forEach((node, place) => {
    prepare(node, place);
    lines.push(line(node, place));
  });
  const table = $("#explorer table");
  table.tBodies[0].append(...lines.map(({ row }) => row));
  sortAgain = sortable(table);
  tool("period").append(...periods.map(({ name }, place) => option(place, name)));
  (function list(unit, depth) {
    tool("unit").append(option(unit, "\u00a0\u00a0".repeat(depth) + units[unit].name));
    units.forEach(({ above }, place) => { if (place && above === unit) list(place, depth + 1); });
  })(0, 0);
  const bands = data.bands.map(({ name }, level) => option(level, name));
  tool("status").append(option("", words.all), ...bands, option(-1, words.none));
  for (const name of ["period", "unit"]) {
    tool(name).addEventListener("change", () => {
      choose({ [name]: Number(tool(name).value) });
      remember();
    });
  }
  const search = () => {
    state.open = new Set([0]);
    reveal();
    show();
  };
  tool("find").addEventListener("input", search);
  tool("status").addEventListener("change", search);
  const groups = lines.map(({ place }) => place).filter((place) => nodes[place].kind !== "measure");
  for (const [name, open] of [["unfold", () => [...state.open, ...groups]], ["close", () => [0]]]) {
    tool(name).addEventListener("click", () => {
      state.open = new Set(open());
      show();
      remember();
    });
  }
  for (const name of ["period", "unit"]) tool(name).closest("label").hidden = tool(name).options.length < 2;
  $("#explorer").hidden = false;
  choose({});
}
