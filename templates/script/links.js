// ---- From the tables to the explorer: names lead there, and tell the most important on hover, focus and touch.

const tip = make("div", { id: "tip", role: "tooltip", hidden: "" });
let told = null;

function tell(link) {
  const { at: place, unit } = link.dataset;
  const [node, found] = [nodes[place], facts(nodes[place], Number(unit), data.now)];
  const isMeasure = node.kind === "measure";
  const score = found.score && `${words.score} ${found.score}`;
  const said = [
    Number(unit) ? `${node.title} · ${units[unit].name}` : node.title,
    isMeasure && [found.value, found.interval, found.records].filter((text) => text).join(" · "),
    [score, range(node, found.status)].filter((text) => text).join(" · "),
    found.reason, found.cover, node.target, isMeasure && computed(node)[0],
  ];
  hush();
  tip.replaceChildren(...said.filter((text) => text).map((text) => make("p", {}, text)));
  tip.hidden = false;
  link.setAttribute("aria-describedby", "tip");
  told = link;
  stand();
}

/** Below the name, or above it where there is no room. */
function stand() {
  if (!told) return;
  const [box, width, height] = [told.getBoundingClientRect(), tip.offsetWidth, tip.offsetHeight];
  const start = root.dir === "rtl" ? box.right - width : box.left;
  tip.style.left = `${Math.max(8, Math.min(start, root.clientWidth - width - 8))}px`;
  tip.style.top = `${box.bottom + 6 + height > innerHeight && box.top > height + 6 ? box.top - height - 6 : box.bottom + 6}px`;
}

function hush() {
  tip.hidden = true;
  told?.removeAttribute("aria-describedby");
  told = null;
}

function tips() {
  let timer = 0;
  const later = (what, delay) => { clearTimeout(timer); timer = setTimeout(what, delay); };
  document.body.append(tip);
  document.addEventListener("pointerover", ({ target, pointerType }) => {
    if (pointerType === "touch") return;
    const link = target.closest("a.more");
    if (link && link !== told) later(() => tell(link), 250);
    else if (link || target.closest("#tip")) clearTimeout(timer);
    else later(() => { if (told !== document.activeElement) hush(); }, 200);
  });
  document.addEventListener("focusin", ({ target }) => { if (target.matches("a.more")) tell(target); });
  document.addEventListener("focusout", hush);
  document.addEventListener("keydown", ({ key }) => { if (key === "Escape") hush(); });
  addEventListener("scroll", stand, { passive: true });
  document.addEventListener("pointerup", ({ target, pointerType }) => {
    if (pointerType !== "touch" || target.closest("a, button, #tip")) return;
    const link = target.closest("[data-node]")?.querySelector("a.more");
    if (link && link !== told) tell(link);
    else hush();
  });
}

function links() {
  for (const place of $$("main [data-node]")) {
    const unit = units.findIndex((unit) => unit.place === Number(place.closest("[data-unit]")?.dataset.unit ?? 0));
    const cell = place.matches("tr") ? place.cells[0] : place;
    const text = [...cell.childNodes].find((child) => child.nodeType === Node.TEXT_NODE && child.data.trim());
    if (unit < 0 || !text) continue;
    const open = [Number(place.dataset.node)];
    const attributes = { class: "more", href: address({ unit, open }), "data-at": open[0], "data-unit": unit };
    text.replaceWith(make("a", attributes, text.data.trim()));
    cell.removeAttribute("title");
    if (place.closest(".measures")) place.id = `row-${open[0]}`;
  }
  for (const table of $$(".heat")) { // one stop for all its links; arrows lead from one to the next
    const rows = $$("tbody tr", table).map((row) => $$("a.more", row)).filter((row) => row.length);
    rows.flat().slice(1).forEach((link) => link.setAttribute("tabindex", "-1"));
    const across = root.dir === "rtl" ? -1 : 1;
    const steps = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, across], ArrowLeft: [0, -across] };
    table.addEventListener("keydown", (event) => {
      const [down, along] = steps[event.key] ?? [];
      const at = rows.findIndex((row) => row.includes(event.target));
      const next = at < 0 ? null : rows[at + down]?.[rows[at].indexOf(event.target) + along];
      if (!next) return;
      event.preventDefault();
      next.focus();
    });
  }
}

const isLive = nodes.length > 0 && $("#explorer") !== null;
if (isLive) {
  explorer();
  links();
  tips();
}
$$("main table:not(#explorer table)").forEach(sortable);
navigation();
if (isLive) {
  addEventListener("hashchange", read);
  read();
}
