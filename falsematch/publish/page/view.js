"use strict";
// What the page shows, as text and as nested lists ["tag", {attributes}, children ...]: nothing here touches the page, so
// that the same lists can be made in Python (falsematch/publish/page/_view.py), for those who read without JavaScript.

const PERSON = "M5 .4a2.6 2.6 0 1 1 0 5.2a2.6 2.6 0 1 1 0-5.2zM1 15.6v-5.6a3.4 3.4 0 0 1 3.4-3.4h1.2a3.4 3.4 0 0 1 3.4 3.4v5.6z";
const COLUMNS = 25;
const MOST_ICONS = 300;
const NO_FIGURE = 0.05; // people: so few are not drawn

/** A range in words: one number, "10 to 53", or that it cannot be bounded. */
function span(range, w, say = said) {
  if (range === null) return w.number.unbounded;
  const [low, high] = range.map((x) => say(x, w));
  if (low === high) return high;
  return range[0] === 0 ? filled(w.number.at_most, { high }) : filled(w.number.span, { low, high });
}

const dayWord = (s, w) => (s.days === 1 ? w.number.one_day : filled(w.number.days, { days: whole(s.days, w) }));

/** The words of the page, with those that a use has of its own in place of those of a list on the street. */
function forUse(w, use) {
  const made = { ...w };
  for (const [section, its] of Object.entries(w.uses[use] || {})) made[section] = { ...w[section], ...its };
  return made;
}

/** Counts as they are printed: as a brief prints them. */
function rounded(a) {
  const [right, false_, hit] = [a.true_alerts[0], a.false_alerts[0], a.stopped_wrongly[0]];
  const lookedFor = right + a.misses[0];
  const [found, missed] = partsAsPrinted([right, a.misses[0]], lookedFor);
  const [stopped, passed] = partsAsPrinted([hit, Math.max(0, false_ - hit)], false_);
  const [wrong, all] = [asPrinted(false_), asPrinted(a.searches[0])];
  const looked = sumAsPrinted([found, missed], lookedFor);
  const rest = Math.max(0, a.searches[0] - a.mated[0]);
  const others = restAsPrinted(all, looked, rest);
  // In a search of a population wrong people are returned, any number by each search: they are no part of the searches.
  return { found, missed, stopped, passed, alone: restAsPrinted(others, wrong, Math.max(0, rest - false_)), wrong, looked, others, all,
    alerts: sumAsPrinted([found, wrong], right + false_) };
}

/** Such counts as texts. */
const saidOf = (n, w) => Object.fromEntries(Object.keys(n).map((name) => [name, plain(n[name], w)]));

function rangesOf(a, w) {
  return {
    alerts: span(a.alerts, w), right: span(a.true_alerts, w), wrong: span(a.false_alerts, w),
    stopped: span(a.stopped_wrongly, w), misses: span(a.misses, w),
  };
}

/** The answer with the figure taken as a share of each of four things: [[its name, answer]]. */
const readEachWay = (s, facts) => MEASURES.slice(0, 4).map((measures) => [measures, answer(asState({ ...s, measures }), facts.ranges)]);

/** A figure that nobody said is a share of anything: what it would mean at most, by the mildest reading and by the worst. */
function unsaid(s, w, facts) {
  const all = readEachWay(s, facts).map(([measures, b]) => [measures, b.false_alerts]);
  const name = (measures) => w.field[`measures_${measures}`];
  const bounded = all.filter(([, range]) => range !== null).sort((a, b) => a[1][1] - b[1][1]);
  const open = all.filter(([, range]) => range === null).map(([measures]) => name(measures));
  const [mild, worst] = [bounded[0], bounded[bounded.length - 1]];
  const lines = [filled(w.headline.unsaid, { value: plain(s.value, w), mild: name(mild[0]), low: said(mild[1][1], w),
    worst: name(worst[0]), high: said(worst[1][1], w) })];
  if (open.length) lines.push(filled(w.headline.unsaid_open, { open: open.join(", ") }));
  return lines.join(" ");
}

