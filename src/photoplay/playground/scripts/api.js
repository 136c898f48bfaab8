/** The public API of this server, and nothing else of it. */

/**
 * @typedef {{types: string[], max_bytes: number, min_side: number, max_aspect?: number}} PictureRules
 * @typedef {string | number | boolean} Value
 * @typedef {Record<string, Value>} Inputs
 *
 * @typedef {object} FieldSchema
 * @property {"string" | "number" | "integer" | "boolean"} type
 * @property {string} title
 * @property {string} description
 * @property {Value} [default]
 * @property {number} [maxLength]
 * @property {number} [minimum]
 * @property {number} [maximum]
 * @property {Value[]} [enum]
 * @property {Value[]} [examples]
 * @property {PictureRules} [x-picture]
 * @property {[string, string]} [x-ends]
 * @property {false} [x-form]
 *
 * @typedef {object} RequestSchema
 * @property {Record<string, FieldSchema>} properties
 * @property {string[]} required
 * @property {string[]} x-order-properties
 *
 * @typedef {object} Model
 * @property {string} model_id
 * @property {string} name
 * @property {string} description
 * @property {number} frame_rate
 * @property {string} resolution
 * @property {{api_schemas: {server: string, api_path: string, request_schema: RequestSchema}[]}} api_schema
 *
 * @typedef {object} Prediction
 * @property {string} id
 * @property {string} model
 * @property {Inputs} [input]
 * @property {string[]} outputs
 * @property {{get: string}} urls
 * @property {"created" | "processing" | "completed" | "failed"} status
 * @property {string} created_at
 * @property {string} error
 * @property {number} executionTime
 * @property {number} progress
 * @property {string} stage
 * @property {number} queue_position
 * @property {true} [cancelled]
 *
 * @typedef {{group: string, name: string, start: number, end: number, phrase: string}} Row
 * @typedef {object} Plan
 * @property {{duration: number}} [plan]
 * @property {Row[]} rows
 * @property {{name: string, text: string}[]} looks
 * @property {string[]} notes
 *
 * @typedef {Plan & {frames: {time: number, image: string}[]}} Storyboard
 * @typedef {{family: string, terms: {name: string, phrases: string[], example: string}[]}} Family
 * @typedef {{page: number, total: number, items: Prediction[]}} Page
 * @typedef {{billing_type: "deduct" | "refund", price: number, prediction: {uuid: string}}} Bill
 */

const MEDIA = "/media/";
const OFFLINE = "The server does not answer. Is it still running?";

/** A request that was refused, with the sentence that says why. */
export class ApiError extends Error {
  /**
   * @param {number} status 0 where there was no answer at all
   * @param {string} message
   */
  constructor(status, message) {
    super(message);
    this.status = status;
  }

  /** The name of the field that the sentence begins with, if it is about one. */
  get field() {
    return this.status === 400 ? this.message.split(" ", 1)[0] : "";
  }
}

/** Calls with a key. */
export class Api {
  /** @param {() => string} key */
  constructor(key) {
    this.key = key;
  }

