/** The left side: which model is asked, what it is told, what it costs, and what is wrong with that. */

import { ApiError } from "./api.js";
import { found, make } from "./dom.js";
import { PictureField } from "./fields/picture-field.js";
import { TextField } from "./fields/text-field.js";
import { Form } from "./form.js";
import { capitalised, dollars } from "./words.js";

/** @typedef {import("./api.js").Model} Model */

export const FIRST_FRAME = "image";
export const PROMPT = "prompt";

export class Direction {
  /** @type {Model[]} */
  #models = [];
  #asked = 0;
  #problem = found("form-error", HTMLElement);
  #price = found("price", HTMLElement);
  /** Called when the first frame is another. */
  onphotograph = () => {};

  /** @param {import("./api.js").Api} api */
  constructor(api) {
    this.api = api;
    this.form = new Form(found("fields", HTMLElement), (file) => api.upload(file), (field) => this.#changed(field));
    found("models", HTMLElement).addEventListener("change", () => this.#build());
  }

  /** The model that is asked. @returns {Model} */
  get model() {
    const chosen = /** @type {HTMLInputElement | null} */ (document.querySelector("input[name=model]:checked"));
    return this.modelCalled(chosen?.value ?? "");
  }

  /** @param {string} id */
  modelCalled(id) {
    return this.#models.find(({ model_id }) => model_id === id) ?? this.#models[0];
  }

  /** The first frame as it is shown, if there is one. */
  get photograph() {
    return this.form.picture(FIRST_FRAME)?.picture?.seen?.url ?? "";
  }

  get prompt() {
    return String(this.form.values[PROMPT] ?? "");
  }

  /** @param {Model[]} models */
  offer(models) {
    this.#models = models;
    const choices = models.map((model, index) => {
      const radio = make("input", { type: "radio", name: "model", value: model.model_id, checked: index === 0 });
      const name = capitalised(model.name.split(", ").pop() ?? model.name);
      return make("label", { title: model.description }, radio, make("span", {}, name, make("small", {}, ` ${model.resolution}`)));
    });
    found("models", HTMLElement).replaceChildren(make("legend", {}, "Model"), make("div", { class: "choices" }, ...choices));
    this.#build();
    found("form", HTMLElement).removeAttribute("aria-busy");
  }

  /**
   * Fill in what an earlier request said.
   * @param {string} model
   * @param {import("./api.js").Inputs} inputs
   */
  fill(model, inputs) {
    for (const radio of /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("input[name=model]"))) {
      radio.checked = radio.value === model;
    }
    this.#build();
    this.form.fill(inputs);
  }

  /** Return whether everything that can be checked here is right; complain where not. */
  check() {
    this.#problem.textContent = "";
    return this.form.check();
  }

  /**
   * Say what the server refused, beside the field that it is about or beside the button.
   * @param {unknown} error
   */
  complain(error) {
    const sentence = error instanceof Error ? error.message : String(error);
    const field = error instanceof ApiError ? error.field : "";
    if (!this.form.complain(field, sentence)) this.#problem.textContent = sentence;
  }

  #build() {
    this.form.build(this.model);
    this.#quote();
  }

  /** @param {import("./fields/field.js").Field} field */
  #changed(field) {
    this.#problem.textContent = "";
    if (field.name === FIRST_FRAME) this.onphotograph();
    if (!(field instanceof TextField || field instanceof PictureField)) this.#quote();
  }

  /** Ask the price of what is chosen; an answer that a later question has overtaken is dropped. */
  async #quote() {
    const asked = ++this.#asked;
    const chosen = Object.entries(this.form.values).filter(([name]) => !this.form.text(name) && !this.form.picture(name));
    const price = await this.api.price(this.model.model_id, Object.fromEntries(chosen)).then(dollars, () => "");
    if (asked === this.#asked) this.#price.textContent = price;
  }
}
