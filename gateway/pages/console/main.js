// The console: finds out who is logged in, then shows the page that the address names.
import { Api } from "./api.js";
import { Desk } from "./desk.js";
import { element } from "./dom.js";
import { Events } from "./events.js";
import { Keys } from "./keys.js";
import { Preferences } from "./preferences.js";
import { Shell } from "./shell.js";
import { logInAgain, logInPage, newPasswordPage } from "./login.js";
import { language, say } from "./texts.js";

const LADDER = ["moderator", "lead", "admin"];

class App {
  constructor() {
    this.preferences = new Preferences();
    this.api = new Api({
      signedOut: () => this.signedOut(),
      reached: (whether) => this.shell?.showReached(whether),
    });
    this.keys = new Keys(this);
    this.events = new Events(this);
    this.desk = new Desk(this);
  }

  get account() {
    return this.session.account;
  }

  /** Whether the account has this role or one above it. */
  may(role) {
    return LADDER.indexOf(this.account.role) >= LADDER.indexOf(role);
  }

  async start() {
    document.documentElement.lang = language;
    try {
      await this.begin(await this.api.ask("GET", "session", undefined, { anonymous: true }));
    } catch (error) {
      if (error.status === 401) return this.askWho();
      this.showUnreachable();
    }
  }

  askWho() {
    document.body.replaceChildren(logInPage(this, (session) => this.begin(session)));
    document.querySelector("input")?.focus();
  }

  async begin(session) {
    this.session = session;
    this.api.csrf = session.csrf;
    if (session.must_change_password) {
      document.body.replaceChildren(
        newPasswordPage(this, () => this.begin({ ...session, must_change_password: false })),
      );
      document.querySelector("input[type=password]")?.focus();
      return;
    }
    this.shell = new Shell(this);
    document.body.replaceChildren(...this.shell.elements);
    this.events.open();
    await this.shell.show();
  }

  /** The session ended while somebody works: logs in over the page, so that nothing on it is lost. */
  signedOut() {
    this.events.close();
    this.loggingIn ??= logInAgain(this).then((session) => {
      this.loggingIn = null;
      if (session.account.name !== this.account.name || session.must_change_password) {
        location.reload();
        return false;
      }
      this.session = session;
      this.api.csrf = session.csrf;
      this.events.open();
      return true;
    });
    return this.loggingIn;
  }

  async logOut() {
    try {
      await this.api.delete("session");
    } catch (error) {
      if (error.status !== 401) return this.shell.fail(error);
    }
    location.assign("/console");
  }

  showUnreachable() {
    const again = element("button", { type: "button", class: "primary", onclick: () => this.start() }, say("tryAgain"));
    document.body.replaceChildren(
      element(
        "main",
        { class: "gate" },
        element(
          "div",
          { class: "gate-card" },
          element("h1", {}, say("noConsole")),
          element("p", {}, say("noConsoleMore")),
          again,
        ),
      ),
    );
  }
}

await new App().start();
