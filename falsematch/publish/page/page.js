"use strict";
// The page itself: reads the controls, shows the view, keeps the state behind the # of the address, writes and opens files.

const SVG = "http://www.w3.org/2000/svg";
const at = (id) => document.getElementById(id);
const words = () => DATA.words[page.language];
const w = () => {
  const use = page.state ? page.state.use : "watchlist";
  const key = `${page.language} ${use}`;
  if (!spoken.has(key)) spoken.set(key, forUse(words().page, use));
  return spoken.get(key);
};
const spoken = new Map(); // the words by language and use
// `typed` are the fields changed in this visit, `told` those that came changed with the address; `file` is a claim file that
// was opened, as a beginning; `long` are texts of the address that were longer than they may be.
const page = { language: DATA.language, begin: DATA.first, state: null, kept: {}, file: null, typed: new Set(), told: new Set(), long: [] };

/** A nested list of the view as elements; whatever text there is stays text. */
function element(spec, svg = false) {
  if (typeof spec === "string") return document.createTextNode(spec);
  const [tag, attributes, ...children] = spec;
  const drawn = svg || tag === "svg";
  const made = drawn ? document.createElementNS(SVG, tag) : document.createElement(tag);
  for (const name of Object.keys(attributes)) made.setAttribute(name, attributes[name]);
  made.append(...children.map((child) => element(child, drawn)));
  return made;
}

function begin(name) {
  if (name === FILE) return page.file;
  return DATA.beginnings[page.language][name] || DATA.register[name];
}

const FILE = "file";
const isBegin = (name) => (name === FILE && page.file !== null) || Object.hasOwn(DATA.beginnings.en, name) || Object.hasOwn(DATA.register, name);

function sourceList(sources) {
  return ["ul", { lang: "en" }, ...sources.map((one) => DATA.sources[one] || one).map((one) => ["li", {}, `${one.text.replace(/[.]$/, "")}. `,
    ...(one.url ? [["a", { href: one.url, rel: "noreferrer noopener" }, one.url], " "] : []),
    ...([one.grade, one.row].some(Boolean) ? [`(${[one.grade, one.row].filter(Boolean).join("; ")})`] : [])])];
}

function text(path) {
  return path.split(".").reduce((table, key) => table[key], w());
}

const MOST = Object.fromEntries(FIELDS.map(([name, , most]) => [name, most]));
/** What stands in a box as a number, and whether it was read against the language's signs. */
const readBox = (name) => numberRead(at(`f-${name}`).value, w().number, MOST[name]);
const typed = (name) => readBox(name)[0];

const NUMBERS = FIELDS.map((field) => field[0]);
const BOXES = { listed: ["listed_low", "listed_high", "listed"], one_in: ["one_in", "measured_on"], observed: OBSERVED };
/** The control that a field belongs to. */
const own = (field) => Object.keys(BOXES).find((name) => BOXES[name].includes(field)) || field;

/** While the sentence says a number, its box shows that, and keeps what was typed for when it does not. */
function lend(name, value) {
  const [box, unknown] = [at(`f-${name}`), at(`u-${own(name)}`)];
  if (!lent.has(box)) lent.set(box, [box.value, unknown.checked]);
  box.value = value;
  unknown.checked = false;
}

function giveBack(box) {
  if (!lent.has(box)) return;
  const [value, unknown] = lent.get(box);
  lent.delete(box);
  box.value = value;
  at(`u-${own(box.id.slice(2))}`).checked = unknown;
}

const lent = new Map();

