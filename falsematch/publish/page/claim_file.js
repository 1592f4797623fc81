"use strict";
// A state as a claim file (TOML), and a claim file as a state: falsematch.claims reads and writes the same files.

const MOST_BYTES = 100000;
// Entries that the page does not show are kept from a file that was opened, and written again: their sections.
const KEPT = DATA.kept;
const NOT_SAID = "not said"; // for a sentence or a name that a claim file must have

function tomlText(text) {
  return `"${text.replace(/["\\]/g, (sign) => `\\${sign}`).replace(/[\u0000-\u001f\u007f]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`)}"`;
}

function tomlValue(value) {
  if (typeof value === "string") return tomlText(value);
  if (Array.isArray(value)) return `[${value.map(tomlValue).join(", ")}]`;
  return String(value);
}

// What is examined and looked for, where it is not faces and people on a list.
const NOUNS = {
  one_to_one: { examined: "attempts", sought: "attempts by somebody else" }, other: { examined: "cases", sought: "cases looked for" },
};

/** `from` says where values are from, by the names of the page's fields; `kept` is what an opened file held beside. */
function toClaimFile(s, from = {}, kept = {}) {
  const errors = (found) => 1 - found / 100;
  const said = s.value === null ? null : s.value / 100;
  const gate = s.use === "one_to_one";
  const measures = (gate && { found: "fmr", nothing_returned: "mated_pairs" }[s.measures]) || s.measures;
  const entries = {
    claim: {
      claimant: s.claimant || NOT_SAID, statement: s.statement || NOT_SAID,
      value: measures === "fmr" && said !== null ? 1 - said : said, measures,
    },
    use: {
      use: s.use, ...NOUNS[s.use], days: s.days, faces_per_day: s.faces, list_size: s.list,
      listed_passing: s.listed === null ? null : [s.listed_low, s.listed, s.listed_high],
      fpir: s.one_in === null ? null : 1 / s.one_in, fpir_list_size: s.measured_on,
      fnir: s.found === null ? null : errors(s.found),
      stopped_if_false: s.stopped === null ? null : s.stopped / 10,
    },
    observed: { ...Object.fromEntries(OBSERVED.map((name) => [name, s[name]])), period: s.period || null },
    from: { ...from },
  };
  if (s.listed !== null && s.listed_low < s.listed_high && !entries.from.listed_passing) entries.from.listed_passing = "assumed";
  const lines = [];
  for (const section of ["claim", "test", "source", "use", "observed", "from"]) {
    const all = { ...entries[section] };
    for (const name of KEPT[section] || []) if (kept[section] && kept[section][name] !== undefined) all[name] = kept[section][name];
    const rows = Object.keys(all).filter((name) => all[name] !== null && all[name] !== undefined)
      .map((name) => `${name} = ${tomlValue(all[name])}`);
    if (rows.length) lines.push(...(lines.length ? [""] : []), `[${section}]`, ...rows);
  }
  return `${lines.join("\n")}\n`;
}

/** The sections of a TOML file of the plain kind that a claim file is: no tables within tables. */
function readToml(text) {
  if (text.length > MOST_BYTES) throw new RangeError("too long");
  const at = { text: text.replace(/^\ufeff/, "").replace(/\r\n/g, "\n"), i: 0 };
  const found = Object.create(null);
  let section = null;
  const fail = () => {
    const error = new SyntaxError("not TOML");
    error.line = at.text.slice(0, at.i).split("\n").length;
    throw error;
  };
  const take = (pattern) => {
    pattern.lastIndex = at.i;
    const match = pattern.exec(at.text);
    if (match) at.i += match[0].length;
    return match;
  };
  const blank = () => take(/(?:[ \t\n]|#[^\n]*)*/y);
  while (blank(), at.i < at.text.length) {
    const head = take(/\[[ \t]*([A-Za-z0-9_-]+)[ \t]*\]/y);
    if (head) {
      if (found[head[1]]) fail();
      section = found[head[1]] = Object.create(null);
    } else {
      const key = take(/(?:([A-Za-z0-9_-]+)|"([A-Za-z0-9_-]+)"|'([A-Za-z0-9_-]+)')[ \t]*=[ \t]*/y);
      if (!key) fail();
      const name = key[1] || key[2] || key[3];
      if (!section || name in section) fail();
      section[name] = tomlRead(take, fail, blank, 0);
    }
    if (!take(/[ \t]*(?:#[^\n]*)?(?:\n|$)/y)) fail();
  }
  return found;
}

function tomlRead(take, fail, blank, depth) {
  let match = take(/"""\n?((?:[^\\"]|\\[^]|"(?!""))*)"""/y);
  if (match) return unescaped(match[1].replace(/\\[ \t]*\n\s*/g, ""), fail);
  match = take(/'''\n?((?:[^']|'(?!''))*)'''/y);
  if (match) return match[1];
  match = take(/"((?:[^"\\\n]|\\[^\n])*)"/y);
  if (match) return unescaped(match[1], fail);
  match = take(/'([^'\n]*)'/y);
  if (match) return match[1];
  if (take(/\[/y)) {
    const values = [];
    if (depth > 3) fail();
    for (;;) {
      blank();
      if (take(/\]/y)) return values;
      values.push(tomlRead(take, fail, blank, depth + 1));
      blank();
      if (!take(/,/y)) {
        if (!take(/\]/y)) fail();
        return values;
      }
    }
  }
  match = take(/\d{4}-\d\d-\d\d(?![\d.eE_])/y);
  if (match) return match[0];
  match = take(/[+-]?(?:\d(?:_?\d)*)(?:\.\d(?:_?\d)*)?(?:[eE][+-]?\d+)?(?![\w.])/y);
  if (match) return Number(match[0].replace(/_/g, ""));
  match = take(/(true|false)\b/y);
  return match ? match[1] === "true" : fail();
}

function unescaped(text, fail) {
  const plainSigns = { b: "\b", t: "\t", n: "\n", f: "\f", r: "\r", e: "\u001b", '"': '"', "\\": "\\" };
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|x([0-9a-fA-F]{2})|([^]))/g, (_, four, eight, two, sign) => {
    const code = parseInt(four || eight || two || "0", 16);
    if (sign === undefined) return code <= 0x10ffff ? String.fromCodePoint(code) : fail();
    return sign in plainSigns ? plainSigns[sign] : fail();
  });
}

