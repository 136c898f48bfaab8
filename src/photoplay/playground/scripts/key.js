/** The API key: taken from the link that `photoplay serve` prints, or entered once; kept in this browser only. */

import { Store } from "./store.js";

const PLACE = "photoplay.key";
const IN_ADDRESS = "#key=";

/** @returns {Store<string>} the key, "" for none */
export function openKey() {
  if (location.hash.startsWith(IN_ADDRESS)) {
    localStorage.setItem(PLACE, decodeURIComponent(location.hash.slice(IN_ADDRESS.length)));
    history.replaceState(null, "", location.pathname + location.search);
  }
  const key = new Store(localStorage.getItem(PLACE) ?? "");
  key.watch((value) => (value ? localStorage.setItem(PLACE, value) : localStorage.removeItem(PLACE)));
  return key;
}
