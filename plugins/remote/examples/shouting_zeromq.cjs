#!/usr/bin/env node
// Holds comments written in capitals: a filter in JavaScript, over ZeroMQ (npm install zeromq). Run it with an
// address, or let Moderato start it and choose one.
const zmq = require("zeromq");

let settings = {};

function answer(message) {
  if (message.type === "hello") {
    settings = message.settings;
    return { protocol: 1, name: "shouting_zeromq.cjs", version: "1.0", ready: true, span_unit: "utf-16" };
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

async function main(address) {
  const socket = new zmq.Reply();
  await socket.bind(address);
  for await (const [frame] of socket) await socket.send(JSON.stringify(answer(JSON.parse(frame.toString()))));
}

main(process.argv[2] ?? process.env.MODERATO_ENDPOINT);
