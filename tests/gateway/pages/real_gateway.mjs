// A real gateway beside a real daemon, with the face of stand_in.mjs: real_gateway.py runs them. What pages ask goes by way
// of a proxy here, which knows the streams, and can cut them.
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, request as ask } from "node:http";
import { createInterface } from "node:readline";
import { KEY } from "./stand_in.mjs";

export class RealGateway {
  constructor(script) {
    this.script = script;
    this.streams = new Set(); // {article, response}
    this.closedArticles = { add: (article) => this.tell(article, { closed: true }) };
    this.server = createServer((request, response) => this.pass(request, response));
  }

  async start() {
    this.process = spawn("/usr/bin/python3", [this.script, KEY], { stdio: ["pipe", "pipe", "inherit"] });
    const [line] = await once(createInterface(this.process.stdout), "line");
    Object.assign(this, { at: JSON.parse(line) });
    this.server.listen(0, "127.0.0.1");
    await once(this.server, "listening");
    this.address = `http://127.0.0.1:${this.server.address().port}`;
    return this;
  }

  async stop() {
    this.server.closeAllConnections();
    this.server.close();
    this.process.stdin.end();
    if (this.process.exitCode === null) await once(this.process, "exit");
  }

  pass(request, response) {
    const { pathname } = new URL(request.url, this.address);
    const onward = ask(
      `${this.at.gateway}${request.url}`,
      { method: request.method, headers: request.headers },
      (answer) => {
        response.writeHead(answer.statusCode, answer.headers);
        answer.on("error", () => response.destroy());
        answer.pipe(response);
      },
    );
    onward.on("error", () => response.destroy());
    request.pipe(onward);
    const [, article] = /\/articles\/([^/]+)\/events$/.exec(pathname) ?? [];
    const stream = { article: article && decodeURIComponent(article), response };
    if (article) this.streams.add(stream);
    response.on("close", () => {
      this.streams.delete(stream);
      onward.destroy();
    });
  }

  async do(asked) {
    const answer = await fetch(this.at.desk, { method: "POST", body: JSON.stringify(asked) });
    if (answer.status !== 204) throw new Error(await answer.text());
  }

  async add({ id = randomUUID(), ...more }) {
    await this.do({ what: "add", id, ...more });
    return id;
  }

  tell(article, facts) {
    return this.do({ what: "article", article, ...facts });
  }

  edit(id, text) {
    return this.do({ what: "edit", id, text });
  }

  withdraw(id, erased = false) {
    return this.do(erased ? { what: "erase", id } : { what: "review", action: "reject", id });
  }
}
