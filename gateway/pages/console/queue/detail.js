// One item with all that a decision needs; what takes longer to fetch follows below the text, so that nothing moves.
import { pathOf } from "../api.js";
import { keyOf, wordsFor } from "../desk.js";
import { button, element, icon } from "../dom.js";
import {
  appealPart,
  claimBadge,
  claimOf,
  commentCard,
  historyPart,
  kindOf,
  othersPart,
  parentPart,
  placeLine,
  reasonsList,
  reportsPart,
  scoresList,
  section,
  stateBadge,
  threadPart,
} from "../parts.js";
import { addressOf } from "../shell.js";
import { say } from "../texts.js";
import { goneWords } from "./list.js";

const WAIT_MS = 120; // who leafs through fast asks for nothing

export class Detail {
  /** `actions`: {approve, reject, claim, back, next}: functions of the item. */
  constructor(app, actions) {
    this.app = app;
    this.actions = actions;
    this.body = element("div", { class: "detail-body" });
    this.foot = element("div", { class: "decide", role: "group", "aria-label": say("decision") });
    this.element = element("section", { class: "detail", "aria-label": say("comment") }, this.body, this.foot);
    this.show(null);
  }

  show(item) {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.item = item;
    this.gone = null;
    this.context = null;
    if (!item) {
      this.foot.hidden = true;
      this.body.replaceChildren(element("div", { class: "empty" }, element("p", {}, say("nothingOpen"))));
      return;
    }
    this.foot.hidden = false;
    this.render();
    this.body.scrollTop = 0;
    this.element.scrollTop = 0;
    this.timer = setTimeout(() => this.fetchContext(), WAIT_MS);
  }

  /** The same item, changed. */
  update(item) {
    if (!this.item || keyOf(item) !== keyOf(this.item)) return;
    const revised = item.revision !== this.item.revision;
    this.item = item;
    this.gone = null;
    this.render();
    if (revised) {
      this.app.shell.announce(say("changed"));
      this.fetchContext();
    }
  }

  showGone(gone) {
    this.gone = gone;
    this.render();
    this.app.shell.announce(goneWords(gone));
  }

  async fetchContext() {
    const { item } = this;
    this.asking?.abort();
    this.asking = new AbortController();
    try {
      const context = await this.app.api.get(pathOf("comments", item.site, item.id), {}, this.asking.signal);
      if (this.item !== item && keyOf(this.item ?? {}) !== keyOf(item)) return;
      this.context = context;
      this.rest.replaceChildren(...this.parts());
    } catch (error) {
      if (error.code !== "aborted") this.rest.replaceChildren(element("p", { class: "hint" }, say("contextMissing")));
    }
  }

  parts() {
    if (!this.context) return [element("p", { class: "hint loading" }, say("loading"))];
    const { thread, author, history } = this.context;
    const { item } = this;
    return [
      threadPart(item.site, thread),
      othersPart(item, (author?.recent ?? []).slice(0, 5)),
      historyPart(history),
    ].filter(Boolean);
  }

  render() {
    const { item, app } = this;
    const self = app.account.name;
    const claim = claimOf(item);
    const taken = claim && claim.by !== self;
    this.rest = element("div", { class: "rest" }, ...this.parts());
    const why = [reasonsList(item.reasons), scoresList(item.scores)];
    this.body.replaceChildren(
      ...[
        element(
          "div",
          { class: "detail-top" },
          button(say("back"), () => this.actions.back(), { icon: "back", class: "quiet back" }),
          placeLine(item, app.session.sites.length),
          element(
            "a",
            {
              class: "permalink",
              href: addressOf("comment", [item.site, item.id]),
              "aria-label": say("ownPage"),
              title: say("ownPage"),
            },
            icon("more"),
          ),
        ),
        this.gone && element("p", { class: "banner" }, stateBadge(this.gone.state), " ", goneWords(this.gone)),
        !this.gone &&
          taken &&
          element("p", { class: "banner claim" }, icon("hand"), say("claimedMore", { name: claim.by })),
        appealPart(item),
        reportsPart(item),
        parentPart(item),
        commentCard(
          item,
          [kindOf(item) !== "held" && stateBadge(item.state), !taken && claimBadge(claim, self)],
          item.revision > 1 &&
            element(
              "p",
              { class: "hint" },
              say("revision", { n: item.revision }),
              item.published && ` · ${say("olderStands")}`,
            ),
        ),
        section(say("why"), ...why),
        this.rest,
      ].filter(Boolean),
    );
    this.renderFoot(claim, taken);
  }

  renderFoot(claim, taken) {
    const { item, actions, app } = this;
    if (this.gone) {
      this.foot.replaceChildren(button(say("next"), () => actions.next(), { class: "primary", key: "j" }));
      return;
    }
    const words = wordsFor(item);
    const mine = claim && !taken;
    const claimWords = taken ? say("takeOver") : mine ? say("release") : say("claim");
    const buttons = [
      button(words.approve, () => actions.approve(item), { icon: "check", key: "a", class: "approve" }),
      button(words.reject, () => actions.reject(item), { icon: "cross", key: "r", class: "reject" }),
      (!taken || app.may("lead")) &&
        button(claimWords, () => actions.claim(item), {
          icon: "hand",
          key: "c",
          class: "claim",
          "aria-pressed": taken ? null : String(Boolean(mine)),
        }),
    ];
    // The focus stays on the button that was pressed.
    const at = [...this.foot.children].indexOf(document.activeElement);
    this.foot.replaceChildren(...buttons.filter(Boolean));
    if (at >= 0) this.foot.children[Math.min(at, this.foot.children.length - 1)].focus();
  }
}
