/** The prompt helper: words of the director's own vocabulary that write themselves into the prompt. */

import { make } from "./dom.js";
import { capitalised } from "./words.js";

const FAMILIES = ["Shot sizes", "Angles", "Camera moves", "Pace", "Light", "Effects", "Grades and styles"];
const FIRST = "Camera moves";
const WITHIN = "Pace";

/**
 * Put the words under the prompt.
 * @param {import("./api.js").Family[]} vocabulary
 * @param {import("./fields/text-field.js").TextField} prompt
 */
export function showChips(vocabulary, prompt) {
  const families = FAMILIES.flatMap((name) => vocabulary.filter(({ family }) => family === name));
  const chips = make("div", { class: "chips", role: "group", "aria-label": "Words to put into the prompt" });
  const tabs = families.map((family) => make("button", { type: "button", onclick: () => open(family) }, family.family));
  const open = (/** @type {import("./api.js").Family} */ opened) => {
    tabs.forEach((tab, index) => tab.setAttribute("aria-pressed", String(families[index] === opened)));
    const within = opened.family === WITHIN;
    const shown = opened.terms.map(({ name, phrases, example }) => {
      const write = () => prompt.fill(joined(String(prompt.value ?? ""), phrases[0], within));
      return make("button", { type: "button", title: example, onclick: write }, within ? phrases[0] : name);
    });
    chips.replaceChildren(...shown);
  };
  open(families.find(({ family }) => family === FIRST) ?? families[0]);
  prompt.element.append(
    make("details", { class: "words" },
      make("summary", {}, "Words of the director"),
      make("div", { class: "families", role: "group", "aria-label": "Kinds of words" }, ...tabs),
      chips,
    ),
  );
}

/**
 * Return the prompt with a phrase more: as a sentence of its own, or within the last one.
 * @param {string} prompt
 * @param {string} phrase
 * @param {boolean} within
 */
function joined(prompt, phrase, within) {
  const before = prompt.trimEnd();
  if (!before) return within ? `${capitalised(phrase)} ` : `${capitalised(phrase)}.`;
  const isSentence = /[.!?\u3002]$/.test(before);
  if (within) return isSentence ? `${before.slice(0, -1)} ${phrase}.` : `${before} ${phrase}`;
  const isBegun = before.split(/[.!?] /).pop()?.split(" ").length === 1 && !isSentence;
  return isBegun ? `${before} ${phrase}.` : `${before}${isSentence ? "" : "."} ${capitalised(phrase)}.`;
}
