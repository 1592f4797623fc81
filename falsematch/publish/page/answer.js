"use strict";
// From what is known and not known to counts: falsematch/publish/page/_answer.py says the same in Python.

const MEASURES = ["found", "nothing_returned", "alerts", "pairs_even", "unknown"];
const USES = ["watchlist", "population", "one_to_one", "other"];
// [field, least, most, whole]: every number of a state. null is "not known".
const FIELDS = [
  ["value", 0, 100, false],
  ["faces", 1, 1e10, false],
  ["list", 1, 1e10, true],
  ["one_in", 1, 1e18, false],
  ["measured_on", 1, 1e10, true],
  ["listed_low", 0, 1e10, false],
  ["listed_high", 0, 1e10, false],
  ["listed", 0, 1e10, false],
  ["found", 0, 100, false],
  ["stopped", 0, 10, false],
  ["days", 1, 3660, true],
];
const TEXTS = [["statement", 600], ["claimant", 200]]; // and the most signs of each

// Those that count out of a hundred or ten keep nine decimals, so that nothing is lost on the way to a share and back.
const HUNDREDTHS = ["value", "found", "stopped"];

/** Twelve digits of a number: what a claim file and an address carry without loss. */
const digits = (x) => Number(x.toPrecision(12));

/** Any object as a state: what is no number of its kind is "not known", and so is what the sentence says instead. */
function asState(raw) {
  const s = {};
  for (const [name, most] of TEXTS) s[name] = typeof raw[name] === "string" ? oneLine(raw[name], most) : "";
  s.measures = MEASURES.includes(raw.measures) ? raw.measures : "unknown";
  s.use = USES.includes(raw.use) ? raw.use : "watchlist";
  for (const [name, least, most, wholeOnly] of FIELDS) {
    let x = typeof raw[name] === "number" ? digits(raw[name]) : NaN;
    if (HUNDREDTHS.includes(name)) x = Math.floor(x * 1e9 + 0.5) / 1e9;
    s[name] = x >= least && x <= most && (!wholeOnly || Number.isInteger(x)) ? x + 0 : null;
  }
  if (s.days === null) s.days = 1;
  if (s.value !== null && FOUND_SAID.includes(s.measures)) s.found = null;
  if (s.value !== null && RATE_SAID.includes(s.measures)) s.one_in = null;
  if (s.one_in === null) s.measured_on = null;
  if (s.listed === null || s.listed_low === null || s.listed_high === null
      || s.listed_low > s.listed || s.listed > s.listed_high) {
    s.listed_low = s.listed_high = s.listed;
  }
  return s;
}

// What a figure says in place of a number that is typed: how many are found, how often an alert is wrong.
const FOUND_SAID = ["found", "pairs_even"];
const RATE_SAID = ["nothing_returned", "pairs_even", "alerts"];

/** A text on one line, without signs that nobody sees or that turn a line around, cut where it is too long. */
function oneLine(text, most) {
  const seen = text.replace(/[\p{Cc}\p{Cs}\p{Co}\p{Cn}\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff\u00ad\s]+/gu, " ").trim();
  const cut = Array.from(seen).slice(0, most).join("").trim();
  return cut.toLowerCase() === "unknown" ? "" : cut;
}

const listCounts = (s) => s.use === "watchlist" || s.use === "population";

/** The figure as a proportion wrong. */
const wrongShare = (s) => (100 - s.value) / 100;

/** [low, high, known] of the chance of a false alert for a face that is not listed. */
function falseRate(s) {
  if (s.measures === "nothing_returned" && s.value !== null) return [wrongShare(s), wrongShare(s), true];
  if (s.measures === "pairs_even" && s.value !== null) {
    if (!listCounts(s)) return [wrongShare(s), wrongShare(s), true];
    return s.list === null ? [0, 1, false] : [anyOf(wrongShare(s), s.list), anyOf(wrongShare(s), s.list), true];
  }
  if (s.one_in === null) return [0, 1, false];
  const rate = 1 / s.one_in;
  if (!listCounts(s)) return [rate, rate, true];
  if (s.list === null || s.measured_on === null) return [0, 1, false];
  const moved = carried(rate, s.measured_on, s.list);
  return [moved, moved, true];
}

/** [low, high, known] of the share of listed people who pass that is found. */
function foundShare(s) {
  if (FOUND_SAID.includes(s.measures) && s.value !== null) return [s.value / 100, s.value / 100, true];
  return s.found === null ? [0, 1, false] : [s.found / 100, s.found / 100, true];
}

