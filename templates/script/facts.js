// ---- Numbers, written as the rest of the page writes them: digits come rounded, a form says what stands around them.

const plurals = new Intl.PluralRules(root.lang);

function written(text, form, kind = "value") {
  if (!text) return symbols.missing;
  const [whole, part] = text.replace("-", "").split(".");
  let around = form[kind][!/[1-9]/.test(text) ? "zero" : text.startsWith("-") ? "down" : "up"];
  const counted = part || whole.length > 3 ? 3 : Number(whole); // what has a point or is grouped goes with the plural
  if (!Array.isArray(around)) around = around[plurals.select(counted)] ?? around.other;
  if (around.length === 1) return around[0];
  const digits = whole.replace(/\B(?=(\d{3})+$)/g, symbols.group) + (part ? symbols.point + part : "");
  return around[0] + digits.replace(/\d/g, (digit) => symbols.digits[digit]) + around[1];
}

function between(low, high, form) {
  const [first, last] = [written(low, form), written(high, form)];
  if (low.startsWith("-") || !words.dash) return fill(words.to, { low: first, high: last }); // a dash and a minus look alike
  const [before, behind] = form.value.up.other ?? form.value.up;
  return (behind && first.endsWith(behind) ? first.slice(0, -behind.length) : first) + words.dash + last.slice(before.length);
}

// ---- What is known of a node in a period and unit.

const state = { period: data.now, unit: 0, open: new Set([0]) };

function prepare(node, place) {
  for (const name of ["score", "points", "value", "change", "n", "low", "high"]) node[name] = (node[name] ?? "").split(",");
  for (let above = place - 1; node.above === undefined && above >= 0; above -= 1) {
    if (nodes[above].depth < node.depth) node.above = above;
  }
  node.kind = node.measure === undefined ? ["root", "perspective"][node.depth] ?? "factor" : "measure";
  node.path = node.above ? `${nodes[node.above].path}.${node.id}` : node.id;
  node.folded = folded(`${node.title} ${node.names ?? ""}`);
}

/** Where lists have the number of a unit in a period; undefined where that is not among the data. */
function at(unit, period) {
  const place = units[unit].whole ? period : data.compared.indexOf(period);
  return place < 0 ? undefined : units[unit].start + place;
}

/** A change since baseline: the one from baseline to target is told, others are differences of what is shown. */
function since(list, told, form, unit, period) {
  if (data.before === null || period <= data.before) return "";
  if (period === data.now) return told[unit];
  const [now, before] = [list[at(unit, period)], list[at(unit, data.before)]];
  return now && before ? (now - before).toFixed(form.decimals) : "";
}

function facts(node, unit = state.unit, period = state.period) {
  const place = at(unit, period);
  const isMeasure = node.kind === "measure";
  const form = isMeasure ? data.forms[node.form[unit] ?? node.form[0]] : null;
  const scale = (text) => (text ? Number(text) * form.scale : "");
  const [raw, low, high, score] = [node.value[place], node.low[place], node.high[place], node.score[place]];
  const change = isMeasure ? since(node.value, node.change, form, unit, period) : "";
  const points = since(node.score, node.points, data.score, unit, period);
  const noise = period === data.now ? Number(node.noise?.[unit] ?? 0) : 0;
  const band = node.status[place] ?? "-";
  return {
    value: isMeasure ? written(raw, form) : "", size: scale(raw), low: scale(low), high: scale(high),
    interval: low ? fill(words.interval, { interval: between(low, high, form) }) : "",
    change: change ? written(change, form, "change") : "", moved: scale(change), isChangeNoise: noise & 1,
    score: score ? written(score, data.score) : "", height: score,
    points: points ? written(points, data.score, "change") : "", isPointsNoise: noise & 2,
    status: band === "-" ? -1 : parseInt(band, 36),
    reason: data.reasons[parseInt(node.reason?.[place] ?? "0", 36)],
    records: node.n[place] ? fill(words.records, { number: written(node.n[place], data.number) }) : "",
    cover: score && node.cover?.[place] ? fill(words.cover, { share: data.covers[node.cover[place]] }) : "",
  };
}

/** How a measure is computed, line by line: as the method's section tells it, where the page has that. */
function computed(node) {
  if (data.measures.length) return data.measures[node.measure];
  const row = $(`#method [data-measure="${node.measure}"]`);
  return [...row.cells[1].childNodes].map((line) => line.textContent);
}

/** A status with the scores that have it, where it is a matter of scores. */
function range(node, level) {
  if (level < 0) return "";
  const { name, range } = data.bands[level];
  return node.own ? name : `${name}: ${range}`;
}
