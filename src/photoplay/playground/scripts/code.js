/** The dialog that shows the request as code, to be taken away. */

import { ApiError } from "./api.js";
import { found, make } from "./dom.js";
import { schemaOf } from "./form.js";
import { curl, javascript, json, python } from "./samples.js";

const LANGUAGES = {
  curl: "Needs curl and a shell. The photograph lies beside it.",
  Python: "pip install wavespeed. The photograph lies beside it.",
  JavaScript: "npm install wavespeed; run it as a module (.mjs). The photograph lies beside it.",
  JSON: "The photograph has been uploaded for it.",
};

export class Code {
  /** @type {keyof typeof LANGUAGES} */
  #language = "curl";
  #dialog = found("code-dialog", HTMLDialogElement);
  #text = found("code-text", HTMLElement);
  #copied = found("copied", HTMLElement);

  /** @param {import("./direction.js").Direction} direction */
  constructor(direction) {
    this.direction = direction;
    const names = /** @type {(keyof typeof LANGUAGES)[]} */ (Object.keys(LANGUAGES));
    const tabs = names.map((name) => make("button", { type: "button", onclick: () => this.#choose(name) }, name));
    found("languages", HTMLElement).replaceChildren(...tabs);
    found("copy", HTMLButtonElement).addEventListener("click", () => this.#copy());
  }

  open() {
    this.#dialog.showModal();
    this.#choose(this.#language);
  }

  /** @param {keyof typeof LANGUAGES} language */
  async #choose(language) {
    this.#language = language;
    this.#copied.textContent = "";
    for (const tab of found("languages", HTMLElement).children) {
      tab.setAttribute("aria-pressed", String(tab.textContent === language));
    }
    const address = this.#server + this.direction.model.api_schema.api_schemas[0].api_path;
    found("code-about", HTMLElement).textContent = `${LANGUAGES[language]}${language === "JSON" ? ` POST ${address}` : ""}`;
    this.#text.textContent = await this.#written(language);
  }

  /** @param {keyof typeof LANGUAGES} language */
  async #written(language) {
    if (language !== "JSON") return { curl, Python: python, JavaScript: javascript }[language](this.#request());
    try {
      return json({ ...this.#missing(), ...(await this.direction.form.ready()) });
    } catch (error) {
      return error instanceof ApiError ? error.message : String(error);
    }
  }

  get #server() {
    return this.direction.model.api_schema.api_schemas[0].server;
  }

  /** @returns {import("./samples.js").Request} */
  #request() {
    const inputs = { ...this.#missing(), ...this.direction.form.values };
    /** @type {[string, string][]} */
    const files = [];
    for (const name of this.direction.form.fields.keys()) {
      const picture = this.direction.form.picture(name)?.picture;
      if (!picture?.file) continue;
      files.push([name, picture.name]);
      delete inputs[name];
    }
    return { server: this.#server, model: this.direction.model.model_id, inputs, files };
  }

  /** Examples of what must be given and is not yet. */
  #missing() {
    const { properties, required } = schemaOf(this.direction.model);
    /** @type {import("./api.js").Inputs} */
    const examples = {};
    for (const name of required) examples[name] = properties[name].examples?.[0] ?? "";
    return examples;
  }

  async #copy() {
    const text = this.#text.textContent ?? "";
    try {
      await navigator.clipboard.writeText(text);
      this.#copied.textContent = "Copied.";
    } catch {
      getSelection()?.selectAllChildren(this.#text);
      this.#copied.textContent = "It is selected; copy it with the keyboard.";
    }
  }
}
