/** The same request as code. */

/**
 * @typedef {import("./api.js").Inputs} Inputs
 * @typedef {object} Request what is asked for
 * @property {string} server the address of the service
 * @property {string} model
 * @property {Inputs} inputs all but the pictures that are files
 * @property {[string, string][]} files the names of the fields that are files, with the files' names
 */

/** @param {string} text */
const quoted = (text) => JSON.stringify(text);

/** @param {string} text as it may stand between single quotes of a shell */
const inShell = (text) => text.replaceAll("'", "\\u0027");

/** @param {Request} request */
export function curl({ server, model, inputs, files }) {
  const uploads = files.map(([field, file]) => `${field}=$(ask -F 'file=@${file.replaceAll("'", "'\\''")}' $api/media/upload/binary | value download_url)`);
  const members = [
    ...files.map(([field]) => `"${field}": "'"$${field}"'"`),
    ...Object.entries(inputs).map(([field, value]) => `"${field}": ${inShell(JSON.stringify(value))}`),
  ];
  return [
    `api=${server}/api/v3`,
    `ask() { curl -sS --fail-with-body -H "Authorization: Bearer $KEY" "$@"; }`,
    `value() { sed "s/.*\\"$1\\":\\[*\\"\\([^\\"]*\\)\\".*/\\1/"; }   # one text out of a JSON answer`,
    "",
    ...uploads,
    `id=$(ask $api/${model} -d '{`,
    `  ${members.join(",\n  ")}`,
    `}' | value id)`,
    `while ask -o result.json $api/predictions/$id/result && grep -qE '"status":"(created|processing)"' result.json; do`,
    `    sleep 1`,
    `done`,
    `curl -sS -o clip.mp4 "$(value outputs < result.json)"`,
  ].join("\n");
}

/** @param {Request} request */
export function python({ server, model, inputs, files }) {
  const entries = [
    ...files.map(([field, file]) => `"${field}": client.upload(${quoted(file)}),`),
    ...Object.entries(inputs).map(([field, value]) => `"${field}": ${JSON.stringify(value)},`),
  ];
  return [
    `import os`,
    `from urllib.request import urlretrieve`,
    ``,
    `from wavespeed import Client`,
    ``,
    `client = Client(os.environ["KEY"], base_url=${quoted(server)})`,
    `output = client.run(`,
    `    ${quoted(model)},`,
    `    {`,
    ...entries.map((entry) => `        ${entry}`),
    `    },`,
    `)`,
    `urlretrieve(output["outputs"][0], "clip.mp4")`,
  ].join("\n");
}

/** @param {Request} request */
export function javascript({ server, model, inputs, files }) {
  const entries = [
    ...files.map(([field, file]) => `${field}: await client.upload(${quoted(file)}),`),
    ...Object.entries(inputs).map(([field, value]) => `${field}: ${JSON.stringify(value)},`),
  ];
  return [
    `import { writeFile } from "node:fs/promises";`,
    `import { Client } from "wavespeed";`,
    ``,
    `const client = new Client(process.env.KEY, { baseUrl: ${quoted(server)} });`,
    `const output = await client.run(${quoted(model)}, {`,
    ...entries.map((entry) => `  ${entry}`),
    `});`,
    `const clip = await fetch(output.outputs[0]);`,
    `await writeFile("clip.mp4", Buffer.from(await clip.arrayBuffer()));`,
  ].join("\n");
}

/** @param {Inputs} inputs */
export const json = (inputs) => JSON.stringify(inputs, null, 2);
