// What a reader can do with the page: find their way, sort, look closer, switch between light and dark. Four files make one
// script: page, facts, explorer, links. Numbers, names and words come as data, of which scorecard/report/explorer.py tells more,
// and go onto the page as text, never as markup. Without the script the page is whole all the same.

const data = JSON.parse(document.getElementById("data").textContent);
const { words, symbols, periods, units, nodes } = data;
const root = document.documentElement;
const $ = (selector, within = document) => within.querySelector(selector);
const $$ = (selector, within = document) => [...within.querySelectorAll(selector)];
const fill = (message, facts) => message.replace(/\{(\w+)\}/g, (blank, name) => facts[name] ?? blank);
const latin = (text) => text.replace(/[۰-۹٠-٩]/g, (digit) => digit.charCodeAt(0) % 16);

function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children.filter((child) => child));
  return element;
}

// ---- Light and dark: as the system has it, until the reader chooses. A page from a disk may not be allowed to remember.

function theme() {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.theme ?? (system.matches ? "dark" : "light")) === "dark";
  const button = make("button", { type: "button", class: "theme" }, words.dark);
  const show = () => button.setAttribute("aria-pressed", String(isDark()));
  try {
    const chosen = localStorage.getItem("scorecard-theme");
    if (chosen === "dark" || chosen === "light") root.dataset.theme = chosen;
  } catch { /* the system's it is */ }
  button.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    try { localStorage.setItem("scorecard-theme", root.dataset.theme); } catch { /* for this visit only */ }
    show();
  });
  system.addEventListener("change", show);
  show();
  return button;
}

// ---- Navigation: the section that is being read is marked.

function navigation() {
  const nav = $("nav");
  const explorer = $("#explorer");
  const target = (link) => document.getElementById(link.hash.slice(1));
  if (explorer && !explorer.hidden) {
    const after = $$("a", nav).find((link) => explorer.compareDocumentPosition(target(link)) & Node.DOCUMENT_POSITION_FOLLOWING);
    nav.insertBefore(make("a", { href: "#explorer" }, $("h2", explorer).textContent), after ?? null);
  }
  nav.append(theme());
  const links = $$("a", nav);
  let current = null;
  let isWaiting = false;
  function mark() {
    isWaiting = false;
    const line = nav.getBoundingClientRect().bottom + 24;
    const atEnd = scrollY > 0 && innerHeight + scrollY >= root.scrollHeight - 2;
    const passed = links.filter((link) => target(link).getBoundingClientRect().top <= line);
    const now = atEnd ? links[links.length - 1] : passed[passed.length - 1];
    if (now === current) return;
    current?.removeAttribute("aria-current");
    now?.setAttribute("aria-current", "location");
    if (now) nav.scrollTo({ left: now.offsetLeft - (nav.clientWidth - now.offsetWidth) / 2 });
    current = now;
  }
  function soon() {
    if (!isWaiting) requestAnimationFrame(mark);
    isWaiting = true;
  }
  function measure() {
    root.style.scrollPaddingTop = `${nav.offsetHeight + 12}px`;
    soon();
  }
  addEventListener("scroll", soon, { passive: true });
  addEventListener("resize", measure);
  measure();
}

// ---- Sorting by a column. Rows that make a tree keep it: siblings change places, each with all that is below it.

const collator = new Intl.Collator(root.lang, { numeric: true });
const depthOf = (row) => (row.classList.contains("root") ? -1 : Number(row.className.match(/\bd(\d+)\b/)?.[1] ?? 0));

function number(text) {
  const plain = latin(text).replace(/[,٬\u200e\u200f\u2066-\u2069]/g, "").replace("٫", ".").replace("−", "-");
  return Number(plain.match(/-?\d+(\.\d+)?/)?.[0] ?? NaN);
}

/** The cell of a row that stands under a head, and under it alone. */
function under(row, head) {
  const starts = (cells) => {
    let next = 0;
    return [...cells].map((cell) => (next += cell.colSpan) - cell.colSpan);
  };
  const cell = row.cells[starts(row.cells).indexOf(starts(head.parentElement.cells)[head.cellIndex])];
  return cell?.colSpan === head.colSpan ? cell : null;
}

function keyOf(cell, isNumber) {
  if (cell.dataset.sort !== undefined) return cell.dataset.sort === "" ? NaN : Number(cell.dataset.sort);
  return isNumber ? number(cell.textContent) : cell.textContent.trim();
}

/** Direction 0 is the order in which the rows came. What is missing stands last. */
function arrange(body, head, direction) {
  const isNumber = head.matches(".n, .c");
  const path = [{ row: null, depth: -2, below: [] }];
  for (const row of [...body.rows].sort((a, b) => a.dataset.place - b.dataset.place)) {
    const depth = depthOf(row);
    while (path[path.length - 1].depth >= depth) path.pop();
    const cell = direction ? under(row, head) : null;
    const item = { row, depth, below: [], key: cell ? keyOf(cell, isNumber) : null };
    path[path.length - 1].below.push(item);
    path.push(item);
  }
  const isMissing = (key) => key === "" || Number.isNaN(key);
  const compare = (a, b) => (typeof a === "number" && typeof b === "number" ? a - b : collator.compare(a, b));
  const order = ({ key: a }, { key: b }) =>
    isMissing(a) || isMissing(b) ? isMissing(a) - isMissing(b) : direction * compare(a, b);
  (function place(item) {
    if (item.row) body.append(item.row);
    let run = []; // a row without that cell stays where it is, and the others stay on their side of it
    for (const child of [...item.below, null]) {
      if (child && child.key !== null) {
        run.push(child);
      } else {
        run.sort(order).forEach(place);
        run = [];
        if (child) place(child);
      }
    }
  })(path[0]);
}

/** Makes the heads of a table's columns buttons. Leaves a function that sorts anew when cells have changed. */
function sortable(table) {
  const heads = [...(table.tHead?.rows[table.tHead.rows.length - 1].cells ?? [])];
  const bodies = [...table.tBodies];
  const rows = bodies.flatMap((body) => [...body.rows]);
  let sorted = { head: null, direction: 0 };
  bodies.forEach((body) => [...body.rows].forEach((row, place) => { row.dataset.place = place; }));
  for (const head of heads) {
    const sample = rows.find((row) => under(row, head));
    if (rows.length < 2 || !sample || under(sample, head).matches(".graph, .line, .bar") || !head.textContent.trim()) continue;
    const first = head.matches(".n, .c") ? -1 : 1; // numbers from the largest, words from the first letter
    const button = make("button", { type: "button", class: "sort" }, ...head.childNodes);
    button.addEventListener("click", () => {
      const now = sorted.head === head ? sorted.direction : 0;
      sorted.head?.removeAttribute("aria-sort");
      sorted = { head, direction: now === 0 ? first : now === first ? -first : 0 };
      if (sorted.direction) head.setAttribute("aria-sort", sorted.direction > 0 ? "ascending" : "descending");
      bodies.forEach((body) => arrange(body, head, sorted.direction));
    });
    head.append(button);
  }
  return () => sorted.direction && bodies.forEach((body) => arrange(body, sorted.head, sorted.direction));
}
