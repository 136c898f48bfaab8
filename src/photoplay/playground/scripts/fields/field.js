/** One field of the form: its label, its control, and the sentence beside it that says what is wrong. */

import { make } from "../dom.js";

/**
 * @typedef {import("../api.js").FieldSchema} FieldSchema
 * @typedef {import("../api.js").Value} Value
 */

/** The part that all fields share; a kind of field adds its control. */
export class Field {
  /**
   * @param {string} name
   * @param {FieldSchema} schema
   * @param {boolean} required
   * @param {"div" | "fieldset"} [tag]
   */
  constructor(name, schema, required, tag = "div") {
    this.name = name;
    this.schema = schema;
    this.required = required;
    this.problem = make("p", { id: `${name}-problem`, class: "error", role: "alert" });
    /** @type {HTMLElement} */
    this.element = make(tag, { class: "field", "data-field": name });
    /** @type {() => void} */
    this.onchange = () => {};
  }

  /** The element to go to when something is wrong. @returns {HTMLElement} */
  get control() {
    throw new Error(`The field ${this.name} has no control.`);
  }

  /** What was given; undefined for nothing. @returns {Value | undefined} */
  get value() {
    throw new Error(`The field ${this.name} has no value.`);
  }

  /** @param {Value | undefined} _value undefined for what holds where nothing is given */
  fill(_value) {
    throw new Error(`The field ${this.name} cannot be filled.`);
  }

  /** What is sent. @returns {Promise<Value | undefined>} */
  async ready() {
    return this.value;
  }

  /** @param {string} sentence "" for nothing wrong */
  complain(sentence) {
    this.problem.textContent = sentence;
    this.control.toggleAttribute("aria-invalid", sentence !== "");
    if (sentence) this.control.setAttribute("aria-invalid", "true");
  }

  /** Complain about what is missing; return whether nothing is. */
  check() {
    const missing = this.required && this.value === undefined;
    this.complain(missing ? `${this.schema.title} is required.` : "");
    return !missing;
  }
}
