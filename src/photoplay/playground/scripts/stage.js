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

/** Scroll to the stage, if its beginning is out of sight. */
export function reveal() {
  const stage = found("stage", HTMLElement);
  const { top } = stage.getBoundingClientRect();
  if (top < 0 || top > innerHeight / 2) stage.scrollIntoView();
}

/** @returns {View} */
export const shown = () => /** @type {View} */ (found("stage", HTMLElement).dataset.view);