  /** @returns {Promise<number>} dollars */
  async balance() {
    return (await this.#get("balance")).balance;
  }

  /** @returns {Promise<Model[]>} */
  models() {
    return this.#get("models");
  }

  /** @returns {Promise<Family[]>} */
  vocabulary() {
    return this.#get("vocabulary");
  }

  /** @returns {Promise<string>} */
  async secret() {
    return (await this.#get("webhook/secret")).secret;
  }

  /**
   * @param {string} model_id
   * @param {Inputs} inputs
   * @returns {Promise<number>} dollars
   */
  async price(model_id, inputs) {
    return (await this.#post("model/price", { model_id, inputs })).price;
  }

  /**
   * @param {File} file
   * @returns {Promise<string>} its link
   */
  async upload(file) {
    const form = new FormData();
    form.append("file", file, file.name);
    return (await this.#ask("POST", "media/upload/binary", { body: form })).download_url;
  }

  /**
   * @param {string} model_id
   * @param {Inputs} inputs
   * @returns {Promise<Prediction>}
   */
  submit(model_id, inputs) {
    return this.#post(model_id, inputs);
  }

  /**
   * @param {string} model_id
   * @param {Inputs} inputs
   * @param {AbortSignal} signal
   * @returns {Promise<Storyboard>}
   */
  storyboard(model_id, inputs, signal) {
    return this.#post(`${model_id}/storyboard`, inputs, signal);
  }

  /**
   * @param {string} id
   * @returns {Promise<Prediction>}
   */
  result(id) {
    return this.#get(`predictions/${id}/result`);
  }

  /**
   * @param {string} id
   * @returns {Promise<Plan>}
   */
  plan(id) {
    return this.#get(`predictions/${id}/plan`);
  }

  /**
   * @param {string} id
   * @returns {Promise<Prediction>}
   */
  cancel(id) {
    return this.#ask("POST", `predictions/${id}/cancel`);
  }

  /**
   * @param {{page: number, page_size: number, prompt: string}} wanted
   * @returns {Promise<Page>}
   */
  search(wanted) {
    return this.#post("predictions", { ...wanted, include_inputs: true });
  }

  /** @param {string[]} ids */
  remove(ids) {
    return this.#post("predictions/delete", { ids });
  }

  /**
   * @param {string[]} prediction_uuids
   * @returns {Promise<Bill[]>}
   */
  async bills(prediction_uuids) {
    return (await this.#post("billings/search", { prediction_uuids, page_size: 100 })).items;
  }

  /**
   * Give a prediction each time that something about it changes, until it ends or the connection does.
   * @param {string} id
   * @param {AbortSignal} signal
   * @returns {AsyncGenerator<Prediction>}
   */
  async *events(id, signal) {
    const answer = await this.#fetch("GET", `predictions/${id}/events`, { signal });
    const reader = /** @type {ReadableStream<Uint8Array>} */ (answer.body).getReader();
    const decoder = new TextDecoder();
    let text = "";
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      const events = (text + decoder.decode(read.value, { stream: true })).split("\n\n");
      text = events.pop() ?? "";
      for (const event of events) {
        const data = event.split("\n").find((line) => line.startsWith("data: "));
        if (data) yield JSON.parse(data.slice("data: ".length));
      }
    }
  }

  /** @param {string} path */
  #get(path) {
    return this.#ask("GET", path);
  }

  /**
   * @param {string} path
   * @param {object} body
   * @param {AbortSignal} [signal]
   */
  #post(path, body, signal) {
    return this.#ask("POST", path, { body: JSON.stringify(body), signal });
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {RequestInit} [options]
   * @returns {Promise<any>}
   */
  async #ask(method, path, options) {
    return (await (await this.#fetch(method, path, options)).json()).data;
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {RequestInit} [options]
   */
  async #fetch(method, path, options) {
    const address = new URL(`api/v3/${path}`, document.baseURI);
    const headers = { Authorization: `Bearer ${this.key()}` };
    const answer = await fetch(address, { method, headers, ...options }).catch((/** @type {Error} */ error) => {
      throw error.name === "AbortError" ? error : new ApiError(0, OFFLINE);
    });
    if (answer.ok) return answer;
    const refusal = await answer.json().catch(() => ({}));
    throw new ApiError(answer.status, refusal.message ?? `The server answered ${answer.status}.`);
  }
}

/**
 * Return where this page finds a file of this server, whose links begin with the address that clients use: that may be
 * another name than the one this page was opened under. Nothing for files of other servers, which are not loaded.
 * @param {Value | undefined} link
 * @param {string} ours a link of this server
 */
export function local(link, ours) {
  if (typeof link !== "string" || !URL.canParse(link) || new URL(link).origin !== new URL(ours).origin) return "";
  const [, file] = new URL(link).pathname.split(MEDIA);
  return file ? new URL(MEDIA.slice(1) + file, document.baseURI).href : "";
}
