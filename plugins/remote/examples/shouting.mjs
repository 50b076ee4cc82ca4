#!/usr/bin/env node
// Holds comments written in capitals: a filter in JavaScript, over standard input and output.
import { createInterface } from "node:readline";

let settings = {};

function answer(message) {
  if (message.type === "hello") {
    settings = message.settings;
    return { protocol: 1, name: "shouting.mjs", version: "1.0", ready: true, span_unit: "utf-16" };
  }
  if (message.type !== "check") return {};
  const { text } = message.comment;
  const shouts = text.length >= (settings.least ?? 10) && text === text.toUpperCase() && text !== text.toLowerCase();
  if (!shouts) return { id: message.id, action: "pass" };
  return {
    id: message.id,
    action: "hold",
    code: "shouting.capitals",
    message: "This is written in capitals only.",
    spans: [[0, text.length]],
  };
}

for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(answer(JSON.parse(line))));
}
