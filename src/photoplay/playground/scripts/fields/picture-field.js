/** A photograph: dragged, pasted, picked, or known by its link. */

import { ApiError, local } from "../api.js";
import { announce, make } from "../dom.js";
import { Field } from "./field.js";
import { examine } from "./picture-rules.js";

/**
 * @typedef {import("./picture-rules.js").Seen} Seen
 * @typedef {{name: string, file?: File, link?: string, seen?: Seen}} Picture a file, or a link to one
 */

export class PictureField extends Field {
  /** @type {Picture | undefined} */
  #picture;
  #broken = false;

  /**
   * @param {string} name
   * @param {import("./field.js").FieldSchema} schema
   * @param {boolean} required
   * @param {string} server where this server's links lead
   * @param {(file: File) => Promise<string>} upload
   */
  constructor(name, schema, required, server, upload) {
    super(name, schema, required);
    this.rules = /** @type {import("../api.js").PictureRules} */ (schema["x-picture"]);
    this.server = server;
    this.upload = upload;
    this.input = make("input", {
      id: name,
      type: "file",
      class: "unseen",
      accept: this.rules.types.join(),
      "aria-describedby": `${name}-problem`,
    });
    this.preview = make("img", { alt: "", hidden: true });
    this.caption = make("span", { class: "caption" });
    this.tile = make("label", { class: "tile", for: name, title: schema.description }, this.preview, this.caption);
    this.clear = make("button", { type: "button", class: "clear", "data-icon": "close", hidden: true });
    this.clear.setAttribute("aria-label", `Take away: ${schema.title.toLowerCase()}`);
    this.element.classList.add("picture");
    this.element.append(
      make("div", { class: "label" }, make("span", { id: `${name}-label` }, schema.title, required ? "" : make("small", {}, " optional"))),
      this.input,
      this.tile,
      this.clear,
      this.problem,
    );
    this.input.setAttribute("aria-label", `${schema.title}: choose a file`);
    this.input.addEventListener("change", () => this.input.files?.[0] && this.take(this.input.files[0]));
    this.clear.addEventListener("click", () => {
      this.fill(undefined);
      this.input.focus();
    });
    this.#listenForDrops();
    this.#show();
  }

  get control() {
    return this.input;
  }

  get picture() {
    return this.#picture;
  }

  get value() {
    return this.#picture && (this.#picture.link ?? this.#picture.name);
  }

  /**
   * Take a file, if it breaks no rule.
   * @param {File} file
   */
  async take(file) {
    const { problem, seen } = await examine(file, this.rules);
    this.#set({ name: file.name, file, seen });
    this.#broken = problem !== "";
    this.complain(problem);
    if (!problem) announce(`${this.schema.title}: ${file.name}`);
  }

  /** @param {import("./field.js").Value | undefined} link */
  fill(link) {
    const name = String(link).split("/").pop() ?? "";
    this.#set(link === undefined ? undefined : { name, link: String(link), seen: this.#known(String(link)) });
  }

  check() {
    if (this.#broken) return false;
    return super.check();
  }

  /** The link of the picture, which is uploaded first where it has none. */
  async ready() {
    if (this.#picture?.file && !this.#picture.link) {
      const picture = this.#picture;
      try {
        picture.link = await this.upload(this.#picture.file);
      } catch (error) {
        if (error instanceof ApiError && error.status === 400) this.complain(error.message);
        throw error;
      }
    }
    return this.#picture?.link;
  }

  /** @param {Picture | undefined} picture */
  #set(picture) {
    this.#broken = false;
    this.#picture = picture;
    this.input.value = "";
    this.complain("");
    this.#show();
    this.onchange();
  }

  #show() {
    const { seen, name } = this.#picture ?? {};
    this.preview.hidden = !seen;
    if (seen) this.preview.src = seen.url;
    else this.preview.removeAttribute("src");
    this.caption.textContent = name && !seen ? name : this.#picture ? "" : "Drop, paste or choose";
    this.clear.hidden = !this.#picture;
    this.tile.classList.toggle("filled", this.#picture !== undefined);
  }

  /**
   * What can be shown of a picture by its link: those that this server keeps.
   * @param {string} link
   * @returns {Seen | undefined}
   */
  #known(link) {
    const url = local(link, this.server);
    return url ? { url, width: 0, height: 0 } : undefined;
  }

  #listenForDrops() {
    const over = (/** @type {boolean} */ is) => this.tile.classList.toggle("over", is);
    this.element.addEventListener("dragover", (event) => {
      event.preventDefault();
      event.stopPropagation();
      over(true);
    });
    this.element.addEventListener("dragleave", () => over(false));
    this.element.addEventListener("drop", (event) => {
      event.preventDefault();
      event.stopPropagation();
      over(false);
      const file = event.dataTransfer?.files[0];
      if (file) this.take(file);
    });
  }
}
