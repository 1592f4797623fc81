"use strict";
// Numbers and sentences as a reader meets them. falsematch/publish/page/_words.py says the same in Python; a test holds
// the two together.

/** A text with its placeholders filled; {n|one|other} stands for a word that follows the number. */
function filled(text, values) {
  return text.replace(/\{(\w+)(?:\|([^|{}]*)\|([^|{}]*))?\}/g, (_, name, one, other) => {
    const value = values[name];
    if (one === undefined) return value;
    return value === "1" || !/[0-9]/.test(value) ? one : other;
  });
}

function grouped(digits, mark) {
  return digits.replace(/\B(?=(\d{3})+$)/g, mark);
}

/** A whole number: "155,050", "155.050"; from a thousand million million on as "1.3 × 10^16". */
function whole(x, w) {
  if (x < 1e15) return grouped(Math.floor(x + 0.5).toFixed(0), w.number.group);
  return tenfold(x, w);
}

function tenfold(x, w) {
  const [mantissa, exponent] = x.toExponential(1).split("e");
  return `${mantissa.replace(".", w.number.point)} × 10^${Number(exponent)}`;
}

/** A number with as many digits as it has, up to twelve: what somebody typed. */
function plain(x, w) {
  if (x >= 1e15 || (x > 0 && x < 1e-9)) return tenfold(x, w);
  const decimals = Math.max(0, Math.min(12, 11 - Math.floor(Math.log10(Math.max(x, 1e-9)))));
  const [integer, fraction] = x.toFixed(decimals).split(".");
  const rest = (fraction || "").replace(/0+$/, "");
  return grouped(integer, w.number.group) + (rest ? w.number.point + rest : "");
}

/** What somebody typed as [number, whether its sign was read against the language]: null if nothing is there, NaN if it is
    no number. Three digits after one sign are thousands in either language where `most` lets them be: a count of faces
    or people has no three decimals. */
function numberRead(text, number, most) {
  let signs = text.trim().replace(/[\s\u00a0\u202f'’_]/g, "").replace(/%$/, "");
  if (signs === "") return [null, false];
  let against = false;
  const threes = /^[1-9]\d{0,2}([.,])\d{3}(?:\1\d{3})*(?:(?!\1)[.,]\d*)?$/.exec(signs);
  if (threes && (most > 100 || signs.split(/[.,]/).length > 2)) {
    against = threes[1] !== number.group;
    signs = signs.split(threes[1]).join("").replace(",", ".");
  } else if (/^\d*[.,]\d*(?:e[+-]?\d+)?$/i.test(signs)) {
    against = /[.,](?=\d)/.test(signs) && !signs.includes(number.point);
    signs = signs.replace(",", ".");
  }
  return /^\d+\.?\d*(?:e[+-]?\d+)?$|^\.\d+(?:e[+-]?\d+)?$/i.test(signs) ? [Number(signs), against] : [NaN, false];
}

/** A number as it is put into a box: what is typed so is read as the same number. */
function typable(x, w, most = Infinity) {
  const text = plain(x, w);
  const forms = [text, `${text}0`]; // "1.5000" has no three decimals
  return forms.find((form) => numberRead(form, w.number, most)[0] === x) || String(x).replace(".", w.number.point);
}

function nearest(x) {
  return Math.floor(x + 0.5);
}

/** A count as the number that is printed: whole from ten on, with two digits below; a half goes up. What is less than
    a half by what a count was worked out with is a half. */
function asPrinted(x) {
  if (x >= 10) return nearest(x < 1e6 ? x * HALF : x);
  const [mantissa, exponent] = x.toExponential(15).split("e");
  return Number(`${nearest(10 * Number(mantissa) * HALF)}e${Number(exponent) - 1}`);
}

const HALF = 1 + 1e-10; // what the arithmetic of a count may take away from it, and a little more

/** An expected count by itself. What is above zero is never said as 0. */
function said(x, w) {
  return plain(asPrinted(x), w);
}

/** How rarely something happens that is expected less than once: the N of "one in N". */
function oneIn(x, w, digits_ = 2) {
  const k = 1 / x;
  if (digits_ > 2 && k < 100) return plain(Number(k.toPrecision(3)), w);
  if (k < 10) return said(k, w);
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(k)) - digits_ + 1);
  return whole(Math.min(nearest(k / unit) * unit, 1e300), w);
}

/** A share as a percentage that shows neither 0 % nor 100 % unless it is exactly that. */
function percent(x, w) {
  const p = 100 * x;
  const rest = Math.min(p, 100 - p);
  if (rest <= 0) return `${p > 50 ? 100 : 0} %`;
  if (rest < 1e-6) {
    return (p > 50 ? `${w.number.more_than} 99.999999 %` : `${w.number.less_than} 0.000001 %`).replace(".", w.number.point);
  }
  const part = asPrinted(rest);
  const decimals = 1 - Math.floor(Math.log10(rest));
  const shown = rest >= 1 ? String(nearest(p * HALF)) : (p < 50 ? part : 100 - part).toFixed(decimals).replace(/0+$/, "").replace(/\.$/, "");
  return `${shown.replace(".", w.number.point)} %`;
}

/** Parts of a whole as they are printed. Where none is below ten they are whole and add up: the largest remainders go up, of
    equal ones the first. Where one is, each is printed as it would be by itself. */
function partsAsPrinted(values, whole_) {
  if (values.some((x) => x > 0 && x < 10)) return values.map(asPrinted);
  const total = asPrinted(whole_);
  const exact = values.map((x) => (whole_ ? x * (total / whole_) : 0));
  const floors = exact.map(Math.floor);
  // A remainder of a millionth more is none of the count, but of the arithmetic.
  const rest = exact.map((x, i) => nearest((x - floors[i]) * 1e6));
  const missing = total - floors.reduce((sum, x) => sum + x, 0);
  const order = exact.map((_, i) => i).sort((a, b) => rest[b] - rest[a] || a - b);
  order.slice(0, Math.max(0, missing)).forEach((i) => { floors[i] += 1; });
  return floors;
}

/** The sum of counts that stand beside it: of these as they are printed, where they are whole, else of itself. */
function sumAsPrinted(printed, whole_) {
  return printed.every(Number.isInteger) ? printed.reduce((sum, x) => sum + x, 0) : asPrinted(whole_);
}

/** What is left of a count that stands beside it, where both are printed whole; else as it is printed by itself. */
function restAsPrinted(whole_, part, rest) {
  return [whole_, part].every(Number.isInteger) ? Math.max(0, whole_ - part) : asPrinted(rest);
}
