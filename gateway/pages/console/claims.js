// Who has a comment, so that two do not decide on the same.
import { claimOf } from "./parts.js";
import { say } from "./texts.js";

export class Claims {
  /** `changed(what, claim)` is told of each; a claim of null: nobody has it. */
  constructor(app, changed) {
    this.app = app;
    this.changed = changed;
  }

  get self() {
    return this.app.account.name;
  }

  /** Takes it, lets it go if it is one's own, or takes it over where that is allowed. */
  async claim(item) {
    const claim = claimOf(item);
    const items = [{ site: item.site, id: item.id }];
    try {
      if (claim?.by === this.self) {
        await this.app.api.post("claims/release", { items });
        this.changed(item, null);
        this.app.shell.announce(say("released"));
        return;
      }
      const takesOver = claim && this.app.may("lead");
      const { claimed, taken } = await this.app.api.post("claims", { items, ...(takesOver && { take_over: true }) });
      for (const { site, id, until } of claimed) this.changed({ site, id }, { by: this.self, until });
      for (const { site, id, by, until } of taken) {
        this.changed({ site, id }, { by, until });
        this.app.shell.toast(say("claimedMore", { name: by }), { kind: "bad" });
      }
      if (claimed.length > 0) this.app.shell.announce(say("claimedByYou"));
    } catch (error) {
      this.app.shell.fail(error);
    }
  }

  /** While somebody writes a reason, nobody else should. */
  async claimQuietly({ site, id }) {
    try {
      const { claimed } = await this.app.api.post("claims", { items: [{ site, id }] });
      for (const { until } of claimed) this.changed({ site, id }, { by: this.self, until });
    } catch {
      // It can be decided without.
    }
  }

  async letGo(items) {
    if (items.length === 0) return;
    for (const item of items) this.changed(item, null);
    await this.app.api.post("claims/release", { items: items.map(({ site, id }) => ({ site, id })) }).catch(() => {});
  }

  /** So that a claim of one's own does not end while it is looked at. */
  renew(item) {
    if (item && claimOf(item)?.by === this.self && !document.hidden) this.claimQuietly(item);
  }
}