/** What the controls say, as a state; what is no number is marked, and not known. */
function read() {
  const raw = { statement: at("f-statement").value, claimant: at("f-claimant").value, period: at("f-period").value, measures: at("f-measures").value, use: at("f-use").value };
  for (const [name, least, most, wholeOnly] of FIELDS) {
    const box = at(`f-${name}`);
    giveBack(box);
    // A figure that is a rate has a list it was measured on, whether or not another rate is known.
    const figure = name === "measured_on" && rateIsFigure(raw);
    const unknown = figure ? null : at(`u-${own(name)}`);
    const open = unknown !== null && unknown.checked;
    const x = typed(name);
    const good = x === null || (x >= least && x <= most && (!wholeOnly || Number.isInteger(x)));
    box.setAttribute("aria-invalid", String(!good && !open));
    raw[name] = good && !open ? x : null;
  }
  const ends = [raw.listed_low, raw.listed, raw.listed_high];
  const known = ends.filter((x) => x !== null);
  if (known.length && !at("u-listed").checked) {
    // Two of the three say enough, and one alone is all three.
    if (raw.listed === null) raw.listed = known.length === 2 ? (known[0] + known[1]) / 2 : known[0];
    if (raw.listed_low === null) raw.listed_low = Math.min(raw.listed, raw.listed_high === null ? raw.listed : raw.listed_high);
    if (raw.listed_high === null) raw.listed_high = Math.max(raw.listed, raw.listed_low);
    const inOrder = raw.listed_low <= raw.listed && raw.listed <= raw.listed_high;
    for (const name of ["listed_low", "listed", "listed_high"]) if (!inOrder) at(`f-${name}`).setAttribute("aria-invalid", "true");
  }
  const s = asState(raw);
  // A record that cannot be is not taken: what of it was left out is marked.
  for (const name of OBSERVED) if (raw[name] !== null && s[name] === null) at(`f-${name}`).setAttribute("aria-invalid", "true");
  return s;
}

/** Puts a state into the controls. */
function put(s) {
  lent.clear();
  at("f-statement").value = s.statement;
  at("f-claimant").value = s.claimant;
  at("f-period").value = s.period;
  at("f-measures").value = s.measures;
  at("f-use").value = s.use;
  for (const name of NUMBERS) {
    const box = at(`f-${name}`);
    box.value = s[name] === null ? "" : typable(s[name], w(), MOST[name]);
    box.setAttribute("aria-invalid", "false");
    const unknown = at(`u-${name}`);
    if (unknown) unknown.checked = s[name] === null;
  }
  at("u-observed").checked = OBSERVED.every((name) => s[name] === null);
}

const nothing = (value) => value === null || value === "" || value === "unknown";
const follows = (name, s) => s.value !== null
  && ((name === "found" && FOUND_SAID.includes(s.measures)) || (name === "one_in" && RATE_SAID.includes(s.measures)));

const LISTED = ["listed", "listed_low", "listed_high"];
/** Whether a number that is reckoned with stands in no box, but follows from the boxes beside it. */
const filledIn = (name) => LISTED.includes(name) && at(`f-${name}`).value.trim() === "" && LISTED.some((one) => at(`f-${one}`).value.trim() !== "");

/** How the value of a field is known, and from where: [kind, source]. */
function origin(name, s) {
  const { state: first, status } = begin(page.begin);
  if (follows(name, s)) return ["from_sentence"];
  if (nothing(s[name])) return ["unknown"];
  if (filledIn(name)) return origin(LISTED.find((one) => !filledIn(one)), s);
  if (page.typed.has(name)) return ["yours"];
  if (!page.told.has(name) && s[name] === first[name] && status[own(name)]) return status[own(name)];
  return ["address"];
}

/** The questions whose answers are put in without a source: a guess is asked about in the letter, as one. */
function guessed(s) {
  return Object.keys(KNOWN).filter((name) => KNOWN[name].some((field) => {
    if (nothing(s[field]) || follows(field, s)) return false;
    const [kind, source] = origin(field, s);
    return ["yours", "address", "assumed"].includes(kind) || (kind === FILE && !source);
  }));
}

const PLACES = ["statement", "claimant", "period", "measures", "use", ...NUMBERS];

/** Whether somebody has put something into another's claim, so that what is left of it is not theirs. */
function mixed(s) {
  return page.begin !== "nothing" && page.begin !== FILE && PLACES.some((name) => ["yours", "address"].includes(origin(name, s)[0]));
}

/** Whether a value is still the example's, where somebody has put something else into their claim (`others`). */
const ofExample = (kind, others) => others && !["yours", "address", "unknown", "from_sentence"].includes(kind);

