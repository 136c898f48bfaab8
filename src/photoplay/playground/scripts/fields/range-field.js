/** A number between two ends that mean something. */

import { make } from "../dom.js";
import { Field } from "./field.js";

const STEPS = 20;

export class RangeField extends Field {
  /**
   * @param {string} name
   * @param {import("./field.js").FieldSchema} schema
   * @param {boolean} required
   */
  constructor(name, schema, required) {
    super(name, schema, required);
    const { minimum: min = 0, maximum: max = 1 } = schema;
    const [low, high] = schema["x-ends"] ?? [String(min), String(max)];
    this.input = make("input", {
      id: name,
      name,
      type: "range",
      min,
      max,
      step: (max - min) / STEPS,
      "aria-describedby": `${name}-ends ${name}-problem`,
      title: schema.description,
    });
    this.shown = make("output", { for: name });
    this.input.addEventListener("input", () => this.#changed());
    this.element.append(
      make("div", { class: "label" }, make("label", { for: name }, schema.title), this.shown),
      this.input,
      make("div", { class: "ends", id: `${name}-ends` }, make("span", {}, low), make("span", {}, high)),
      this.problem,
    );
    this.fill(undefined);
  }

  get control() {
    return this.input;
  }

  get value() {
    return Number(this.input.value);
  }

  /** @param {import("./field.js").Value | undefined} value */
  fill(value) {
    this.input.value = String(value ?? this.schema.default ?? 0);
    this.#changed();
  }

  #changed() {
    this.shown.textContent = this.value.toFixed(2);
    this.complain("");
    this.onchange();
  }
}
