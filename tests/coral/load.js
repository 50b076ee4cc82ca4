// Asks an external moderation phase at a steady rate, as Coral asks, however long it takes to answer.
// node load.js '{"url", "secret", "rate", "seconds", "timeout"}': prints {asked, statuses, failures, ms: {p50, p90, p99, worst}}, of
// the time until an answer's headers are there, which is what Coral's timeout is for.
const { send } = require("./phase.js");

const { url, secret, rate, seconds, timeout = 200 } = JSON.parse(process.argv[2]);
const words = ("the council should have asked people who live there before it closed a road that they need every day to work and " +
  "nobody who voted for this drives a bus or knows what a winter is like up on the hill").split(" ");
const word = () => words[Math.floor(Math.random() * words.length)];
const text = () => `<div>${Array.from({ length: 40 + Math.floor(Math.random() * 60) }, word).join(" ")}.</div>`;

async function main() {
  const times = [], statuses = {}, failures = {};
  const ask = async (number) => {
    const story = `s${number % 50}`;
    const request = { action: "NEW", comment: { body: text(), parentID: null }, author: { id: `u${number}`, role: "COMMENTER" },
      story: { id: story, url: `https://news.example/${story}` }, site: { id: "site-1" }, tenantID: "t", tenantDomain: "coral.example" };
    const began = performance.now();
    try {
      const answer = await send(url, [secret], request, { timeout });
      times.push(performance.now() - began);
      statuses[answer.status] = (statuses[answer.status] || 0) + 1;
      await answer.text();
    } catch (error) {
      failures[error.name] = (failures[error.name] || 0) + 1;
    }
  };
  const all = [];
  const began = performance.now();
  for (let number = 0; number < rate * seconds; ++number) {
    const due = began + (number * 1000) / rate;
    while (performance.now() < due) await new Promise((then) => setTimeout(then, Math.max(0, due - performance.now())));
    all.push(ask(number));
  }
  await Promise.all(all);
  times.sort((a, b) => a - b);
  const at = (share) => Math.round(times[Math.min(times.length - 1, Math.floor(share * times.length))] * 10) / 10;
  console.log(JSON.stringify({ asked: all.length, statuses, failures, ms: { p50: at(0.5), p90: at(0.9), p99: at(0.99), worst: at(1) } }));
}

main();
