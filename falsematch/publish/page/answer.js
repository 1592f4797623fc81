"use strict";
// From what is known and not known to counts: falsematch/publish/page/_answer.py says the same in Python.

const MEASURES = ["found", "nothing_returned", "alerts", "pairs_even", "unknown"];
// One face against one photograph: an alert is a refusal there, who is looked for is who pretends to be somebody else.
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
  ["observed_faces", 1, 1e15, true],
  ["observed_alerts", 0, 1e12, true],
  ["observed_right", 0, 1e12, true],
  ["observed_wrong", 0, 1e12, true],
];
const OBSERVED = FIELDS.map(([name]) => name).filter((name) => name.startsWith("observed"));
const TEXTS = [["statement", 600], ["claimant", 200], ["period", 100]]; // and the most signs of each

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
  // The length beside another rate is that rate's, not the figure's.
  const other = rateIsFigure(s) && s.one_in !== null && Math.abs(wrongShare(s) * s.one_in - 1) > 1e-6;
  if (other) s.measured_on = null;
  if (s.value !== null && RATE_SAID.includes(s.measures)) s.one_in = null;
  if (!listCounts(s) || (s.one_in === null && !rateIsFigure(s))) s.measured_on = null;
  if (s.listed === null || s.listed_low === null || s.listed_high === null
      || s.listed_low > s.listed || s.listed > s.listed_high) {
    s.listed_low = s.listed_high = s.listed;
  }
  const judged = (s.observed_right || 0) + (s.observed_wrong || 0);
  if (s.observed_alerts !== null && judged > s.observed_alerts) s.observed_right = s.observed_wrong = null;
  // One alert a face at most: more of them came from more faces than were counted.
  if (s.observed_faces !== null && s.use !== "population" && Math.max(s.observed_alerts || 0, judged) > s.observed_faces) s.observed_faces = null;
  return s;
}

/** What was counted in use: alerts, right, wrong, and the rest that was said to be neither; null if nothing was. Where all
    alerts were not told, those called right and wrong are all that there were. */
