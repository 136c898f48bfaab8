/** The form: one field for each that the model's request schema names for people, in its order. */

import { make } from "./dom.js";
import { ChoiceField } from "./fields/choice-field.js";
import { PictureField } from "./fields/picture-field.js";
import { RangeField } from "./fields/range-field.js";
import { TextField } from "./fields/text-field.js";

/**
 * @typedef {import("./api.js").Model} Model
 * @typedef {import("./api.js").Inputs} Inputs
 * @typedef {import("./fields/field.js").Field} Field
 */

/** @param {Model} model */
export const schemaOf = (model) => model.api_schema.api_schemas[0].request_schema;

export class Form {
  /** Those of the model. @type {Map<string, Field>} */
  fields = new Map();
  /** Those of all models so far, which keep what was filled in. @type {Map<string, Field>} */
  #made = new Map();

  /**
   * @param {HTMLElement} place
   * @param {(file: File) => Promise<string>} upload
   * @param {(field: Field) => void} onchange
   */
  constructor(place, upload, onchange) {
    this.place = place;
    this.upload = upload;
    this.onchange = onchange;
  }

  /**
   * Show the fields of a model, filled in as they were before.
   * @param {Model} model
   */
  build(model) {
    const { server, request_schema: schema } = model.api_schema.api_schemas[0];
    const names = schema["x-order-properties"].filter((name) => schema.properties[name]["x-form"] !== false);
    for (const name of names) if (!this.#made.has(name)) this.#made.set(name, this.#field(name, schema, server));
    this.fields = new Map(names.map((name) => [name, /** @type {Field} */ (this.#made.get(name))]));
    const pictures = make("div", { class: "pictures" });
    const short = make("div", { class: "short" });
    this.place.replaceChildren(pictures);
    for (const field of this.fields.values()) {
      if (field instanceof PictureField) pictures.append(field.element);
      else if (field instanceof ChoiceField || (field instanceof TextField && !field.counted)) short.append(field.element);
      else this.place.append(field.element);
    }
    this.place.append(short);
  }

  /** What is filled in so far; a picture that is not sent yet by its file's name. @returns {Inputs} */
  get values() {
    return this.#present([...this.fields.values()].map((field) => [field.name, field.value]));
  }

  /** @param {string} name */
  picture(name) {
    const field = this.fields.get(name);
    return field instanceof PictureField ? field : undefined;
  }

  /** @param {string} name */
  text(name) {
    const field = this.fields.get(name);
    return field instanceof TextField ? field : undefined;
  }

  /** @param {Inputs} inputs */
  fill(inputs) {
    for (const field of this.fields.values()) field.fill(inputs[field.name]);
  }

  /** Complain about everything that can be seen to be wrong, and go to the first; return whether nothing is. */
  check() {
    const wrong = [...this.fields.values()].filter((field) => !field.check());
    wrong[0]?.control.focus();
    return wrong.length === 0;
  }

  /** What is sent, pictures uploaded. @returns {Promise<Inputs>} */
  async ready() {
    const values = [...this.fields.values()].map(async (field) => /** @type {const} */ ([field.name, await field.ready()]));
    return this.#present(await Promise.all(values));
  }

  /**
   * Say a sentence of the server beside the field that it is about; return whether there is one.
   * @param {string} name
   * @param {string} sentence
   */
  complain(name, sentence) {
    const field = this.fields.get(name);
    field?.complain(sentence);
    field?.control.focus();
    return field !== undefined;
  }

  /**
   * @param {(readonly [string, import("./api.js").Value | undefined])[]} values
   * @returns {Inputs}
   */
  #present(values) {
    /** @type {Inputs} */
    const present = {};
    for (const [name, value] of values) if (value !== undefined) present[name] = value;
    return present;
  }

  /**
   * @param {string} name
   * @param {import("./api.js").RequestSchema} schema
   * @param {string} server
   * @returns {Field}
   */
  #field(name, { properties, required }, server) {
    const field = this.#of(name, properties[name], required.includes(name), server);
    field.onchange = () => this.onchange(field);
    return field;
  }

  /**
   * @param {string} name
   * @param {import("./api.js").FieldSchema} schema
   * @param {boolean} required
   * @param {string} server
   */
  #of(name, schema, required, server) {
    if (schema["x-picture"]) return new PictureField(name, schema, required, server, this.upload);
    if (schema.enum) return new ChoiceField(name, schema, required);
    if (schema.type === "number") return new RangeField(name, schema, required);
    return new TextField(name, schema, required);
  }
}
