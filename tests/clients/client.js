// A website in Node: submits through the queue and the desk, and reads the feed.
// node client.js QUEUE DESK FEED: prints {"receipt": verdict, "error": answer, "feed": [[topic, seq, comment, verdict], …]}.
const zmq = require("zeromq");

const comment = (id, text) =>
  JSON.stringify({ id, article: "node", author: { id: "good" }, text, extra: { kept: "as it is" } });

async function main([queueAddress, deskAddress, feedAddress]) {
  const [queue, desk, feed] = [new zmq.Push(), new zmq.Dealer(), new zmq.Subscriber()];
  queue.connect(queueAddress);
  desk.connect(deskAddress);
  feed.connect(feedAddress);
  feed.subscribe("approved/default/node");

  const ask = async (frame) => {
    await desk.send(frame);
    const [answer] = await desk.receive();
    return JSON.parse(answer.toString());
  };
  const read = async () => {
    const [topic, seq, body, verdict] = await feed.receive();
    return [topic.toString(), Number(seq.toString()), body.toString(), JSON.parse(verdict.toString())];
  };

  // A subscription takes effect some time after it is made; a comment that comes through proves it.
  let through = read();
  let answered = false;
  through.then(() => (answered = true));
  for (let i = 0; !answered; ++i) await ask(comment(`probe-${i}`, `Is anybody there? ${i}`));
  await through;

  const receipt = await ask(comment("by-desk", "Handed in at the desk."));
  await queue.send(comment("by-queue", "Put into the queue."));
  const error = await ask("no comment");
  const messages = [];
  while (messages.length < 2) {
    const message = await read();
    if (message[3].id.startsWith("by-")) messages.push(message);
  }
  console.log(JSON.stringify({ receipt, error, feed: messages, sent: comment("by-queue", "Put into the queue.") }));
  for (const socket of [queue, desk, feed]) socket.close();
}

main(process.argv.slice(2)).catch((error) => {
  console.error(error);
  process.exit(1);
});