/** A kind of origin and its source in words; what is left of an example is said to be the example's. */
function originWords([kind, source], others) {
  const words_ = `${w().status[kind]}${source ? `: ${(DATA.sources[source] || { text: source }).text}` : ""}`;
  return ofExample(kind, others) ? `${w().status.example}. ${words_}` : words_;
}

const BOX_WORDS = { one_in: "one_in_box", measured_on: "measured_on", listed_low: "listed_low", listed_high: "listed_high", listed: "listed_drawn" };

/** What is wrong with what stands in a control, or "". */
function wrongWords(name) {
  const marked = (BOXES[name] || [name]).filter((one) => at(`f-${one}`).getAttribute("aria-invalid") === "true");
  if (!marked.length) return "";
  if (name === "listed" && marked.length === 3 && marked.every((one) => Number.isFinite(typed(one)))) return w().status.invalid_order;
  const value = typed(marked[0]);
  const [least, most] = FIELDS.find((field) => field[0] === marked[0]).slice(1);
  if (name === "observed" && value >= least && value <= most && Number.isInteger(value)) {
    return filled(w().status[marked[0] === "observed_faces" ? "invalid_seen" : "invalid_judged"], { alerts: w().field.observed_alerts, faces: w().field.observed_faces });
  }
  const [, low, high, wholeOnly] = FIELDS.find((field) => field[0] === marked[0]);
  return filled(w().status[wholeOnly ? "invalid_whole" : "invalid"], { low: plain(low, w()), high: plain(high, w()) });
}

/** How what stands in a control was read, where that does not meet the eye: its signs, and what stands in no box. */
function readAs(name, s) {
  const boxes = (BOXES[name] || [name]).filter((one) => one in MOST && s[one] !== null && !at(`f-${one}`).disabled);
  const lines = boxes.filter((one) => readBox(one)[1]).map((one) => filled(w().status.read_as, { number: plain(typed(one), w()) }));
  const taken = new Map();
  for (const one of boxes.filter(filledIn)) taken.set(s[one], [...(taken.get(s[one]) || []), w().field[BOX_WORDS[one]]]);
  return [...lines, ...[...taken].map(([value, fields]) => filled(w().status.taken_as, { fields: fields.join(", "), number: plain(value, w()) }))];
}

/** What is said of a text that is longer than it may be: beside its box, or of a file and an address by its entry. */
function tooLong(name) {
  const most = TEXTS.filter(([one]) => one === name);
  return most.length ? longTexts({ [name]: at(`f-${name}`).value }).map(() => filled(w().status.too_long, { most: plain(most[0][1], w()) })) : [];
}

const longWords = (long) => long.map(([entry, most, cut]) => filled(w().action[cut ? "cut" : "left_out"], { entry, most: plain(most, w()) })).join(" ");

