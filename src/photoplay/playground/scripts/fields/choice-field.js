/** One of a few values. */

import { make } from "../dom.js";
import { Field } from "./field.js";

export class ChoiceField extends Field {
  /**
   * @param {string} name
   * @param {import("./field.js").FieldSchema} schema
   * @param {boolean} required
   */
  constructor(name, schema, required) {
    super(name, schema, required, "fieldset");
    this.radios = (schema.enum ?? []).map((value) => make("input", { type: "radio", name, value: String(value) }));
    const choices = this.radios.map((radio) => make("label", {}, radio, make("span", {}, radio.value)));
    this.element.addEventListener("change", () => this.#changed());
    this.element.append(
      make("legend", { title: schema.description }, schema.title),
      make("div", { class: "choices" }, ...choices),
      this.problem,
    );
    this.fill(undefined);
  }

  get control() {
    return this.radios.find((radio) => radio.checked) ?? this.radios[0];
  }

  get value() {
    return this.schema.enum?.find((_, index) => this.radios[index].checked);
  }

  /** @param {import("./field.js").Value | undefined} value */
  fill(value) {
    for (const radio of this.radios) radio.checked = radio.value === String(value ?? this.schema.default);
    this.#changed();
  }

  #changed() {
    this.complain("");
    this.onchange();
  }
}