function headline(s, a, w, facts) {
  const days = dayWord(s, w);
  if (!a.complete) {
    const crowd = filled(w.headline.crowd, { days, faces: span(a.searches, w) });
    if (s.measures === "unknown" && s.value !== null && a.alerts === null) return `${crowd} ${unsaid(s, w, facts)}`;
    return `${crowd} ${filled(w.headline[a.false_alerts ? "ranges" : "unbounded"], rangesOf(a, w))}`;
  }
  const n = rounded(a);
  const said_ = saidOf(n, w);
  const lines = [filled(w.headline.crowd, { days, faces: said_.all })];
  if (n.alerts > 0) lines.push(filled(w.headline.alerts, { ...said_, right: said_.found }));
  else lines.push(w.headline.alerts_none);
  if (a.false_alerts[0] >= 0.5) lines.push(filled(w.headline.stopped, said_));
  else if (a.false_alerts[0] > 0) lines.push(filled(w.headline.wrong_rare, { periods: oneIn(a.false_alerts[0], w) }));
  lines.push(filled(w.headline.misses, { misses: said_.missed }));
  return lines.join(" ");
}

/** Whether the answer to a question changes the share of alerts right, as far as it is printed, or lets it be bounded. */
function moves([, range, unbounded], w) {
  return Boolean(unbounded) || (range !== null && percent(range[0], w) !== percent(range[1], w));
}

function decides(s, w, facts) {
  if (s.measures === "unknown" && s.value !== null) return w.decides.measures;
  const { rows } = facts;
  let range = rows.find((row) => row[0] === "listed_passing")[1];
  if (s.listed !== null && s.listed_low === s.listed_high) {
    const ends = [s.listed / 2, s.listed * 2].map((x) => ({ listed: x, listed_low: x, listed_high: x }));
    range = effect(s, ends, facts.ranges);
  }
  if (range !== null && !moves([null, range], w)) {
    const first = rows.find((row) => row[3] && moves(row, w));
    return first ? `${ask(first[0], w)} ${effectWords(first, s, null, w)}` : filled(w.decides.nothing, { share: percent(range[0], w) });
  }
  if (s.listed === null || s.listed_low === s.listed_high) return w.decides.one_number;
  const other = s.listed_low < s.listed ? s.listed_low : s.listed_high;
  const b = answer(asState({ ...s, listed: other, listed_low: other, listed_high: other }), facts.ranges);
  if (!b.complete) return w.decides.unknown;
  const n = rounded(b);
  return filled(w.decides.sentence, { low: plain(other, w), drawn: plain(s.listed, w), right: plain(n.found, w), alerts: plain(n.alerts, w) });
}

function elsewhere(s, w, facts) {
  const base = { false_alerts: whole(facts.record_false, w), alerts: whole(facts.record_alerts, w), faces: whole(facts.record_faces, w) };
  if (s.faces === null || s.use !== "watchlist") return filled(w.elsewhere.plain, base);
  const expected = (s.faces * s.days * facts.record_false) / facts.record_faces;
  return filled(w.elsewhere.carried, { ...base, days: dayWord(s, w), here: expected < 1 && expected >= 0.1 ? filled(w.elsewhere.one_or_none, { number: said(expected, w) }) : said(expected, w) });
}

/** What the answer to one question could change, in words. */
function effectWords([name, range, unbounded, open], s, a, w) {
  const words = w.effect;
  if (!open && ["review", "groups", "observed"].includes(name)) return words.told;
  if (unbounded) return words[{ measures: "measures", list_size: "length" }[name] || "unbounded"];
  if (range !== null) {
    const [low, high] = range.map((x) => percent(x, w));
    return low === high ? filled(words.same, { share: low }) : filled(words.range, { low, high });
  }
  if (name === "review" && !a.complete) return words.review_unknown;
  if (name === "review") return filled(words.review, saidOf(rounded(a), w));
  return words[name] || words.none;
}

const ask = (name, w) => filled((w.asks && w.asks[name]) || w.questions[name].ask, w.nouns);

