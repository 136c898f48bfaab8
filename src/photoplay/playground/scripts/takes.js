/** The takes of this account: searched, opened, deleted, with what each cost. */

import { local } from "./api.js";
import { found, make } from "./dom.js";
import { dollars, moment } from "./words.js";

/**
 * @typedef {import("./api.js").Api} Api
 * @typedef {import("./api.js").Prediction} Prediction
 */

const PAGE_SIZE = 12;
const TYPING_PAUSE = 250;
const WATCHED_EVERY = 5000;

export class Takes {
  #list = found("list", HTMLElement);
  #status = found("list-status", HTMLElement);
  #search = found("search", HTMLInputElement);
  #more = found("more", HTMLButtonElement);
  #page = 1;
  #looked = 0;
  #typing = 0;
  #watching = 0;

  /**
   * @param {Api} api
   * @param {(action: () => unknown) => void} attempt
   * @param {(id: string) => void} open
   * @param {(id: string) => void} remove
   */
  constructor(api, attempt, open, remove) {
    this.api = api;
    this.open = open;
    this.remove = remove;
    this.#more.addEventListener("click", () => attempt(() => this.#load(this.#page + 1)));
    this.#search.addEventListener("input", () => {
      clearTimeout(this.#typing);
      this.#typing = window.setTimeout(() => attempt(() => this.refresh()), TYPING_PAUSE);
    });
  }

  /** Show the newest. */
  refresh() {
    return this.#load(1);
  }

  /** @param {number} page */
  async #load(page) {
    const look = ++this.#looked;
    const prompt = this.#search.value.trim();
    const { total, items } = await this.api.search({ page, page_size: PAGE_SIZE, prompt });
    const costs = await this.#costs(items.map(({ id }) => id));
    if (look !== this.#looked) return;
    this.#watch(page === 1 && items.some(({ status }) => status === "created" || status === "processing"));
    this.#page = page;
    const cards = items.map((prediction) => this.#card(prediction, costs.get(prediction.id) ?? 0));
    if (page === 1) this.#list.replaceChildren(...cards);
    else this.#list.append(...cards);
    const shown = this.#list.children.length;
    this.#more.hidden = shown >= total;
    this.#status.textContent = total ? `${shown} of ${total}` : prompt ? "No take has these words." : "What you film is kept here.";
  }

  /** Look again in a while, as long as something is being made. @param {boolean} on */
  #watch(on) {
    clearTimeout(this.#watching);
    if (!on) return;
    this.#watching = window.setTimeout(() => {
      const isUsed = document.hidden || this.#list.contains(document.activeElement);
      if (isUsed) this.#watch(true);
      else this.refresh().catch(() => this.#watch(true));
    }, WATCHED_EVERY);
  }

  /**
   * What each prediction cost, refunds taken off.
   * @param {string[]} ids
   * @returns {Promise<Map<string, number>>}
   */
  async #costs(ids) {
    /** @type {Map<string, number>} */
    const costs = new Map();
    if (!ids.length) return costs;
    for (const { billing_type, price, prediction } of await this.api.bills(ids)) {
      const signed = billing_type === "deduct" ? price : -price;
      costs.set(prediction.uuid, (costs.get(prediction.uuid) ?? 0) + signed);
    }
    return costs;
  }

  /**
   * @param {Prediction} prediction
   * @param {number} cost
   */
  #card(prediction, cost) {
    const { id, input, status, cancelled, created_at } = prediction;
    const prompt = String(input?.prompt ?? "");
    const picture = local(input?.image, prediction.urls.get);
    const state = cancelled ? "cancelled" : status === "completed" ? `${input?.duration} s` : status === "created" ? "waiting" : status;
    const image = picture
      ? make("img", { src: picture, alt: "", loading: "lazy", onerror: (event) => event.target.classList.add("gone") })
      : make("span", { class: "blank" });
    return make("li", { "data-id": id, "data-status": status },
      make("button", { type: "button", class: "card", onclick: () => this.open(id) },
        image, make("span", { class: "prompt" }, prompt),
        make("span", { class: "meta" }, `${state} · ${dollars(cost)} · ${moment(created_at)}`)),
      make("button", { type: "button", class: "clear", "aria-label": `Delete: ${prompt}`, "data-icon": "close", onclick: () => this.remove(id) }),
    );
  }
}
