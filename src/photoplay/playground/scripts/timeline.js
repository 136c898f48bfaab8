/** A plan: how the prompt was understood, in time, and what comes out otherwise than asked. */

import { make } from "./dom.js";
import { seconds } from "./words.js";

/**
 * @typedef {import("./api.js").Plan} Plan
 * @typedef {import("./api.js").Row} Row
 */

/**
 * Show a plan, with a playhead where there is a clip to go through.
 * @param {HTMLElement} place
 * @param {Plan} plan
 * @param {string} prompt
 * @param {import("./player.js").Player} [player]
 */
export function showPlan(place, plan, prompt, player) {
  const duration = plan.plan?.duration ?? 0;
  const rows = duration ? plan.rows.map((row) => shownRow(row, duration, player)) : [];
  const looks = plan.looks.map(({ name, text }) => make("div", {}, make("dt", {}, name), make("dd", {}, text)));
  place.replaceChildren(
    make("div", { class: "tracks" }, ...(player ? [player.head, player.line] : []), make("ul", { class: "rows" }, ...rows)),
    make("div", { class: "reading" },
      make("h3", {}, "As it was read"),
      make("p", { class: "read" }, ...marked(prompt, plan.rows)),
      make("dl", { class: "looks" }, ...looks),
    ),
    ...notes(plan.notes),
  );
}

/**
 * @param {Row} row
 * @param {number} duration
 * @param {import("./player.js").Player | undefined} player
 */
function shownRow(row, duration, player) {
  const name = row.name.replace("->", "→");
  const times = `${seconds(row.start)} to ${seconds(row.end)}`;
  const title = row.phrase ? `“${row.phrase}”, ${times}` : times;
  const bar = player
    ? make("button", { type: "button", class: "bar", title, onclick: () => player.seek(row.start) })
    : make("span", { class: "bar", title });
  if (player) bar.setAttribute("aria-label", `Go to ${name}, ${times}`);
  bar.style.setProperty("--from", String(row.start / duration));
  bar.style.setProperty("--to", String(row.end / duration));
  return make("li", { "data-group": row.group },
    make("span", { class: "group" }, row.group),
    make("span", { class: "name" }, name),
    make("span", { class: "track" }, bar),
  );
}

/**
 * The prompt with the words marked that call something.
 * @param {string} prompt
 * @param {Row[]} rows
 */
function marked(prompt, rows) {
  const lower = prompt.toLowerCase();
  const spans = rows
    .map(({ phrase }) => ({ start: phrase ? lower.indexOf(phrase) : -1, length: phrase.length }))
    .filter(({ start }) => start >= 0)
    .sort((one, other) => one.start - other.start || other.length - one.length);
  /** @type {(Node | string)[]} */
  const parts = [];
  let end = 0;
  for (const { start, length } of spans) {
    if (start < end) continue;
    parts.push(prompt.slice(end, start), make("mark", {}, prompt.slice(start, start + length)));
    end = start + length;
  }
  return [...parts, prompt.slice(end)];
}

/** @param {string[]} sentences */
function notes(sentences) {
  if (!sentences.length) return [];
  const list = sentences.map((sentence) => make("li", {}, sentence));
  return [make("div", { class: "notes" }, make("h3", {}, "Otherwise than asked"), make("ul", {}, ...list))];
}