/** Beside each control: how its value is known, and from where. */
function statuses(s) {
  const others = mixed(s);
  const kinds = {};
  for (const name of [...new Set(NUMBERS.map(own)), "statement", "claimant", "period", "measures", "use"]) {
    const linked = follows(name, s);
    const found = (BOXES[name] || [name]).map((one) => [one, origin(one, s)]);
    // The boxes of a control by their origin: one that is empty says nothing beside one that is not.
    const said_ = found.filter(([, from]) => from[0] !== "unknown");
    const [, main] = said_.find(([one]) => one === name) || said_[0] || [name, ["unknown"]];
    const groups = new Map();
    for (const [one, from] of said_) {
      const text_ = originWords(from, others);
      groups.set(text_, [...(groups.get(text_) || []), one]);
    }
    const kind = ofExample(main[0], others) ? "example" : main[0];
    if (name in w().short && (name !== "list" || listCounts(s))) (kinds[kind] = kinds[kind] || []).push(w().short[name]);
    const lines = [...groups].map(([text_, boxes]) => (groups.size === 1 || !boxes.every((one) => one in BOX_WORDS) ? `${text_}.`
      : `${boxes.map((one) => w().field[BOX_WORDS[one]]).join(", ")}: ${text_}.`));
    const wrong = wrongWords(name);
    lines.push(...readAs(name, s), ...tooLong(name));
    at(`s-${name}`).textContent = wrong ? wrong : lines.length ? lines.join(" ") : unknownWords(name, s, w(), DATA.facts);
    if (linked && name === "found") lend("found", plain(s.value, w()));
    if (linked && name === "one_in") {
      const rate = s.measures === "alerts" || s.list === null ? 0 : falseRate(s, s.list);
      lend("one_in", rate > 0 && s.use !== "population" ? oneIn(rate, w(), 4) : "");
      if (!rateIsFigure(s) || s.measured_on === null) lend("measured_on", "");
    }
    const unknown = at(`u-${name}`);
    // What is not known stays open for typing, which says that it is known.
    for (const [one] of unknown ? found : []) {
      at(`f-${one}`).disabled = linked;
      at(`f-${one}`).classList.toggle("unknown", unknown.checked);
    }
    if (unknown) unknown.disabled = linked;
  }
  at("basis").textContent = basis(kinds);
  at("mixed").hidden = !others;
  // Where there is no list, nothing asks for its length.
  at("f-list").closest(".c").hidden = !listCounts(s);
  at("f-measured_on").closest(".pair").hidden = !listCounts(s);
  at("f-measured_on").disabled = at("f-one_in").disabled && !rateIsFigure(s);
  at("f-measured_on").classList.toggle("needed", lengthMissing(s));
}

/** What the answer rests on: which numbers were told, counted elsewhere, assumed, put in, or are not known. */
function basis(kinds) {
  return Object.keys(w().status).filter((kind) => kinds[kind]).map((kind) => `${w().status[kind]}: ${kinds[kind].join(", ")}.`).join(" ");
}

let waiting = null;

/** Shows what follows from a state. */
function show(s, tell = true) {
  page.state = s;
  if (page.spoken !== w()) label();
  const parts_ = view(s, words(), DATA.facts, toldBy(page.kept), guessed(s));
  for (const name of Object.keys(parts_)) {
    for (const old of document.querySelectorAll(`[data-v="${name}"]`)) {
      if (typeof parts_[name] === "string") old.textContent = parts_[name];
      else {
        const made = element(parts_[name]);
        made.setAttribute("data-v", name);
        old.replaceWith(made);
      }
    }
  }
  statuses(s);
  if (!tell) {
    at("live").textContent = parts_.summary;
    return;
  }
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    at("live").textContent = parts_.summary;
    keep();
  }, 400);
}

/** The state behind the # of the address, which no browser sends; and what a file that was opened says beside it. */
function keep() {
  const s = page.state;
  const pairs = PLACES.filter((name) => s[name] !== null && s[name] !== "").map((name) => `${name}=${encodeURIComponent(s[name])}`);
  const changed = [...page.typed, ...page.told].filter((name, i, all) => all.indexOf(name) === i);
  if (changed.length) pairs.push(`put=${changed.join(",")}`);
  if (page.begin === FILE) pairs.push(`file=${encodeURIComponent(JSON.stringify({ kept: page.kept, from: page.file.from }))}`);
  pairs.push(`begin=${page.begin}`, `language=${page.language}`);
  try {
    history.replaceState(null, "", `#${pairs.join("&")}`);
  } catch (error) {
    // A browser that allows no address here, or not so many: the page works without.
  }
}

