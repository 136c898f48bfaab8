/** The page: its parts, and what each does for the others. */

import { Account } from "./account.js";
import { Api, ApiError } from "./api.js";
import { listenForPhotographs } from "./arrivals.js";
import { showChips } from "./chips.js";
import { Code } from "./code.js";
import { Direction, FIRST_FRAME, PROMPT } from "./direction.js";
import { found } from "./dom.js";
import { showExamples } from "./examples.js";
import { openKey } from "./key.js";
import { Scene } from "./scene.js";
import { Take } from "./take.js";
import { Takes } from "./takes.js";

const key = openKey();
const api = new Api(() => key.value);
const direction = new Direction(api);
const account = new Account(api, key, enter);
const takes = new Takes(
  api,
  attempt,
  (id) => attempt(() => scene.open(id)),
  (id) => attempt(() => scene.remove(id)),
);
const scene = new Scene(api, direction, () => Promise.all([account.refresh(), takes.refresh()]), attempt);
const code = new Code(direction);

/** Do what a key opens. */
async function enter() {
  await account.refresh();
  const [models, vocabulary] = await Promise.all([api.models(), api.vocabulary()]);
  direction.offer(models);
  const prompt = direction.form.text(PROMPT);
  if (prompt && !prompt.element.querySelector(".words")) showChips(vocabulary, prompt);
  await takes.refresh();
  const { addressed } = Take;
  if (addressed) attempt(() => scene.takeUp(addressed));
}

/**
 * Do something that the server may refuse, and say so where it belongs.
 * @param {() => unknown} action
 */
async function attempt(action) {
  try {
    await action();
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") return;
    if (error instanceof ApiError && (error.status === 401 || error.status === 403)) account.open(error.message);
    else direction.complain(error);
  }
}

/**
 * @param {File} file
 * @param {string} [name] of the field that it is for
 */
function takeFile(file, name = FIRST_FRAME) {
  const field = direction.form.picture(name);
  if (field) field.take(file);
  else account.open("");
}

found("form", HTMLFormElement).addEventListener("submit", (event) => {
  event.preventDefault();
  attempt(() => scene.run());
});
found("draw", HTMLButtonElement).addEventListener("click", () => attempt(() => scene.draw()));
found("code", HTMLButtonElement).addEventListener("click", () => code.open());
listenForPhotographs(
  (file, near) => takeFile(file, near?.closest("[data-field]")?.getAttribute("data-field") ?? FIRST_FRAME),
  (link) => direction.form.picture(FIRST_FRAME)?.fill(link),
);
showExamples((file, prompt) => {
  takeFile(file);
  direction.form.text(PROMPT)?.fill(prompt);
});
for (const link of document.querySelectorAll("a[href^='#']")) {
  link.addEventListener("click", (event) => {
    event.preventDefault(); // the fragment of the address is the take's
    const target = found(link.getAttribute("href")?.slice(1) ?? "", HTMLElement);
    target.scrollIntoView();
    target.focus();
  });
}

if (key.value) attempt(enter);
else account.open("");