function record(s) {
  let { observed_alerts: alerts, observed_right: right, observed_wrong: wrong } = s;
  if (alerts === null && right !== null && wrong !== null) alerts = right + wrong;
  if (alerts !== null && (right || 0) + (wrong || 0) === alerts) [right, wrong] = [right || 0, wrong || 0]; // what was not told is none
  if (alerts === null && right === null && wrong === null) return null;
  return { alerts, right, wrong, rest: alerts === null ? null : alerts - (right || 0) - (wrong || 0) };
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

/** Whether the figure of the sentence is a rate of false alerts, which has a list that it was measured on. */
const rateIsFigure = (s) => s.value !== null && s.measures === "nothing_returned";

/** Whether a rate was put in, and not the length of list it was measured on: then it carries nowhere. */
const lengthMissing = (s) => s.one_in !== null && listCounts(s) && s.measured_on === null;

/** The figure as a proportion wrong. */
const wrongShare = (s) => (100 - s.value) / 100;

/** Chance of a false alert for somebody who is not listed, on a list of so many; null if it is not known. In a search of
    a population it is how many wrong people one search returns. */
function falseRate(s, list) {
  const population = s.use === "population";
  let chance = null; // of the list it was measured on
  let on = list;
  if (rateIsFigure(s)) {
    // A sentence about those who pass speaks of the list in use, unless it is known to be of another.
    chance = wrongShare(s);
    on = s.measured_on || list;
  } else if (s.value !== null && s.measures === "pairs_even") {
    if (population) return list * wrongShare(s);
    return listCounts(s) ? anyOf(wrongShare(s), list) : wrongShare(s);
  } else if (s.one_in !== null && !lengthMissing(s)) {
    chance = 1 / s.one_in;
    on = s.measured_on;
  }
  if (chance === null || !listCounts(s)) return chance;
  return population ? list * anyOf(chance, 1 / on) : anyOf(chance, list / on);
}

/** [low, high, known] of the share of listed people who pass that is found. */
function foundShare(s) {
  if (FOUND_SAID.includes(s.measures) && s.value !== null) return [s.value / 100, s.value / 100, true];
  return s.found === null ? [0, 1, false] : [s.found / 100, s.found / 100, true];
}

/** What follows from one value for each thing. */
function counted(s, faces, listed, list, found, stopped) {
  const passing = Math.min(listed, faces);
  const rate = falseRate(s, list);
  const population = s.use === "population";
  const c = consequences({
    searches: faces * s.days, mated_searches: passing * s.days, gallery_size: 1, fnir: 1 - found,
    fpir: rate === null || population ? 0 : rate, stopped_if_false: stopped, stopped_if_true: 0,
  });
  const right = c.true_alerts;
  let wrong = c.false_alerts;
  let part = null;
  if (s.measures === "alerts" && s.value !== null) {
    // The share of alerts that are right is what was said; the wrong ones follow from the right ones.
    part = s.value / 100;
    const others = (faces - passing) * s.days;
    wrong = part > 0 ? (right * (1 - part)) / part : others;
    if (!population) wrong = Math.min(wrong, others);
  } else if (population && rate !== null) wrong = faces * s.days * rate;
  else return c;
  return { ...c, false_alerts: wrong, alerts: wrong + right, stopped_wrongly: wrong * stopped,
    share_right: part !== null ? part : wrong + right ? right / (wrong + right) : null };
}

const QUANTITIES = ["false_alerts", "true_alerts", "misses", "share_right", "alerts", "stopped_wrongly"];

/** From where to where a thing that is not known is counted: [low, high], by the named ranges of its use. */
function named(s, name, ranges) {
  return ranges[s.use][name];
}

/** Each count as [low, high], or null where it cannot be bounded; `complete` if each is one number. */
function answer(s, ranges) {
  const ends = ([low, high]) => (low === high ? [low] : [low, high]);
  const faces = s.faces === null ? ends(named(s, "faces", ranges)) : [s.faces];
  const lists = s.list === null ? ends(named(s, "list", ranges)) : [s.list];
  const portion = named(s, "listed_is_share", ranges);
  const [low, high] = s.listed === null ? named(s, "listed", ranges) : [s.listed, s.listed];
  const passing = (f) => ends([low, high].map((x) => (s.listed === null && portion ? x * f : x)));
  const found = foundShare(s);
  const stopped = s.stopped === null ? [0, 1] : [s.stopped / 10];
  const fromShare = s.measures === "alerts" && s.value !== null;
  const all = [];
  const mated = [];
  for (const f of faces) for (const l of passing(f)) {
    mated.push(Math.min(l, f) * s.days);
    for (const n of lists) for (const d of ends(found)) for (const h of stopped) all.push(counted(s, f, l, n, d, h));
  }
  const range = (name, bounded) => {
    const values = all.map((c) => c[name]).filter((x) => x !== null);
    return bounded && values.length ? [Math.min(...values), Math.max(...values)] : null;
  };
  const bounded = fromShare ? s.value > 0 : falseRate(s, lists[0]) !== null;
  const result = {
    false_alerts: range("false_alerts", bounded),
    true_alerts: range("true_alerts", true),
    misses: range("misses", true),
    share_right: range("share_right", bounded || fromShare),
    alerts: range("alerts", bounded),
    stopped_wrongly: range("stopped_wrongly", bounded),
    searches: [faces[0] * s.days, faces[faces.length - 1] * s.days],
    mated: [Math.min(...mated), Math.max(...mated)],
    too_many_listed: s.listed !== null && s.faces !== null && s.listed > s.faces,
  };
  result.complete = s.faces !== null && s.listed !== null
    && QUANTITIES.every((name) => result[name] !== null && result[name][0] === result[name][1]);
  return result;
}

/** The share of alerts right as one thing alone is changed: [low, high] in order, or null. */
function effect(s, changes, ranges) {
  const ends = changes.map((change) => answer(asState({ ...s, ...change }), ranges).share_right);
  if (ends.some((end) => end === null)) return null;
  return [Math.min(...ends.map((end) => end[0])), Math.max(...ends.map((end) => end[1]))];
}

/** For each question: what the share of alerts right could be, all else kept; null where nothing can be said. */
function effects(s, ranges) {
  const linked = FOUND_SAID.includes(s.measures) && s.value !== null;
  const [from, to] = named(s, "found", ranges);
  const faces = s.faces === null ? named(s, "faces", ranges) : [Math.max(1, s.faces / 2), Math.min(1e10, s.faces * 2)];
  const list = named(s, "list", ranges);
  const lists = s.list === null ? list : [Math.min(list[0], s.list), Math.max(list[1], s.list)];
  let passing = [{ listed: s.listed_low, listed_low: s.listed_low }, { listed: s.listed_high, listed_high: s.listed_high }];
  if (s.listed === null) passing = [{}];
  let found = s.found === null ? [{ found: from }, { found: to }] : [{}, { found: from }];
  if (linked) found = s.measures === "found" ? [{}, { value: from }] : [{}];
  const scaled = (factor) => ({ one_in: Math.max(1, s.one_in / factor) });
  return {
    measures: null,
    threshold: s.one_in === null ? null : effect(s, [{}, { one_in: named(s, "one_in", ranges) }], ranges),
    listed_passing: effect(s, passing, ranges),
    faces_per_day: effect(s, faces.map((x) => ({ faces: x })), ranges),
    list_size: listCounts(s) ? effect(s, lists.map((x) => ({ list: x })), ranges) : null,
    fnir: effect(s, found, ranges),
    trials: s.one_in === null ? null : effect(s, named(s, "errors", ranges).map(scaled), ranges),
    review: null,
    groups: null,
    observed: null,
  };
}

/** Whether a question was not answered by what is put in: a range is no answer. */
function untold(s) {
  const rate = s.one_in !== null || (s.value !== null && RATE_SAID.includes(s.measures));
  return {
    measures: s.measures === "unknown" && (s.value !== null || s.one_in === null), threshold: !rate,
    listed_passing: s.listed === null || s.listed_low < s.listed_high, faces_per_day: s.faces === null,
    list_size: (listCounts(s) && s.list === null) || lengthMissing(s), fnir: !foundShare(s)[2],
    trials: true, review: true, groups: true, observed: s.observed_alerts === null,
  };
}

/** The questions as [name, effect, whether without an answer nothing can be bounded, whether not answered], in order.
    `told` are questions that a claim file answers beside what the page holds. */
function ranked(s, ranges, told = []) {
  const all = effects(s, ranges);
  const open = untold(s);
  for (const name of told) open[name] = false;
  const noLength = (name) => name === "list_size" && lengthMissing(s);
  const unbounded = (name) => open[name] && (name === "measures" || (name === "threshold" && all.threshold === null) || noLength(name));
  // What does not move the share of alerts right comes last; a count of what happened before the rest of it.
  const least = { observed: -2, review: -3, groups: -3 };
  const width = (name) => (noLength(name) ? 3 : unbounded(name) ? 2 : all[name] === null ? least[name] || -1 : all[name][1] - all[name][0]);
  const names = Object.keys(all);
  const order = [...names].sort((a, b) => width(b) - width(a) || names.indexOf(a) - names.indexOf(b));
  return order.map((name) => [name, all[name], unbounded(name), open[name]]);
}