const AS_ERRORS = { fnir: "found", fpir: "nothing_returned", wrong_alerts: "alerts" };
// Where one face is compared with one photograph: FMR and FNMR, and no search.
const GATE_ERRORS = { fmr: "found", fnmr: "nothing_returned", wrong_alerts: "alerts" };
const GATE_SHARES = { mated_pairs: "nothing_returned", alerts: "alerts", pairs_even: "pairs_even" };

const LONGEST = 600; // signs of an entry that is one of a few words, and so has no limit of its own
// The beginning of a text is still told by somebody; the beginning of a name, an address or a day is another, or none.
const WHOLE_OR_NONE = ["id", "url", "read_on"];

/** A text of at most so many signs. One that is longer is cut or left out, and then [name, most, whether cut] is put into
    `long`. */
function within(text, most, name, long) {
  const taken = oneLine(text, most);
  if (taken === oneLine(text, Infinity)) return taken;
  const cut = !WHOLE_OR_NONE.includes(name);
  long.push([name, most, cut]);
  return cut ? taken : "";
}

/** What of a file the page does not show and keeps; of any object, as what it is given may be an address. */
function keptOf(found, long = []) {
  const kept = {};
  for (const section of Object.keys(KEPT)) {
    kept[section] = {};
    for (const name of KEPT[section]) {
      const entry = ((found || {})[section] || {})[name];
      if (typeof entry === "number") kept[section][name] = entry;
      if (typeof entry !== "string") continue;
      const taken = within(entry, DATA.limits[name] || LONGEST, name, long);
      if (taken) kept[section][name] = taken;
    }
  }
  return kept;
}

/** Where a file's values are from, by its entries. */
function fromOf(from, long = []) {
  const sources = {};
  for (const name of Object.keys(from || {})) {
    if (/^[a-z_]+$/.test(name) && typeof from[name] === "string" && from[name] !== NOT_SAID) sources[name] = within(from[name], DATA.limits.from, `from.${name}`, long);
  }
  return sources;
}

/** The questions that what is kept of a file answers. */
function toldBy(kept) {
  return Object.keys(DATA.told_by).filter((question) => {
    const [section, ...names] = DATA.told_by[question];
    return names.every((name) => kept && kept[section] && kept[section][name] !== undefined);
  });
}

/** Every text of the page's own that is longer than it may be, as `within` names it. */
function longTexts(raw) {
  const long = [];
  for (const [name, most] of TEXTS) if (typeof raw[name] === "string") within(raw[name], most, name, long);
  return long;
}

/** {state, kept, from, long, unread}: `long` are texts that were longer than they may be, `unread` whether the file's figure
    is a share of something the page has no reading for. */
function fromClaimFile(text) {
  const found = readToml(text);
  if (!found.claim) throw Object.assign(new SyntaxError("not TOML"), { line: 1 }); // TOML, but of something else
  const { claim = {}, use = {}, from = {} } = found;
  const number = (x) => (typeof x === "number" ? x : null);
  const words = (x) => (typeof x === "string" && x !== NOT_SAID ? x : "");
  let value = number(claim.value);
  if (value > 1) value = null;
  let measures = words(claim.measures);
  const gate = use.use === "one_to_one";
  const errors = gate ? GATE_ERRORS : AS_ERRORS;
  if (Object.hasOwn(errors, measures)) {
    measures = errors[measures];
    if (value !== null) value = 1 - value;
  } else if (gate && measures && measures !== "unknown") measures = Object.hasOwn(GATE_SHARES, measures) ? GATE_SHARES[measures] : "unread";
  const passing = (Array.isArray(use.listed_passing) ? use.listed_passing : [use.listed_passing]).map(number);
  const [low, high] = [passing[0], passing[passing.length - 1]];
  const middle = passing.length === 3 ? passing[1] : low === null || high === null ? null : (low + high) / 2;
  let rate = number(use.fpir);
  let measuredOn = number(use.fpir_list_size);
  let missed = number(use.fnir);
  if (gate && number(use.fmr) !== null) missed = missed === null ? use.fmr : missed; // who pretends and passes
  else if (number(use.fmr) !== null) [rate, measuredOn] = [use.fmr, 1]; // the rate of one comparison is that of a list of one
  if (use.use && !USES.includes(use.use)) throw new TypeError("another use");
  const texts = { statement: words(claim.statement), claimant: words(claim.claimant), period: (found.observed || {}).period };
  const long = longTexts(texts);
  const state = asState({
    ...texts,
    value: value === null ? null : 100 * value, measures, use: words(use.use),
    faces: number(use.faces_per_day), list: number(use.list_size), one_in: rate ? 1 / rate : null, measured_on: measuredOn,
    listed_low: low, listed_high: high, listed: middle,
    found: missed === null ? null : 100 * (1 - missed),
    stopped: number(use.stopped_if_false) === null ? null : 10 * use.stopped_if_false, days: number(use.days),
    ...Object.fromEntries(OBSERVED.map((name) => [name, number((found.observed || {})[name])])),
  });
  return { state, kept: keptOf(found, long), from: fromOf(from, long), long, unread: measures !== "" && measures !== "unknown" && state.measures === "unknown" };
}
