// Who may log in, and as what.
import { pathOf } from "./api.js";
import { openDialog } from "./dialog.js";
import { button, choice, element, field } from "./dom.js";
import { errorLine } from "./login.js";
import { say } from "./texts.js";
import { timeElement } from "./time.js";

const ROLES = ["moderator", "lead", "admin"];

class AccountsPage {
  constructor(app) {
    this.app = app;
    this.title = say("accounts");
    this.list = element("ul", { class: "accounts" });
    this.message = element("div", {});
    this.element = element(
      "div",
      { class: "page narrow" },
      element(
        "div",
        { class: "page-head" },
        element("h1", {}, this.title),
        button(say("newAccount"), () => this.edit(null), { class: "primary" }),
      ),
      this.list,
      this.message,
    );
    this.load();
  }

  async load() {
    try {
      const { accounts } = await this.app.api.get("accounts");
      this.list.replaceChildren(...accounts.map((account) => this.line(account)));
      this.message.replaceChildren();
    } catch (error) {
      this.list.replaceChildren();
      this.message.replaceChildren(this.app.shell.failed(error, () => this.load()));
    }
  }

  line(account) {
    const { name, role, sites, totp, disabled, last_login_at } = account;
    return element(
      "li",
      { class: disabled ? "disabled" : null },
      element(
        "div",
        { class: "account-who" },
        element("h2", { dir: "auto" }, name),
        element(
          "p",
          { class: "hint" },
          element("span", { class: "badge" }, say(`role_${role}`)),
          " ",
          totp
            ? element("span", { class: "badge approved" }, say("twoSteps"))
            : element("span", { class: "badge" }, say("oneStep")),
          " ",
          disabled && element("span", { class: "badge rejected" }, say("disabled")),
        ),
        element(
          "p",
          { class: "hint" },
          sites === null ? say("allSites") : sites.join(", "),
          " · ",
          last_login_at ? [say("lastLogin"), " ", timeElement(last_login_at)] : say("neverLoggedIn"),
        ),
      ),
      button(say("change"), () => this.edit(account), { "aria-label": say("changeOf", { name }) }),
    );
  }

  /** Changes an account, or makes one (null). */
  async edit(account) {
    const { app } = this;
    const name = element("input", { required: true, maxlength: 64, autocapitalize: "none", spellcheck: "false" });
    const role = choice(
      ROLES.map((each) => [each, say(`role_${each}`)]),
      account?.role ?? "moderator",
    );
    const known = [...new Set([...app.session.sites, ...(account?.sites ?? [])])];
    const every = element("input", {
      type: "checkbox",
      checked: !account || account.sites === null,
      onchange: () => (some.hidden = every.checked),
    });
    const boxes = known.map((site) =>
      element("input", { type: "checkbox", value: site, checked: account?.sites?.includes(site) }),
    );
    const some = element(
      "div",
      { class: "sites", hidden: every.checked },
      ...boxes.map((box) => element("label", { class: "check" }, box, box.value)),
    );
    const error = errorLine();
    const body = () => ({
      role: role.value,
      sites: every.checked ? null : boxes.filter((box) => box.checked).map((box) => box.value),
    });
    const act = async (job) => {
      error.textContent = "";
      try {
        return await job();
      } catch (problem) {
        error.textContent = app.shell.explain(problem);
        return false;
      }
    };
    let given = null;
    const path = account && pathOf("accounts", account.name);
    const more =
      account &&
      element(
        "div",
        { class: "buttons" },
        button(say("newOneTime"), async () => {
          given = (await act(() => app.api.post(`${path}/password`))) || null;
          if (given) this.dialog.close();
        }),
        account.totp &&
          button(say("removeTotp"), async () => {
            if ((await act(() => app.api.delete(`${path}/totp`))) !== false) this.dialog.close();
          }),
        button(
          account.disabled ? say("enable") : say("disable"),
          async () => {
            if (await act(() => app.api.patch(path, { disabled: !account.disabled }))) this.dialog.close();
          },
          { class: account.disabled ? null : "danger" },
        ),
      );
    await openDialog({
      title: account ? say("changeOf", { name: account.name }) : say("newAccount"),
      made: (dialog) => (this.dialog = dialog),
      body: [
        !account && field(say("name"), name, say("nameMore")),
        field(say("role"), role, say("roleMore")),
        element(
          "fieldset",
          {},
          element("legend", {}, say("sites")),
          element("label", { class: "check" }, every, say("allSites")),
          some,
        ),
        error,
        more,
      ],
      actions: [{ words: account ? say("save") : say("create"), value: "save", kind: "primary" }],
      submit: async () => {
        const done = await act(() =>
          account
            ? app.api.patch(path, body())
            : app.api.post("accounts", { name: name.value.trim().toLowerCase(), ...body() }),
        );
        if (done === false) return false;
        if (!account) given = done;
        return true;
      },
    });
    await this.load();
    if (given) await this.showPassword(account?.name ?? given.account.name, given.password);
  }

  showPassword(name, password) {
    const text = element("output", { class: "one-time", tabindex: 0 }, password);
    return openDialog({
      title: say("oneTimeTitle", { name }),
      body: [
        element("p", {}, say("oneTimeMore")),
        text,
        button(say("copy"), () =>
          navigator.clipboard?.writeText(password).then(() => this.app.shell.announce(say("copied"))),
        ),
      ],
      actions: [{ words: say("done"), value: "done", kind: "primary" }],
      dismissable: false,
    });
  }
}

export const open = (app) => new AccountsPage(app);