/** What was counted in use, above what is computed: the count is what happened. */
function observed(s, w) {
  const found = record(s);
  const text_ = w.observed;
  if (found === null) return ["div", {}];
  const known = {};
  for (const name of Object.keys(found)) if (found[name] !== null) known[name] = whole(found[name], w);
  let form = found.right === null ? "wrong" : "right";
  if (found.alerts !== null) {
    const which = ["right", "wrong"].filter((name) => found[name] !== null);
    if (found.alerts === 0) form = "none";
    else if (found.rest === 0) form = "all";
    else form = which.length === 1 ? `rest_${which[0]}` : which.length ? "rest" : "rest_all";
  }
  const lines = s.period ? [filled(text_.period, { period: s.period })] : [];
  lines.push(filled(text_[form], known));
  if (form === "all") lines.push(filled(text_.share, { ...known, share: percent(found.right / found.alerts, w) }));
  const spec = [["p", { class: "counted" }, lines.join(" ")]];
  if (s.observed_faces !== null && s.faces !== null) {
    const times = (s.faces * s.days) / s.observed_faces;
    const brought = ["right", "wrong"].filter((name) => found[name] !== null)
      .map((name) => filled(text_[`brings_${name}`], { number: said(found[name] * times, w) }));
    if (brought.length) {
      spec.push(["p", {}, filled(text_.rate, { faces: whole(s.observed_faces, w), crowd: said(s.faces * s.days, w), days: dayWord(s, w),
        brought: brought.join(` ${text_.and} `) })]);
    }
  }
  const judged = found.alerts !== 0 && (found.right !== null || found.wrong !== null);
  if (judged) spec.push(["p", {}, text_.interval]);
  return ["div", {}, ...spec, ["p", {}, text_.computed]];
}

// The field that an answer to a question fills, where the page has one.
const CONTROLS = { measures: "measures", threshold: "one_in", listed_passing: "listed", faces_per_day: "faces", list_size: "list", fnir: "found", observed: "observed_alerts" };

function controlOf(name, s) {
  if (name === "measures" && s.value === null) return "value";
  if (name === "list_size" && lengthMissing(s)) return "measured_on";
  return CONTROLS[name] || "";
}

function missing(s, a, w, facts) {
  const item = (row) => {
    const field = controlOf(row[0], s);
    const link = field ? [" ", ["a", { href: `#f-${field}`, class: "screen" }, w.missing_link]] : [];
    return ["li", {}, ask(row[0], w), " ", ["strong", {}, effectWords(row, s, a, w)], ...link];
  };
  const open = facts.rows.filter((row) => row[3]);
  // What moves nothing is named only where nothing moves anything.
  const shown = open.some((row) => moves(row, w)) ? open.filter((row) => row[1] === null || moves(row, w)) : open;
  return ["ol", {}, ...shown.slice(0, 3).map(item)];
}

function questionRows(s, a, w, facts) {
  const found = {};
  facts.rows.forEach((row) => { found[row[0]] = effectWords(row, s, a, w); });
  return ["tbody", {}, ...facts.order.map((name, i) => ["tr", {},
    ["th", { scope: "row" }, `${i + 1}. ${ask(name, w)}`], ["td", {}, facts.fields[name]], ["td", {}, found[name]]])];
}