/** What stands behind the # as a state, or null if there is none. */
function kept(hash) {
  const raw = {};
  for (const pair of hash.replace(/^#/, "").split("&").slice(0, 50)) {
    const [name, ...rest] = pair.split("=");
    if (!rest.length) continue;
    let value = rest.join("=");
    try {
      value = decodeURIComponent(value);
    } catch (error) {
      continue; // no text, so nothing that was put in here
    }
    raw[name] = NUMBERS.includes(name) ? (value.trim() === "" ? null : Number(value)) : value;
  }
  if (![...NUMBERS, "statement", "measures", "use"].some((name) => Object.hasOwn(raw, name))) return null;
  if (Object.hasOwn(DATA.words, raw.language)) page.language = raw.language;
  const s = asState(raw);
  page.long = longTexts(raw);
  page.typed = new Set();
  page.told = new Set(typeof raw.put === "string" ? raw.put.split(",").filter((name) => PLACES.includes(name)) : []);
  if (raw.begin === FILE) {
    let file = {};
    try {
      file = JSON.parse(raw.file) || {};
    } catch (error) {
      // no more than the state came with this address
    }
    fileIs(s, keptOf(file.kept, page.long), fromOf(file.from, page.long));
  } else if (isBegin(raw.begin)) {
    page.begin = raw.begin;
    page.kept = begin(page.begin).kept || {};
  }
  return s;
}

/** Takes an opened claim file as the beginning: what it holds, and where its values are from. */
function fileIs(state, kept_, from) {
  const source = kept_.source || {};
  const status = {};
  for (const name of PLACES) {
    const about = from[ENTRY[name]] || (["statement", "claimant", "value", "measures"].includes(name) ? source.source : "") || "";
    const assumed = /^assumed\b[\s,;:]*/i.exec(about);
    if (!(own(name) in status) || own(name) === name) status[own(name)] = assumed ? ["assumed", about.slice(assumed[0].length)] : [FILE, about];
  }
  const url = /^https?:\/\/[^\s"'<>\\`{}]+$/.test(source.url || "") ? source.url : "";
  const origin_ = source.source ? [{ text: source.source, url, grade: source.grade || "", row: "" }] : [];
  page.file = { state, status, from, kept: kept_, sources: [...origin_, ...DATA.always] };
  page.kept = kept_;
  page.begin = FILE;
}

/** Every fixed word, in the language and for the use. */
function label() {
  page.spoken = w();
  for (const place of document.querySelectorAll("[data-w]")) {
    const said_ = text(place.getAttribute("data-w"));
    if (place.textContent !== said_) place.textContent = said_;
  }
}

/** Every word of the page in its language. */
function speak() {
  document.documentElement.lang = page.language;
  document.title = `${w().title} · False Match`;
  label();
  at("language").value = page.language;
  if (page.file && !document.querySelector(`#begin option[value=${FILE}]`)) at("begin").append(element(["option", { value: FILE, "data-w": "field.file" }, w().field.file]));
  at("begin").value = page.begin;
  document.querySelector("#begin optgroup").label = w().field.register;
  at("sources").querySelector("ul").replaceWith(element(sourceList(begin(page.begin).sources)));
}

function change() {
  show(read());
}

/** Begins with another claim: nothing of the one before is left. */
function startWith(name) {
  page.begin = name;
  page.kept = begin(name).kept || {};
  page.typed = new Set();
  page.told = new Set();
  at("said").textContent = "";
  speak();
  put(begin(name).state);
  show(read());
}

function start() {
  for (const place of document.querySelectorAll("main [hidden], header [hidden], main > [hidden]")) place.hidden = false;
  page.state = kept(location.hash) || begin(page.begin).state;
  if (page.begin !== FILE) page.kept = begin(page.begin).kept || {};
  speak();
  put(page.state);
  show(page.state, false);
  at("said").textContent = longWords(page.long);

  at("controls").addEventListener("input", (event) => {
    const [, kind, name] = /^([fu])-(.+)$/.exec(event.target.id) || [];
    if (!kind) return;
    for (const one of kind === "u" ? BOXES[name] || [name] : [name]) page.typed.add(one);
    if (name === "measured_on" && rateIsFigure(page.state)) {
      // The length of the figure's own list: that of another rate, kept for when the figure is no rate, goes with it.
      lent.delete(at("f-measured_on"));
      lent.set(at("f-one_in"), ["", true]);
    }
    const unknown = at(`u-${own(name)}`);
    if (kind === "f" && unknown) unknown.checked = (BOXES[own(name)] || [name]).every((one) => at(`f-${one}`).value.trim() === "");
    change();
  });
  at("begin").addEventListener("change", () => startWith(at("begin").value));
  for (const button of document.querySelectorAll(".own")) {
    button.addEventListener("click", () => {
      startWith("nothing");
      reach("statement");
    });
  }
  at("language").addEventListener("change", () => {
    const before = begin(page.begin).state;
    const s = { ...page.state };
    page.language = at("language").value;
    for (const id of ["copied", "said"]) at(id).textContent = ""; // said in the other language
    const after = begin(page.begin).state;
    for (const name of ["statement", "claimant"]) if (s[name] === before[name]) s[name] = after[name];
    speak();
    put(s);
    show(s);
  });
  window.addEventListener("hashchange", () => {
    const s = kept(location.hash);
    if (!s) return;
    speak();
    put(s);
    show(s, false);
    at("said").textContent = longWords(page.long);
  });
  at("print").addEventListener("click", () => window.print());
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    if (!link) return;
    event.preventDefault(); // the state behind the # stays
    const name = link.getAttribute("href").slice(1);
    if (name.startsWith("f-")) reach(name.slice(2));
    else at(name).focus();
  });
  at("copy").addEventListener("click", async () => {
    const letter_ = document.querySelector('[data-v="letter"]');
    const range = document.createRange();
    range.selectNodeContents(letter_);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    try {
      await navigator.clipboard.writeText(letter_.textContent);
      at("copied").textContent = w().action.copied;
    } catch (error) {
      at("copied").textContent = document.execCommand("copy") ? w().action.copied : w().action.not_copied;
    }
  });
  at("save").addEventListener("click", () => {
    const s = page.state;
    if (s.listed !== null && s.faces !== null && s.listed_high > s.faces) {
      at("said").textContent = w().action.not_saved;
      return;
    }
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([toClaimFile(s, origins(s), page.kept)], { type: "text/plain" }));
    link.download = "claim.toml";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
    at("said").textContent = "";
  });
  at("open").addEventListener("change", async () => {
    const [file] = at("open").files;
    if (!file) return;
    at("open").value = "";
    try {
      if (file.size > MOST_BYTES) throw new RangeError("too long");
      opened(await file.text());
    } catch (error) {
      const reason = error instanceof TypeError ? w().reason.other_use : error.line ? filled(w().reason.not_toml, { line: String(error.line) }) : w().reason.too_long;
      at("said").textContent = filled(w().action.not_opened, { reason });
    }
  });
}

