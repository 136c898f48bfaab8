/** The storyboard: six frames of what would come, and the plan, for free. */

import { found, make } from "./dom.js";
import { showPlan } from "./timeline.js";
import { seconds } from "./words.js";

export class Board {
  #status = found("board-status", HTMLElement);
  #frames = found("frames", HTMLElement);
  #plan = found("board-plan", HTMLElement);
  #stop = found("board-stop", HTMLButtonElement);
  #asked = new AbortController();

  constructor() {
    this.#stop.addEventListener("click", () => this.#asked.abort());
  }

  /**
   * Have a storyboard drawn, and show it.
   * @param {(signal: AbortSignal) => Promise<import("./api.js").Storyboard>} ask
   * @param {string} prompt
   */
  async draw(ask, prompt) {
    this.#asked.abort();
    this.#asked = new AbortController();
    this.#plan.replaceChildren();
    this.#frames.replaceChildren(...Array.from({ length: 6 }, () => make("li", { class: "waiting" })));
    this.#status.textContent = "Six frames are being drawn; the first storyboard takes some seconds longer.";
    this.#stop.hidden = false;
    try {
      const board = await ask(this.#asked.signal);
      this.#frames.replaceChildren(...board.frames.map(shownFrame));
      showPlan(this.#plan, board, prompt);
      this.#status.textContent = "This is what Run would film, at low resolution.";
    } finally {
      this.#stop.hidden = true;
    }
  }
}

/** @param {{time: number, image: string}} frame */
function shownFrame({ time, image }) {
  return make("li", {}, make("img", { src: image, alt: `The clip at ${seconds(time)}` }), make("span", {}, seconds(time)));
}
