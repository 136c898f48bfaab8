/** The account: its key, its balance, and the secret of its webhooks. */

import { ApiError } from "./api.js";
import { announce, found } from "./dom.js";
import { dollars } from "./words.js";

export class Account {
  #dialog = found("account-dialog", HTMLDialogElement);
  #input = found("key", HTMLInputElement);
  #problem = found("key-error", HTMLElement);
  #secret = found("secret-text", HTMLElement);

  /**
   * @param {import("./api.js").Api} api
   * @param {import("./store.js").Store<string>} key
   * @param {() => Promise<void>} enter what is done once a key is known to work
   */
  constructor(api, key, enter) {
    this.api = api;
    this.key = key;
    this.enter = enter;
    found("account", HTMLButtonElement).addEventListener("click", () => this.open(""));
    found("key-form", HTMLFormElement).addEventListener("submit", (event) => {
      event.preventDefault();
      this.#use(this.#input.value.trim());
    });
    found("secret", HTMLButtonElement).addEventListener("click", () => this.#showSecret());
    found("forget", HTMLButtonElement).addEventListener("click", () => this.#forget());
  }

  /** @param {string} problem why a key is asked for */
  open(problem) {
    this.#secret.textContent = "";
    this.#complain(problem);
    this.#input.value = this.key.value;
    found("account-facts", HTMLElement).hidden = !this.key.value || problem !== "";
    if (!this.#dialog.open) this.#dialog.showModal();
    this.#input.focus();
  }

  /** Ask what can be spent, and show it. */
  async refresh() {
    const balance = dollars(await this.api.balance());
    found("balance", HTMLElement).textContent = balance;
    found("account-balance", HTMLElement).textContent = balance;
  }

  /** @param {string} key */
  async #use(key) {
    if (!key) return this.#complain("An API key is required.");
    const before = this.key.value;
    this.key.value = key;
    try {
      await this.enter();
      this.#dialog.close();
      announce("The key works.");
    } catch (error) {
      this.key.value = before === key ? "" : before;
      this.#complain(error instanceof ApiError ? error.message : String(error));
    }
  }

  /** @param {string} sentence */
  #complain(sentence) {
    this.#problem.textContent = sentence;
    this.#input.toggleAttribute("aria-invalid", false);
    if (sentence) this.#input.setAttribute("aria-invalid", "true");
  }

  async #showSecret() {
    const said = (/** @type {Error} */ error) => this.#complain(error.message);
    this.#secret.textContent = await this.api.secret().catch(said) ?? "";
  }

  #forget() {
    this.key.value = "";
    location.reload();
  }
}
