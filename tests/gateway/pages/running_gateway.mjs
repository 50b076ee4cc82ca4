// A gateway that runs already, at MODERATO_GATEWAY: with stand_in.mjs's KEY for tokens on its site `default`, filters
// that turn "idiot" away and hold "casino" with these words marked, and origins on 127.0.0.1 allowed. Tests that need
// more of a gateway than its HTTP are left out.
import { randomUUID } from "node:crypto";
import { sign } from "./stand_in.mjs";

export class RunningGateway {
  constructor(address) {
    this.address = address;
  }

  async start() {
    return this;
  }

  async stop() {}

  async add({ id = randomUUID(), article, parent = null, name = "Anna", text }) {
    const claims = { sub: `sub-${name}`, name, status: "active", exp: Math.floor(Date.now() / 1000) + 600 };
    const answer = await fetch(
      `${this.address}/api/v1/sites/default/articles/${encodeURIComponent(article)}/comments`,
      {
        method: "POST",
        headers: { "Content-Type": "application/json", Authorization: `Bearer ${sign(claims)}` },
        body: JSON.stringify({ id, parent, text }),
      },
    );
    const body = await answer.text();
    if (answer.status !== 201 || !JSON.parse(body).published) throw new Error(`${answer.status}: ${body}`);
    return id;
  }
}
