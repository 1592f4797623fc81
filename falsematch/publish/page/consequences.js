"use strict";
// What a use of a matcher brings in counts: the same function, by the same names, as falsematch.claims.consequences.

const LARGEST = Number.MAX_SAFE_INTEGER; // up to here every whole number can be told apart

function refuse(name, value, rule) {
  throw new RangeError(`${name} must be ${rule}, got ${String(value).slice(0, 60)}`);
}

function amount(name, value) {
  if (typeof value !== "number" || !Number.isFinite(value) || value < 0) {
    refuse(name, value, "a finite number of at least 0");
  }
  return value;
}

function atMost(name, value, most) {
  if (value > most) refuse(name, value, `at most ${most}`);
  return value;
}

function share(name, value) {
  if (typeof value !== "number" || !(value >= 0 && value <= 1)) refuse(name, value, "a proportion in [0, 1]");
  return value;
}

const given = (value) => value !== undefined && value !== null;

/** Chance that a search of a stranger returns anybody; expm1 and log1p keep all digits of a small rate. */
function anyOf(fmr, people) {
  return people === 0 ? 0 : -Math.expm1(people * Math.log1p(-fmr));
}

/** An FPIR measured on one list, carried to a list of another length. */
function carried(fpir, measuredOn, people) {
  return anyOf(fpir, people / measuredOn);
}

const NAMES = ["searches", "gallery_size", "fnir", "fmr", "fpir", "mated_searches", "stopped_if_false",
  "stopped_if_true"];

/** Expected counts, not rounded, over the period of `searches`, which includes the mated ones. */
function consequences(inputs) {
  for (const name of Object.keys(inputs)) {
    if (!NAMES.includes(name)) refuse("inputs", name, `of the names ${NAMES.join(", ")}`);
  }
  const faces = atMost("searches", amount("searches", inputs.searches), LARGEST);
  const people = atMost("gallery_size", amount("gallery_size", inputs.gallery_size), LARGEST);
  if (!Number.isInteger(people)) refuse("gallery_size", people, "a whole number of at least 0");
  const listed = amount("mated_searches", given(inputs.mated_searches) ? inputs.mated_searches : 0);
  atMost("mated_searches", listed, faces);
  if (listed && !people) refuse("mated_searches", listed, "0 where gallery_size is 0: nobody is listed");
  const missed = share("fnir", inputs.fnir);
  if (given(inputs.fmr) === given(inputs.fpir)) {
    throw new RangeError("exactly one of fmr and fpir must be given");
  }
  let candidates = null;
  let chance;
  if (given(inputs.fmr)) {
    const rate = share("fmr", inputs.fmr);
    candidates = (faces - listed) * people * rate;
    chance = anyOf(rate, people);
  } else {
    chance = share("fpir", inputs.fpir);
  }
  const wrong = (faces - listed) * chance;
  const right = listed * (1 - missed);
  const part = (count, name) => (given(inputs[name]) ? count * share(name, inputs[name]) : null);
  return {
    false_alerts: wrong,
    true_alerts: right,
    misses: listed * missed,
    candidates,
    share_right: right + wrong ? right / (right + wrong) : null,
    alerts: right + wrong,
    stopped_wrongly: part(wrong, "stopped_if_false"),
    stopped_rightly: part(right, "stopped_if_true"),
  };
}
