/** A take: one prediction, followed until it ends. */

import { ApiError } from "./api.js";
import { Store } from "./store.js";

/**
 * @typedef {import("./api.js").Prediction} Prediction
 * @typedef {import("./api.js").Plan} Plan
 */

const PAUSE = 1500;
const IN_ADDRESS = "#take=";

/** The take that the stage is about, remembered in the address, so that a reload takes it up again. */
export class Take {
  /** @type {Store<Prediction | undefined>} */
  prediction = new Store(/** @type {Prediction | undefined} */ (undefined));
  /** @type {Store<string>} why it cannot be followed, "" while it can */
  trouble = new Store("");
  #stop = new AbortController();

  /** @param {import("./api.js").Api} api */
  constructor(api) {
    this.api = api;
  }

  /** The id of the take that the address names, "" for none. */
  static get addressed() {
    return location.hash.startsWith(IN_ADDRESS) ? location.hash.slice(IN_ADDRESS.length) : "";
  }

  /**
   * Follow a prediction until it ends, another is followed, or this one is let go.
   * @param {string} id
   */
  async follow(id) {
    this.leave();
    const { signal } = (this.#stop = new AbortController());
    history.replaceState(null, "", IN_ADDRESS + id);
    while (!signal.aborted) {
      try {
        for await (const next of this.api.events(id, signal)) if (this.#told(next, signal)) return;
      } catch (error) {
        if (signal.aborted) return;
        if (error instanceof ApiError && error.status >= 400 && error.status < 500) {
          this.leave();
          throw error;
        }
        this.trouble.value = error instanceof ApiError ? error.message : "The connection broke; it is taken up again.";
      }
      await new Promise((resolve) => setTimeout(resolve, PAUSE));
    }
  }

  /** Follow nothing. */
  leave() {
    this.#stop.abort();
    this.trouble.value = "";
    this.prediction.value = undefined;
    if (Take.addressed) history.replaceState(null, "", location.pathname + location.search);
  }

  /**
   * @param {Prediction} prediction
   * @param {AbortSignal} signal
   * @returns {boolean} whether it has ended, or is not followed any more
   */
  #told(prediction, signal) {
    if (signal.aborted) return true;
    this.trouble.value = "";
    this.prediction.value = prediction;
    return prediction.status === "completed" || prediction.status === "failed";
  }
}