/** Brings the reader to a control; where it stands as not known, to the box that says so. */
function reach(name) {
  const box = at(`f-${name}`);
  const place = box.disabled ? at(`u-${own(name)}`) : box;
  place.focus({ preventScroll: true });
  place.scrollIntoView({ block: "center" });
}

function opened(content) {
  const found = fromClaimFile(content);
  page.typed = new Set();
  page.told = new Set();
  fileIs(found.state, found.kept, found.from);
  speak();
  put(found.state);
  show(found.state);
  at("said").textContent = [w().action.opened, ...(found.unread ? [w().action.unknown_measure] : []), longWords(found.long)].join(" ").trim();
}

// Fields of the page, and the entries of a claim file they stand for.
const ENTRY = { statement: "statement", claimant: "claimant", period: "period", use: "use", value: "value", measures: "measures", faces: "faces_per_day", list: "list_size",
  one_in: "fpir", measured_on: "fpir_list_size", listed: "listed_passing", found: "fnir", stopped: "stopped_if_false",
  days: "days", ...Object.fromEntries(OBSERVED.map((name) => [name, name])) };

/** Where the values are from, for the [from] section of a claim file. */
function origins(s) {
  const found = {};
  for (const name of Object.keys(ENTRY)) {
    const [kind, source] = origin(name, s);
    const about = source && source in DATA.sources ? DATA.sources[source].text : source || "";
    const assumed = kind === "assumed" || kind === "chosen";
    // In the words of the file that was opened, which are no longer than they may be.
    const own_ = page.begin === FILE && assumed ? page.file.from[ENTRY[name]] : "";
    if (assumed) found[ENTRY[name]] = own_ || oneLine(about ? `assumed: ${about}` : "assumed", DATA.limits.from);
    else if (about) found[ENTRY[name]] = oneLine(about, DATA.limits.from);
  }
  return found;
}

if (typeof document !== "undefined") start();
