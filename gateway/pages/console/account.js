// One's own account: password, second step, how the console looks.
import { choice, element, button, field } from "./dom.js";
import { errorLine, passwordForm, passwordProblem } from "./login.js";
import { LANGUAGES, say } from "./texts.js";

const card = (title, ...children) => element("section", { class: "card" }, element("h2", {}, title), ...children);

class AccountPage {
  constructor(app) {
    this.app = app;
    this.title = say("account");
    const { name, role, sites } = app.account;
    this.totp = element("div", {});
    this.showTotp();
    this.element = element(
      "div",
      { class: "page narrow" },
      element(
        "div",
        { class: "page-head" },
        element("h1", {}, this.title),
        button(say("logOut"), () => app.logOut(), { icon: "out" }),
      ),
      element(
        "p",
        { class: "hint" },
        element("b", { dir: "auto" }, name),
        " · ",
        say(`role_${role}`),
        " · ",
        sites === null ? say("allSites") : sites.join(", "),
      ),
      element(
        "div",
        { class: "cards" },
        card(say("twoSteps"), this.totp),
        card(
          say("changePassword"),
          passwordForm(app, () => app.shell.toast(say("passwordChanged"))),
        ),
        card(say("looks"), this.looks()),
      ),
    );
  }

  looks() {
    const { preferences } = this.app;
    const themes = ["auto", "light", "dark"].map((theme) => [theme, say(`theme_${theme}`)]);
    const languages = [["auto", say("languageAuto")], ...Object.entries(LANGUAGES)];
    const shortcuts = element("input", {
      type: "checkbox",
      checked: preferences.shortcuts,
      onchange: () => preferences.setShortcuts(shortcuts.checked),
    });
    return element(
      "div",
      { class: "fields" },
      field(
        say("theme"),
        choice(themes, preferences.theme, (theme) => preferences.setTheme(theme)),
      ),
      field(
        say("language"),
        choice(languages, preferences.language, (language) => {
          preferences.setLanguage(language);
          location.reload();
        }),
      ),
      element("label", { class: "check" }, shortcuts, say("keysOn")),
      element("p", { class: "hint" }, say("looksMore")),
    );
  }

  showTotp() {
    const { app } = this;
    if (app.account.totp) {
      const password = element("input", {
        type: "password",
        autocomplete: "current-password",
        required: true,
        maxlength: 1024,
      });
      const error = errorLine();
      const form = element(
        "form",
        {
          class: "fields",
          onsubmit: async (event) => {
            event.preventDefault();
            try {
              await app.api.delete("session/totp", { password: password.value });
              app.account.totp = false;
              app.shell.toast(say("totpOff"));
              this.showTotp();
            } catch (problem) {
              error.textContent = passwordProblem(problem);
            }
          },
        },
        field(say("password"), password),
        error,
        element("button", { type: "submit" }, say("totpTurnOff")),
      );
      this.totp.replaceChildren(
        element("p", {}, say("totpIsOn")),
        element("details", {}, element("summary", {}, say("totpTurnOff")), form),
      );
      return;
    }
    this.totp.replaceChildren(
      element("p", {}, say("totpWhy")),
      button(say("totpSetUp"), () => this.setUp(), { class: "primary" }),
    );
  }

  async setUp() {
    const { app } = this;
    let made;
    try {
      made = await app.api.post("session/totp");
    } catch (error) {
      return app.shell.fail(error);
    }
    const code = element("input", {
      inputmode: "numeric",
      autocomplete: "one-time-code",
      maxlength: 8,
      required: true,
      class: "code",
    });
    const error = errorLine();
    // As a picture, in which no script runs.
    const picture =
      made.qr &&
      element("img", {
        class: "qr",
        alt: say("qr"),
        width: 200,
        height: 200,
        src: `data:image/svg+xml,${encodeURIComponent(made.qr)}`,
      });
    const form = element(
      "form",
      {
        class: "fields",
        onsubmit: async (event) => {
          event.preventDefault();
          error.textContent = "";
          try {
            await app.api.put("session/totp", { code: code.value.replace(/\s/g, "") });
            app.account.totp = true;
            app.shell.toast(say("totpOn"));
            this.showTotp();
            this.totp.querySelector("summary").focus();
          } catch (problem) {
            error.textContent = problem.status === 400 ? say("codeWrong") : app.shell.explain(problem);
            code.select();
          }
        },
      },
      field(say("code"), code, say("totpCodeMore")),
      error,
      element(
        "div",
        { class: "buttons" },
        element("button", { type: "submit", class: "primary" }, say("totpConfirm")),
        button(say("cancel"), () => this.showTotp(), { class: "quiet" }),
      ),
    );
    this.totp.replaceChildren(
      ...[
        element("p", {}, say("totpScan")),
        picture,
        element("p", { class: "hint" }, say("totpType")),
        element("p", { class: "secret" }, element("code", {}, made.secret.replace(/(.{4})(?=.)/g, "$1 "))),
        form,
      ].filter(Boolean),
    );
    code.focus();
  }
}

export const open = (app) => new AccountPage(app);
