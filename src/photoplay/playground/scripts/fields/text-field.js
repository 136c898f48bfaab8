/** Words, in one line or many, and whole numbers. */

import { make } from "../dom.js";
import { Field } from "./field.js";

const LONG = 200;

export class TextField extends Field {
  /**
   * @param {string} name
   * @param {import("./field.js").FieldSchema} schema
   * @param {boolean} required
   */
  constructor(name, schema, required) {
    super(name, schema, required);
    const attributes = { id: name, name, "aria-describedby": `${name}-problem`, title: schema.description };
    const long = schema.type === "string" && (schema.maxLength ?? 0) > LONG;
    this.input = long
      ? make("textarea", { ...attributes, rows: required ? 4 : 1, maxlength: schema.maxLength, placeholder: this.#hint(), required })
      : make("input", { ...attributes, inputmode: schema.type === "integer" ? "numeric" : undefined, autocomplete: "off", placeholder: this.#hint() });
    this.counter = make("span", { class: "counter", id: `${name}-counter` });
    this.input.addEventListener("input", () => this.#changed());
    const label = make("label", { for: name }, schema.title);
    this.element.append(make("div", { class: "label" }, label, this.counter), this.input, this.problem);
    this.#count();
  }

  get control() {
    return this.input;
  }

  /** Whether it is for prose. */
  get counted() {
    return this.input instanceof HTMLTextAreaElement;
  }

  get value() {
    const text = this.input.value;
    if (!text.trim()) return undefined;
    return this.schema.type === "integer" && /^[+-]?\d+$/.test(text.trim()) ? Number(text) : text;
  }

  /** @param {import("./field.js").Value | undefined} value */
  fill(value) {
    this.input.value = value === undefined ? "" : String(value);
    this.#changed();
  }

  #changed() {
    this.complain("");
    this.#count();
    this.onchange();
  }

  #count() {
    const most = this.schema.maxLength;
    this.counter.textContent = most && this.input.value ? `${this.input.value.length} of ${most}` : "";
  }

  #hint() {
    const example = this.schema.examples?.[0];
    return this.schema.type === "integer" ? "drawn at random" : `${example}`;
  }
}
