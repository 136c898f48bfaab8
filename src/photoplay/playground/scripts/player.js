/** The player: plays a clip, goes through it frame by frame, and compares its first frame with the photograph. */

import { found, make } from "./dom.js";

const PLAYING = { "aria-label": "Pause", "data-icon": "pause" };
const PAUSED = { "aria-label": "Play", "data-icon": "play" };

export class Player {
  #video = found("video", HTMLVideoElement);
  #play = found("play", HTMLButtonElement);
  #loop = found("loop", HTMLButtonElement);
  #comparing = found("comparing", HTMLButtonElement);
  #compare = found("compare", HTMLElement);
  #original = found("original", HTMLImageElement);
  #wipe = found("wipe", HTMLInputElement);
  #clock = found("clock", HTMLElement);
  #scrubber = make("input", { type: "range", min: 0, max: 1, value: 0, step: 1, "aria-label": "Frame" });
  #frameRate = 30;

  /** What goes with the timeline: the scrubber over it, and the line of the playhead through it. */
  head = make("div", { class: "head" }, this.#scrubber);
  line = make("span", { class: "line", "aria-hidden": "true" });

  constructor() {
    this.#play.addEventListener("click", () => this.toggle());
    this.#video.addEventListener("click", () => this.toggle());
    found("back", HTMLButtonElement).addEventListener("click", () => this.step(-1));
    found("forth", HTMLButtonElement).addEventListener("click", () => this.step(1));
    this.#loop.addEventListener("click", () => this.#setLoop(!this.#video.loop));
    this.#comparing.addEventListener("click", () => this.#setComparing(this.#compare.hidden));
    this.#wipe.addEventListener("input", () => this.#wiped());
    this.#scrubber.addEventListener("input", () => this.#goTo(Number(this.#scrubber.value)));
    for (const event of ["play", "pause"]) this.#video.addEventListener(event, () => this.#showPlaying());
    for (const event of ["loadedmetadata", "seeked", "timeupdate"]) {
      this.#video.addEventListener(event, () => this.#showTime());
    }
    this.#wiped();
  }

  /** Where the clip is, in seconds. */
  get time() {
    return this.#video.currentTime;
  }

  /**
   * @param {string} clip
   * @param {string} photograph "" where it is not to be had
   * @param {number} frameRate
   */
  load(clip, photograph, frameRate) {
    this.#frameRate = frameRate;
    this.#video.src = clip;
    if (photograph) this.#original.src = photograph;
    this.#comparing.hidden = !photograph;
    this.#setComparing(false);
    found("download", HTMLAnchorElement).href = clip;
    if (!matchMedia("(prefers-reduced-motion: reduce)").matches) this.#start();
  }

  stop() {
    this.#video.pause();
    this.#video.removeAttribute("src");
    this.#video.load();
  }

  toggle() {
    if (this.#video.paused) this.#start();
    else this.#video.pause();
  }

  /** @param {number} frames */
  step(frames) {
    this.#video.pause();
    this.#goTo(this.#frame + frames);
  }

  /** @param {number} time in seconds */
  seek(time) {
    this.#goTo(Math.round(time * this.#frameRate));
  }

  /**
   * Return the last frame as a photograph.
   * @returns {Promise<File>}
   */
  async lastFrame() {
    this.step(this.#frames);
    const seeking = this.#video.seeking;
    if (seeking) await new Promise((resolve) => this.#video.addEventListener("seeked", resolve, { once: true }));
    const canvas = make("canvas", { width: this.#video.videoWidth, height: this.#video.videoHeight });
    canvas.getContext("2d")?.drawImage(this.#video, 0, 0);
    const content = await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
    return new File([content], "last-frame.png", { type: "image/png" });
  }

  get #frames() {
    return Math.max(1, Math.round((this.#video.duration || 0) * this.#frameRate));
  }

  get #frame() {
    return Math.floor(this.#video.currentTime * this.#frameRate + 0.01);
  }

  #start() {
    this.#setComparing(false);
    this.#video.play().catch(() => this.#showPlaying());
  }

  /** Go to the middle of a frame, which is where no rounding shows its neighbour. @param {number} frame */
  #goTo(frame) {
    const within = Math.min(Math.max(frame, 0), this.#frames - 1);
    if (within > 0) this.#setComparing(false);
    this.#video.currentTime = within ? (within + 0.5) / this.#frameRate : 0;
  }

  #showPlaying() {
    const shown = this.#video.paused ? PAUSED : PLAYING;
    for (const [name, value] of Object.entries(shown)) this.#play.setAttribute(name, value);
    const follow = () => {
      this.#showTime();
      if (!this.#video.paused) requestAnimationFrame(follow);
    };
    follow();
  }

  #showTime() {
    const last = this.#frames - 1;
    const frame = Math.min(this.#frame, last);
    this.#scrubber.max = String(last);
    this.#scrubber.value = String(frame);
    this.#scrubber.setAttribute("aria-valuetext", `frame ${frame} of ${last}, ${(frame / this.#frameRate).toFixed(2)} seconds`);
    this.line.style.setProperty("--at", String(last ? frame / last : 0));
    this.#clock.textContent = `${(frame / this.#frameRate).toFixed(2)} s · ${frame}`;
  }

  /** @param {boolean} on */
  #setLoop(on) {
    this.#video.loop = on;
    this.#loop.setAttribute("aria-pressed", String(on));
  }

  /** @param {boolean} on */
  #setComparing(on) {
    this.#compare.hidden = !on;
    this.#comparing.setAttribute("aria-pressed", String(on));
    if (!on) return;
    this.#video.pause();
    this.#video.currentTime = 0;
    this.#wipe.focus();
  }

  #wiped() {
    this.#compare.style.setProperty("--wipe", `${this.#wipe.value}%`);
    this.#wipe.setAttribute("aria-valuetext", `${this.#wipe.value} percent photograph`);
  }
}
