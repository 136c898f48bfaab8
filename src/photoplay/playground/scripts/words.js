/** How values are written for people. */

/** @param {number} amount */
export const dollars = (amount) => `$${amount.toFixed(2)}`;

/** @param {number} value */
export const seconds = (value) => `${value.toFixed(1)} s`;

/** @param {number} milliseconds */
export function elapsed(milliseconds) {
  const whole = Math.max(0, Math.round(milliseconds / 1000));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** @param {string} timestamp */
export const moment = (timestamp) =>
  new Date(timestamp).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });

/** @param {string} text */
export const capitalised = (text) => text.charAt(0).toUpperCase() + text.slice(1);
