// A gateway with its console that runs already, at MODERATO_CONSOLE_GATEWAY: with stand_in.mjs's KEY for tokens on its
// site `default`, filters that hold "casino", and the accounts anna (moderator), ben (lead) and carla (admin) with
// console_stand_in.mjs's PASSWORD. Tests that need more of a console than its HTTP are left out.
import { randomUUID } from "node:crypto";
import { sign } from "./stand_in.mjs";

export class RunningConsole {
  constructor(address) {
    this.address = address;
  }

  async start() {
    return this;
  }

  async stop() {}

  /** Submits a comment; one that is to wait is given the word for it. */
  async put({
    id = randomUUID(),
    article,
    parent = null,
    author = { id: "sub-dora", name: "Dora" },
    text,
    state = "held",
  }) {
    const claims = { sub: author.id, name: author.name, status: "active", exp: Math.floor(Date.now() / 1000) + 600 };
    const answer = await fetch(
      `${this.address}/api/v1/sites/default/articles/${encodeURIComponent(article.id)}/comments`,
      {
        method: "POST",
        headers: { "Content-Type": "application/json", Authorization: `Bearer ${sign(claims)}` },
        body: JSON.stringify({ id, parent, text: state === "held" ? `${text} casino` : text }),
      },
    );
    const body = await answer.text();
    if (!answer.ok) throw new Error(`${answer.status}: ${body}`);
    return id;
  }
}
