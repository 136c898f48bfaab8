/** Shots to begin with: a photograph and a prompt for it. */

import { found, make } from "./dom.js";

const FOLDER = "playground/examples/";

/**
 * @param {(file: File, prompt: string) => void} choose
 */
export async function showExamples(choose) {
  /** @type {{picture: string, small: string, about: string, prompt: string}[]} */
  const shots = await (await fetch(`${FOLDER}shots.json`)).json();
  const cards = shots.map(({ picture, small, about, prompt }) => {
    const begin = async () => {
      const content = await (await fetch(FOLDER + picture)).blob();
      choose(new File([content], picture, { type: content.type }), prompt);
    };
    const image = make("img", { src: FOLDER + small, alt: about, loading: "lazy" });
    return make("li", {}, make("button", { type: "button", onclick: begin }, image, make("span", {}, prompt)));
  });
  found("examples", HTMLElement).replaceChildren(...cards);
}
