/** Photographs that arrive anywhere on the page: dropped, or pasted. */

import { found } from "./dom.js";

/**
 * @param {(file: File, near: Element | null) => void} takeFile `near` is what has the focus
 * @param {(link: string) => void} takeLink
 */
export function listenForPhotographs(takeFile, takeLink) {
  const hint = found("drop", HTMLElement);
  document.addEventListener("dragover", (event) => {
    event.preventDefault();
    hint.hidden = !event.dataTransfer?.types.includes("Files");
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) hint.hidden = true;
  });
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    hint.hidden = true;
    const file = event.dataTransfer?.files[0];
    if (file) takeFile(file, null);
  });
  document.addEventListener("paste", (event) => {
    const file = event.clipboardData?.files[0];
    const text = event.clipboardData?.getData("text").trim() ?? "";
    if (file) takeFile(file, document.activeElement);
    else if (/^https?:\S+$/.test(text) && !isTyping(event.target)) takeLink(text);
  });
}

/** @param {EventTarget | null} target */
const isTyping = (target) => target instanceof HTMLElement && target.matches("textarea, input:not([type=file])");