/** The letter: the questions, the weightiest first, each with what its answer could change. */
function letter(s, a, w, facts, headline_) {
  const words = w.letter;
  const { rows } = facts;
  const counted_ = observed(s, w).slice(2).map((part) => `${part[2]} `).join("");
  const where = s.claimant ? filled(words.said_where, { where: s.claimant }) : "";
  const [before, after] = words.statement.split("{statement}").map((part) => filled(part, { where, source: "" }).replace(" :", ":"));
  const said_ = s.statement ? [`${before.charAt(0).toUpperCase()}${before.slice(1)}${s.statement}${after}`.trim(), ""] : [];
  const guess = (row) => !row[3] && facts.guessed.includes(row[0]) && known(row[0], s, w) !== "";
  const asked = rows.filter((row) => row[3] || guess(row));
  const lines = [words.subject, "", words.greeting, "", ...said_, asked.length ? words.purpose : words.purpose_answered, "",
    filled(words.today, { answer: counted_ + headline_ }), ""];
  if (asked.length) {
    if (moves(asked[0], w)) lines.push(filled(words.first, { number: "1" }), "");
    lines.push(w.letter_questions, "");
  }
  asked.forEach((row, i) => {
    const effect_ = effectWords([...row.slice(0, 3), true], s, a, w);
    lines.push(`${i + 1}. ${ask(row[0], w)}`);
    if (guess(row)) lines.push(`   ${filled(w.letter_assumed, { value: known(row[0], s, w) })}`);
    if (effect_ !== w.effect.none) lines.push(`   ${filled(w.letter_effect, { effect: effect_ })}`);
  });
  const known_ = rows.filter((row) => !asked.includes(row)).map((row) => known(row[0], s, w)).filter(Boolean).map((text_) => `- ${text_}`);
  if (known_.length) lines.push("", words.confirm, ...known_);
  lines.push("", words.not_recorded, words.reply, "", words.closing, "", words.made);
  return lines.join("\n");
}

// The fields that answer a question.
const KNOWN = {
  measures: ["measures"],
  threshold: ["one_in", "measured_on"], listed_passing: ["listed"], faces_per_day: ["faces"], list_size: ["list"], fnir: ["found"],
  observed: [...OBSERVED, "period"],
};

/** What is put in as the answer to a question, in words. */
function known(name, s, w) {
  if (name === "measures") return s.value === null || s.measures === "unknown" ? "" : `${w.field.measures}: ${w.field[`measures_${s.measures}`]}`;
  return (KNOWN[name] || []).filter((field) => s[field] !== null && s[field] !== "")
    .map((field) => `${w.field[field]}: ${typeof s[field] === "string" ? s[field] : plain(s[field], w)}`).join("; ");
}

const headlineOrNot = (s, a, w, facts) => (a.too_many_listed ? w.headline.too_many : headline(s, a, w, facts));

function leaf(label, number, note) {
  return ["li", {}, ["span", { class: "n" }, number], " ", ["span", {}, label], ...(note ? [" ", ["small", {}, note]] : [])];
}

function branch(label, number, children) {
  return ["li", {}, ["span", { class: "n" }, number], " ", ["span", {}, label], ["ul", {}, ...children]];
}

/** Beside a count below a half: how rarely it comes to one. */
function rarely(x, w) {
  return x > 0 && x < 0.5 ? filled(w.tree.rarely, { periods: oneIn(x, w) }) : "";
}

function tree(s, a, w) {
  const label = w.tree;
  const top = filled(label.root, { days: dayWord(s, w) });
  const notCompared = leaf(label.not_compared, label.not_known);
  const apart = s.use === "population";
  if (!a.complete) {
    const others = [Math.max(0, a.searches[0] - a.mated[1]), Math.max(0, a.searches[1] - a.mated[0])];
    if (apart) {
      return ["ul", { class: "tree" }, branch(top, span(a.searches, w), [
        branch(label.looked_for, span(a.mated, w), [leaf(label.found, span(a.true_alerts, w)), leaf(label.missed, span(a.misses, w))]),
        leaf(label.others, span(others, w)), notCompared]),
      branch(label.returned, span(a.false_alerts, w), [leaf(label.stopped, span(a.stopped_wrongly, w))])];
    }
    return ["ul", { class: "tree" }, branch(top, span(a.searches, w), [
      branch(label.looked_for, span(a.mated, w), [leaf(label.found, span(a.true_alerts, w)), leaf(label.missed, span(a.misses, w))]),
      branch(label.others, span(others, w), [leaf(label.wrong, span(a.false_alerts, w)), leaf(label.stopped, span(a.stopped_wrongly, w))]),
      notCompared])];
  }
  const n = saidOf(rounded(a), w);
  const [t, m, f, h] = [a.true_alerts[0], a.misses[0], a.false_alerts[0], a.stopped_wrongly[0]];
  const ends = [leaf(label.stopped, n.stopped, rarely(h, w)), leaf(label.passed, n.passed, rarely(f - h, w))];
  return ["ul", { class: "tree" }, branch(top, n.all, [
    branch(label.looked_for, n.looked, [leaf(label.found, n.found, rarely(t, w)), leaf(label.missed, n.missed, rarely(m, w))]),
    apart ? leaf(label.others, n.others) : branch(label.others, n.others, [leaf(label.alone, n.alone), ...ends]),
    notCompared]), ...(apart ? [branch(label.returned, n.wrong, ends)] : [])];
}

