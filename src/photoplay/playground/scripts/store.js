/**
 * A value that others watch.
 * @template T
 */
export class Store {
  /** @type {T} */
  #value;
  /** @type {Set<(value: T) => void>} */
  #watchers = new Set();

  /** @param {T} value */
  constructor(value) {
    this.#value = value;
  }

  get value() {
    return this.#value;
  }

  set value(value) {
    this.#value = value;
    for (const watcher of this.#watchers) watcher(value);
  }

  /**
   * Call `watcher` now and whenever the value is set.
   * @param {(value: T) => void} watcher
   */
  watch(watcher) {
    this.#watchers.add(watcher);
    watcher(this.#value);
  }
}