/** What follows from one value for each thing. */
function counted(s, faces, listed, found, fpir, stopped) {
  const passing = Math.min(listed, faces);
  const c = consequences({
    searches: faces * s.days, mated_searches: passing * s.days, gallery_size: 1, fnir: 1 - found, fpir,
    stopped_if_false: stopped, stopped_if_true: 0,
  });
  if (s.measures !== "alerts" || s.value === null) return c;
  // The share of alerts that are right is what was said; the wrong ones follow from the right ones.
  const right = s.value / 100;
  const wrong = right > 0 ? Math.min((c.true_alerts * (1 - right)) / right, (faces - passing) * s.days) : (faces - passing) * s.days;
  return { ...c, false_alerts: wrong, alerts: wrong + c.true_alerts, share_right: right, stopped_wrongly: wrong * stopped };
}

const QUANTITIES = ["false_alerts", "true_alerts", "misses", "share_right", "alerts", "stopped_wrongly"];

/** Each count as [low, high], or null where it cannot be bounded; `complete` if each is one number. */
function answer(s) {
  const faces = s.faces === null ? null : [s.faces, s.faces];
  const listed = s.listed === null ? (faces && [0, s.faces]) : [s.listed, s.listed];
  const found = foundShare(s);
  const fpir = falseRate(s);
  const stopped = s.stopped === null ? [0, 1, false] : [s.stopped / 10, s.stopped / 10, true];
  const fromShare = s.measures === "alerts" && s.value !== null;
  const ends = ([low, high]) => (low === high ? [low] : [low, high]);
  const all = [];
  if (faces) {
    for (const f of ends(faces)) for (const l of ends(listed)) for (const d of ends(found)) {
      for (const p of ends(fpir)) for (const h of ends(stopped)) all.push(counted(s, f, l, d, p, h));
    }
  }
  const range = (name, bounded) => {
    if (!bounded || !all.length) return null;
    const values = all.map((c) => c[name]).filter((x) => x !== null);
    if (!values.length) return null;
    return [Math.min(...values), Math.max(...values)];
  };
  const wrongBounded = fromShare ? s.listed !== null && s.value > 0 : fpir[2];
  const rightBounded = s.listed !== null;
  const result = {
    false_alerts: range("false_alerts", wrongBounded),
    true_alerts: range("true_alerts", rightBounded),
    misses: range("misses", rightBounded),
    share_right: fromShare ? [s.value / 100, s.value / 100] : range("share_right", wrongBounded && rightBounded),
    alerts: range("alerts", wrongBounded && rightBounded),
    stopped_wrongly: range("stopped_wrongly", wrongBounded),
    searches: faces && [s.faces * s.days, s.faces * s.days],
    mated: s.listed === null || !faces ? null : [Math.min(s.listed, s.faces) * s.days, Math.min(s.listed, s.faces) * s.days],
    fpir: fpir[2] ? fpir[0] : null,
    too_many_listed: s.listed !== null && s.faces !== null && s.listed > s.faces,
  };
  result.complete = QUANTITIES.every((name) => result[name] !== null && result[name][0] === result[name][1]);
  return result;
}

/** The share of alerts right as one thing alone is changed: [low, high] in order, or null. */
function effect(s, changes) {
  const ends = changes.map((change) => answer(asState({ ...s, ...change })).share_right);
  if (ends.some((end) => end === null)) return null;
  return [Math.min(...ends.map((end) => end[0])), Math.max(...ends.map((end) => end[1]))];
}

/** For each question: what the share of alerts right could be, all else kept. `ranges` names the lows and highs. */
function effects(s, ranges) {
  const linked = FOUND_SAID.includes(s.measures) && s.value !== null;
  const oneIn = s.one_in;
  const scaled = (factor) => ({ one_in: Math.max(1, s.one_in / factor) });
  return {
    measures: null,
    threshold: oneIn === null ? null : effect(s, [{}, { one_in: ranges.one_in_strict, measured_on: s.list }]),
    listed_passing: s.listed === null ? null
      : effect(s, [{ listed: s.listed_low, listed_low: s.listed_low }, { listed: s.listed_high, listed_high: s.listed_high }]),
    faces_per_day: s.faces === null ? null
      : effect(s, [{ faces: s.faces / 2 }, { faces: s.faces * 2 }]),
    list_size: !listCounts(s) || s.list === null ? null
      : effect(s, [{ list: ranges.list_low }, { list: ranges.list_high }]),
    fnir: effect(s, [{}, !linked ? { found: s.found === null ? null : 50 } : s.measures === "found" ? { value: 50 } : {}]),
    trials: oneIn === null ? null : effect(s, [scaled(ranges.seven_low), scaled(ranges.seven_high)]),
    review: null,
    groups: null,
    observed: null,
  };
}
