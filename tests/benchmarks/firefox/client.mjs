// Opens pages in a Firefox that listens on a port, by WebDriver BiDi, and writes a line of JSON for each of them:
// what the script visit.js `found` there, what was `told` to the console, and what was `asked` for.
//
// node client.mjs PORT VISIT.JS ADDRESS...

import { readFileSync } from "node:fs";

const [port, script, ...addresses] = process.argv.slice(2);
const socket = new WebSocket(`ws://127.0.0.1:${port}/session`);
await new Promise((done, failed) => Object.assign(socket, { onopen: done, onerror: failed }));

const waiting = new Map();
let events = [];
socket.onmessage = ({ data }) => {
  const message = JSON.parse(data);
  if (message.id === undefined) events.push(message);
  else waiting.get(message.id)(message);
};

let commands = 0;
async function send(method, params = {}) {
  commands += 1;
  const id = commands;
  const answered = new Promise((done) => waiting.set(id, done));
  socket.send(JSON.stringify({ id, method, params }));
  const message = await answered;
  if (message.type === "error") throw new Error(`${method}: ${message.message}`);
  return message.result;
}

const happened = (method) => events.filter((one) => one.method === method).map((one) => one.params);

await send("session.new", { capabilities: {} });
await send("session.subscribe", { events: ["log.entryAdded", "network.beforeRequestSent"] });
const [{ context }] = (await send("browsingContext.getTree")).contexts;
await send("browsingContext.setViewport", { context, viewport: { width: 390, height: 800 } });
for (const url of addresses) {
  events = [];
  await send("browsingContext.navigate", { context, url, wait: "complete" });
  const expression = readFileSync(script, "utf8");
  const { type, result, exceptionDetails } = await send("script.evaluate", {
    expression,
    target: { context },
    awaitPromise: true,
  });
  if (type !== "success") throw new Error(exceptionDetails.text);
  const told = happened("log.entryAdded").map((one) => one.text);
  const asked = happened("network.beforeRequestSent").map((one) => one.request.url);
  console.log(JSON.stringify({ found: JSON.parse(result.value), told, asked }));
}
await send("browser.close");
process.exit(0);
