/** What is seen and heard of a take while it is being made. */

import { local } from "./api.js";
import { announce, found } from "./dom.js";
import { elapsed } from "./words.js";

const TICK = 250;
const QUARTERS = 4;

export class Progress {
  #name = found("stage-name", HTMLElement);
  #share = found("share", HTMLProgressElement);
  #percent = found("percent", HTMLElement);
  #elapsed = found("elapsed", HTMLElement);
  #queue = found("queue", HTMLElement);
  #cancel = found("cancel", HTMLButtonElement);
  #still = found("still", HTMLImageElement);
  #since = 0;
  #ticking = 0;
  #said = "";

  /** Show that a request is on its way. @param {string} photograph its URL, or "" */
  send(photograph) {
    this.#cancel.hidden = true;
    this.#begin(Date.now(), photograph);
    this.#tell("Sending", 0, "");
  }

  /** @param {import("./api.js").Prediction} prediction */
  show(prediction) {
    this.#cancel.hidden = false;
    const photograph = local(prediction.input?.image, prediction.urls.get);
    this.#begin(Date.parse(prediction.created_at), photograph || this.#still.src);
    if (prediction.status === "created") {
      const ahead = prediction.queue_position - 1;
      this.#tell("In the queue", 0, ahead > 0 ? `${ahead} ${ahead === 1 ? "take is" : "takes are"} ahead of this one.` : "It is the next.");
    } else this.#tell(prediction.stage || "Starting", prediction.progress, "");
  }

  stop() {
    clearInterval(this.#ticking);
    this.#said = "";
    this.#still.removeAttribute("src");
  }

  /**
   * @param {number} since
   * @param {string} photograph
   */
  #begin(since, photograph) {
    this.#since = since;
    if (photograph && this.#still.src !== photograph) this.#still.src = photograph;
    this.#still.hidden = !photograph;
    clearInterval(this.#ticking);
    const tick = () => (this.#elapsed.textContent = elapsed(Date.now() - this.#since));
    this.#ticking = window.setInterval(tick, TICK);
    tick();
  }

  /**
   * @param {string} name
   * @param {number} share
   * @param {string} queue
   */
  #tell(name, share, queue) {
    this.#name.textContent = name;
    this.#queue.textContent = queue;
    this.#share.value = share;
    this.#percent.textContent = share ? `${Math.round(share * 100)} %` : "";
    const quarter = Math.floor(share * QUARTERS) / QUARTERS;
    const said = [name, queue, quarter ? `${quarter * 100} percent` : ""].filter(Boolean).join(", ");
    if (said !== this.#said) announce((this.#said = said));
  }
}