function thousand(s, a, w) {
  const label = w.tree;
  if (!a.complete) return ["p", {}, filled(label.thousand_unknown, { share: span(a.share_right, w, percent) })];
  const right = 1000 * a.share_right[0];
  const hit = a.false_alerts[0] > 0 ? (1000 - right) * (a.stopped_wrongly[0] / a.false_alerts[0]) : 0;
  const values = [right, hit, Math.max(0, 1000 - right - hit)];
  const printed = partsAsPrinted(values, 1000);
  const names = [label.right, label.wrong_stopped, label.wrong_passed];
  return ["ul", { class: "tree" }, branch(label.thousand, whole(1000, w),
    names.map((name, i) => leaf(name, plain(printed[i], w))))];
}

function icon(kind, i) {
  const [x, y] = [(i % COLUMNS) * 12, Math.floor(i / COLUMNS) * 18];
  return ["path", { class: kind, d: PERSON, transform: `translate(${x + 1} ${y + 1})` }];
}

/** Squares for a count too large for one figure each: the last is as wide as what is left. */
function square(kind, i, part) {
  const [x, y] = [(i % COLUMNS) * 12, Math.floor(i / COLUMNS) * 12];
  return ["rect", { class: kind, x: String(x + 1), y: String(y + 1), width: (10 * part).toFixed(4).replace(/0+$/, "").replace(/\.$/, ""), height: "10" }];
}

function icons(s, a, w) {
  if (!a.complete) return ["p", {}, w.icons.not_drawn];
  const n = rounded(a);
  const groups = [
    ["right", w.icons.right, a.true_alerts[0], n.found],
    ["stopped", w.icons.stopped, a.stopped_wrongly[0], n.stopped],
    ["passed", w.icons.passed, a.false_alerts[0] - a.stopped_wrongly[0], n.passed],
    ["missed", w.icons.missed, a.misses[0], n.missed],
  ];
  const all = groups.reduce((sum, group) => sum + group[2], 0);
  // Figures of people where all counts are whole, or next to none; squares, whose parts are parts of one, if not.
  let unit = 1;
  while (all / unit > MOST_ICONS) unit *= 10;
  const figures = unit === 1 && groups.every(([, , x, printed]) => x < NO_FIGURE || Number.isInteger(printed));
  const drawn = groups.map(([kind, label, x, printed]) => {
    const marks = [];
    if (figures) for (let i = 0; i < Math.floor(printed); i += 1) marks.push(icon(kind, i));
    else {
      const full = Math.floor(x / unit);
      for (let i = 0; i < full; i += 1) marks.push(square(kind, i, 1));
      if (x / unit > full) marks.push(square(kind, full, x / unit - full));
    }
    const rows = Math.ceil(marks.length / COLUMNS);
    const height = rows * (figures ? 18 : 12);
    const text = ["p", {}, ["span", { class: "n" }, plain(printed, w)], " ", label];
    if (figures && x > 0 && x < NO_FIGURE) text.push(" ", ["small", {}, w.icons.no_figure]);
    return marks.length ? ["li", {}, text, ["svg", { viewBox: `0 0 ${COLUMNS * 12} ${height}`, "aria-hidden": "true" }, ...marks]]
      : ["li", {}, text];
  });
  return ["div", {}, ["p", {}, figures ? w.icons.one : filled(w.icons.many, { unit: whole(unit, w) })],
    ["ul", { class: "icons" }, ...drawn]];
}

