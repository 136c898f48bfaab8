/** What is on the stage: a photograph, a storyboard, or a take from its beginning to its clip. */

import { local } from "./api.js";
import { Board } from "./board.js";
import { found } from "./dom.js";
import { FIRST_FRAME, PROMPT } from "./direction.js";
import { Player } from "./player.js";
import { Progress } from "./progress.js";
import { reveal, show, shown } from "./stage.js";
import { Take } from "./take.js";
import { showPlan } from "./timeline.js";

/**
 * @typedef {import("./api.js").Prediction} Prediction
 * @typedef {(action: () => unknown) => void} Attempt does something, and says where it was refused
 */

const GONE = "Clips are kept for some days, and this one is not kept any more.";

export class Scene {
  #board = new Board();
  #player = new Player();
  #progress = new Progress();
  #sending = false;
  #isRevealed = true;
  /** Of which take the plan is shown while it is being made. */
  #planned = "";
  #first = found("first", HTMLImageElement);

  /**
   * @param {import("./api.js").Api} api
   * @param {import("./direction.js").Direction} direction
   * @param {() => Promise<unknown>} refresh called when takes or the balance are others
   * @param {Attempt} attempt
   */
  constructor(api, direction, refresh, attempt) {
    this.api = api;
    this.direction = direction;
    this.refresh = refresh;
    this.attempt = attempt;
    this.take = new Take(api);
    this.take.prediction.watch((prediction) => prediction && attempt(() => this.#show(prediction)));
    this.take.trouble.watch((trouble) => trouble && (found("queue", HTMLElement).textContent = trouble));
    direction.onphotograph = () => this.#showPhotograph();
    found("cancel", HTMLButtonElement).addEventListener("click", () => attempt(() => this.#cancel()));
    found("retry", HTMLButtonElement).addEventListener("click", () => attempt(() => this.#runAgain()));
    found("again", HTMLButtonElement).addEventListener("click", () => this.#change());
    found("onward", HTMLButtonElement).addEventListener("click", () => attempt(() => this.#goOn()));
    found("remove", HTMLButtonElement).addEventListener("click", () => attempt(() => this.remove(this.#current.id)));
  }

  /** Ask for the clip, once however often that is pressed, and follow it. */
  async run() {
    if (this.#sending || !this.direction.check()) return;
    const before = shown();
    this.#sending = true;
    this.take.leave();
    this.#progress.send(this.direction.photograph);
    this.#planned = "";
    found("coming", HTMLElement).replaceChildren();
    show("progress");
    reveal();
    try {
      const prediction = await this.api.submit(this.direction.model.model_id, await this.direction.form.ready());
      this.attempt(this.refresh);
      this.attempt(() => this.#follow(prediction.id));
    } catch (error) {
      show(before === "progress" ? "photograph" : before);
      throw error;
    } finally {
      this.#sending = false;
    }
  }

  /** See six frames of it first. */
  async draw() {
    if (!this.direction.check()) return;
    this.take.leave();
    show("board");
    reveal();
    try {
      const ask = async (/** @type {AbortSignal} */ signal) =>
        this.api.storyboard(this.direction.model.model_id, await this.direction.form.ready(), signal);
      await this.#board.draw(ask, this.direction.prompt);
    } catch (error) {
      this.#showPhotograph();
      throw error;
    }
  }

  /**
   * Show a take.
   * @param {string} id
   */
  async open(id) {
    this.#isRevealed = false;
    await this.#follow(id);
  }

  /**
   * Show the take that the address names, as after a reload, with what was asked for in the form.
   * @param {string} id
   */
  async takeUp(id) {
    const prediction = await this.api.result(id);
    this.direction.fill(prediction.model, prediction.input ?? {});
    await this.open(id);
  }

  /**
   * Delete a take, once that is confirmed.
   * @param {string} id
   */
  async remove(id) {
    const dialog = found("delete-dialog", HTMLDialogElement);
    dialog.returnValue = "no";
    dialog.showModal();
    await new Promise((resolve) => dialog.addEventListener("close", resolve, { once: true }));
    if (dialog.returnValue !== "yes") return;
    await this.api.remove([id]);
    if (this.take.prediction.value?.id === id) {
      this.take.leave();
      this.#player.stop();
      this.#showPhotograph();
    }
    await this.refresh();
  }

  /**
   * Follow a take; one that is not there any more makes room for the photograph.
   * @param {string} id
   */
  async #follow(id) {
    try {
      await this.take.follow(id);
    } catch (error) {
      this.#showPhotograph();
      throw error;
    }
  }

  get #current() {
    return /** @type {Prediction} */ (this.take.prediction.value);
  }

  /** @param {Prediction} prediction */
  async #show(prediction) {
    if (prediction.status === "completed" || prediction.status === "failed") {
      this.#progress.stop();
      this.attempt(this.refresh);
      await (prediction.status === "completed" ? this.#showClip(prediction) : this.#showFailure(prediction));
    } else {
      this.#progress.show(prediction);
      show("progress");
      this.#reveal();
      if (prediction.stage) await this.#showComing(prediction);
    }
  }

  /** @param {Prediction} prediction */
  async #showClip(prediction) {
    const clip = local(prediction.outputs[0], prediction.urls.get);
    if (!clip) return this.#showFailure({ ...prediction, error: GONE });
    const { frame_rate } = this.direction.modelCalled(prediction.model);
    this.#player.load(clip, local(prediction.input?.image, prediction.urls.get), frame_rate);
    const { duration, seed } = prediction.input ?? {};
    const took = (prediction.executionTime / 1000).toFixed(1);
    found("facts", HTMLElement).textContent = `${prediction.model} · ${duration} s · seed ${seed} · made in ${took} s`;
    show("player");
    this.#reveal();
    await this.#showPlan("plan", prediction, this.#player);
  }

  /** Show the plan of a take that is being made. @param {Prediction} prediction */
  async #showComing(prediction) {
    if (this.#planned === prediction.id) return;
    this.#planned = prediction.id;
    await this.#showPlan("coming", prediction);
  }

  /**
   * Show the plan of a take, unless another is on the stage by the time that it is there.
   * @param {string} place
   * @param {Prediction} prediction
   * @param {Player} [player]
   */
  async #showPlan(place, { id, input }, player) {
    const plan = await this.api.plan(id);
    if (this.take.prediction.value?.id !== id) return;
    showPlan(found(place, HTMLElement), plan, String(input?.prompt ?? ""), player);
  }

  /** @param {Prediction} prediction */
  #showFailure(prediction) {
    found("failure-title", HTMLElement).textContent = prediction.cancelled ? "Cancelled" : "No clip came of it";
    found("failure-text", HTMLElement).textContent = prediction.error;
    show("failure");
    this.#reveal();
  }

  /** Scroll to a take that somebody opened, once there is something of it to be seen. */
  #reveal() {
    if (!this.#isRevealed) reveal();
    this.#isRevealed = true;
  }

  #showPhotograph() {
    const { photograph } = this.direction;
    if (shown() === "progress" && this.take.prediction.value) return;
    if (photograph) this.#first.src = photograph;
    this.#player.stop();
    show(photograph ? "photograph" : "empty");
  }

  async #cancel() {
    const prediction = this.take.prediction.value;
    if (prediction) await this.api.cancel(prediction.id);
  }

  /** Ask for the same again. */
  async #runAgain() {
    this.direction.fill(this.#current.model, this.#current.input ?? {});
    await this.run();
  }

  /** Fill in what this take was asked for, to be changed. */
  #change() {
    const { model } = this.#current;
    const inputs = this.#current.input ?? {};
    this.take.leave();
    this.direction.fill(model, inputs);
    this.direction.form.text(PROMPT)?.control.focus();
  }

  /** Go on where this clip ends. */
  async #goOn() {
    const frame = await this.#player.lastFrame();
    this.take.leave();
    await this.direction.form.picture(FIRST_FRAME)?.take(frame);
    this.direction.form.text(PROMPT)?.control.focus();
  }
}
