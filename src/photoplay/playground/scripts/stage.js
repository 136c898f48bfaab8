/** The stage shows one thing at a time. */

import { found } from "./dom.js";

/** @typedef {"empty" | "photograph" | "board" | "progress" | "failure" | "player"} View */

/** @param {View} view */
export function show(view) {
  const stage = found("stage", HTMLElement);
  stage.dataset.view = view;
  for (const panel of /** @type {NodeListOf<HTMLElement>} */ (stage.querySelectorAll("[data-panel]"))) {
    panel.hidden = panel.dataset.panel !== view;
  }
}

/** @returns {View} */
export const shown = () => /** @type {View} */ (found("stage", HTMLElement).dataset.view);