/** The same figure, taken as a share of each of four things, all else as it is or not known. */
function readings(s, w, facts) {
  if (s.value === null) return ["tbody", {}, ["tr", {}, ["td", { colspan: "4" }, w.readings.nothing]]];
  return ["tbody", {}, ...readEachWay(s, facts).map(([measures, b]) => ["tr", {},
    ["th", { scope: "row" }, filled(w.readings[measures], { value: plain(s.value, w) })],
    ["td", {}, span(b.false_alerts, w)], ["td", {}, span(b.true_alerts, w)], ["td", {}, span(b.share_right, w, percent)]])];
}

/** What is reckoned with where a number is not known, in words. */
function unknownWords(name, s, w, facts) {
  const ranges = facts.ranges[s.use];
  if (name === "listed" && ranges.listed_is_share) {
    const [low, high] = ranges.listed.map((x) => percent(x, w));
    return `${filled(w.status.unknown_range, { low, high })}.`;
  }
  if (!["faces", "list", "listed"].includes(name) || (name === "list" && !listCounts(s))) return `${w.status.unknown}.`;
  const [low, high] = ranges[name].map((x) => plain(x, w));
  return `${filled(w.status.unknown_range, { low, high })}.`;
}

/** How the rate moves with the list, in view. */
function moved(s, w) {
  if (RATE_SAID.includes(s.measures) && s.value !== null) {
    if (!(rateIsFigure(s) && listCounts(s))) return w.moved.from_sentence;
    if (s.measured_on === null) return w.moved.from_sentence_here;
  }
  if (!listCounts(s)) return w.moved.no_list;
  if (lengthMissing(s)) return w.moved.length;
  const rate = s.list === null || s.measured_on === null ? null : falseRate(s, s.list);
  if (rate === null) return s.list === null && s.measured_on !== null ? w.moved.with_list : w.moved.unknown;
  if (rate === 0) return w.moved.none;
  if (s.use === "population") return filled(w.moved.returned, { people: plain(digits(Number(rate.toPrecision(3))), w), list: whole(s.list, w) });
  return filled(s.list === s.measured_on ? w.moved.same : w.moved.moved, {
    one_in: oneIn(rate, w, 4), list: whole(s.list, w), measured_on: whole(s.measured_on, w),
  });
}

/** The answer in one line, for the foot of the controls and for those who listen. */
function summary(s, a, w, share_) {
  if (a.too_many_listed) return w.headline.too_many;
  const computed = record(s) ? `${w.observed.computed_short}: ` : "";
  if (!a.complete) return `${computed}${filled(w.headline[a.false_alerts ? "ranges" : "unbounded"], rangesOf(a, w))} ${share_}`;
  const n = saidOf(rounded(a), w);
  return `${computed}${filled(w.headline.ranges, { ...n, right: n.found, misses: n.missed })} ${share_}`;
}

/** Every part of the page that depends on the state, by name. */
function view(s, words, facts_, told = [], guessed_ = []) {
  const facts = { ...facts_, rows: ranked(s, facts_.ranges, told), guessed: guessed_ };
  const w = { questions: words.questions, letter: words.letter, nouns: words.nouns, ...forUse(words.page, s.use) };
  const a = answer(s, facts.ranges);
  const share_ = a.share_right === null ? w.share.unbounded
    : filled(a.share_right[0] === a.share_right[1] ? w.share.one : w.share.range, { share: span(a.share_right, w, percent) });
  const quoted = s.statement || w.told.nothing;
  const headline_ = headlineOrNot(s, a, w, facts);
  return {
    statement: s.statement ? filled(w.told.quoted, { statement: quoted }) : quoted,
    claimant: s.claimant || w.told.nobody,
    observed: observed(s, w),
    headline: headline_,
    share: share_,
    decides: decides(s, w, facts),
    elsewhere: elsewhere(s, w, facts),
    missing: missing(s, a, w, facts),
    tree: tree(s, a, w),
    thousand: thousand(s, a, w),
    icons: icons(s, a, w),
    readings: readings(s, w, facts),
    questions: questionRows(s, a, w, facts),
    moved: moved(s, w),
    summary: summary(s, a, w, share_),
    letter: letter(s, a, w, facts, headline_),
  };
}
