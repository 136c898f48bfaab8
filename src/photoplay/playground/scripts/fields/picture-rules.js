/** The rules on photographs, checked before anything is sent; the numbers are those of the request schema. */

/**
 * @typedef {import("../api.js").PictureRules} PictureRules
 * @typedef {{url: string, width: number, height: number}} Seen a picture as the browser shows it, upright; 0 for sizes not known
 */

const MAGIC = [
  { type: "image/jpeg", bytes: [0xff, 0xd8, 0xff] },
  { type: "image/png", bytes: [0x89, 0x50, 0x4e, 0x47] },
];

/**
 * Look at a picture, and say which rule it breaks, if any.
 * @param {File} file
 * @param {PictureRules} rules
 * @returns {Promise<{problem: string, seen?: Seen}>}
 */
export async function examine(file, rules) {
  const start = new Uint8Array(await file.slice(0, 8).arrayBuffer());
  const type = MAGIC.find(({ bytes }) => bytes.every((byte, index) => start[index] === byte))?.type ?? "";
  if (!rules.types.includes(type)) return { problem: "It must be a JPEG or PNG picture." };
  if (file.size > rules.max_bytes) {
    const size = (file.size / 2 ** 20).toFixed(1);
    return { problem: `It must have at most ${rules.max_bytes / 2 ** 20} MB; this picture has ${size} MB.` };
  }
  const url = URL.createObjectURL(file);
  const image = new Image();
  image.src = url;
  try {
    await image.decode();
  } catch {
    URL.revokeObjectURL(url);
    return { problem: "It must be a whole picture; this one is damaged." };
  }
  const seen = { url, width: image.naturalWidth, height: image.naturalHeight };
  return { problem: outOfShape(seen, rules), seen };
}

/**
 * @param {Seen} seen
 * @param {PictureRules} rules
 */
function outOfShape({ width, height }, { min_side, max_aspect }) {
  const size = `this picture has ${width} × ${height}`;
  const [short, long] = [Math.min(width, height), Math.max(width, height)];
  if (short < min_side) return `Each side must have at least ${min_side} pixels; ${size}.`;
  if (max_aspect && long > max_aspect * short) {
    return `Its sides must be between 1:${max_aspect} and ${max_aspect}:1; ${size}.`;
  }
  return "";
}
