// All that one author has written, and what became of it.
import { element, choice } from "./dom.js";
import { avatar, countsLine } from "./parts.js";
import { Results } from "./search.js";
import { addressOf } from "./shell.js";
import { nameOf } from "./text.js";
import { say } from "./texts.js";

class AuthorPage {
  constructor(app, [site, id], query) {
    this.title = say("author");
    this.id = id;
    this.app = app;
    const state = query.state ?? "";
    const results = new Results(
      app,
      (cursor) => app.api.get("search", { site, author: id, state, cursor }),
      "nothingFromAuthor",
    );
    this.head = element("header", { class: "author-head" });
    this.showHead({ id, name: null }, null);
    results.loaded = ({ items }) => items[0] && this.showHead(items[0].author, items[0].author.counts);
    const states = [
      ["", say("anyState")],
      ...["held", "approved", "rejected", "withdrawn"].map((each) => [each, say(`state_${each}`)]),
    ];
    const filter = choice(
      states,
      state,
      (value) => (location.hash = addressOf("author", [site, id], { state: value })),
      { "aria-label": say("state") },
    );
    this.element = element(
      "div",
      { class: "page narrow" },
      this.head,
      element("div", { class: "filter-line" }, filter),
      results.element,
    );
    results.load();
  }

  showHead(author, counts) {
    this.head.replaceChildren(
      ...[
        avatar(author),
        element(
          "div",
          {},
          element("h1", { dir: "auto" }, nameOf(author)),
          element("p", { class: "hint" }, say("authorId", { id: this.id })),
          countsLine(counts),
        ),
      ],
    );
    if (author.name) this.app.shell.setTitle(nameOf(author));
  }

  moved() {
    return false;
  }
}

export const open = (app, { parts, query }) => new AuthorPage(app, parts, query);
