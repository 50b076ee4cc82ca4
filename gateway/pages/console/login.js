// Logging in: name and password, then the code where the account has one; a new password where it must be changed.
import { element, field, icon } from "./dom.js";
import { say } from "./texts.js";

const FAILED = {
  "login.wrong": "loginWrong",
  "login.code_wrong": "codeWrong",
};
const REFUSED = {
  "password.too_short": "passwordShort",
  "password.common": "passwordCommon",
  "password.wrong": "passwordWrong",
};

/** What is wrong with a new password, in words. */
export const passwordProblem = (error) =>
  error.code in REFUSED
    ? say(REFUSED[error.code])
    : error.status === 0
      ? say("unreachable")
      : error.detail || say("failed");

/** A line for what went wrong, read out when it changes. */
export const errorLine = () => element("p", { class: "error", role: "alert" });

/** Name, password, code. `done(session)`. */
function logInForm(app, done, known) {
  const name = element("input", {
    name: "name",
    autocomplete: "username",
    autocapitalize: "none",
    spellcheck: "false",
    required: true,
    maxlength: 128,
    value: known,
  });
  const password = element("input", {
    name: "password",
    type: "password",
    autocomplete: "current-password",
    required: true,
    maxlength: 1024,
  });
  const code = element("input", {
    name: "code",
    inputmode: "numeric",
    autocomplete: "one-time-code",
    maxlength: 8,
    class: "code",
  });
  const error = errorLine();
  const first = element("div", { class: "fields" }, field(say("name"), name), field(say("password"), password));
  const second = element("div", { class: "fields", hidden: true }, field(say("code"), code, say("codeMore")));
  const send = element("button", { type: "submit", class: "primary wide" }, say("logIn"));
  const back = element(
    "button",
    { type: "button", class: "quiet", hidden: true, onclick: () => askCode(false) },
    say("otherAccount"),
  );
  const askCode = (whether) => {
    first.hidden = whether;
    second.hidden = !whether;
    back.hidden = !whether;
    code.value = "";
    error.textContent = "";
    (whether ? code : name).focus();
  };
  code.addEventListener("input", () => /^\d{6}$/.test(code.value.trim()) && form.requestSubmit());
  let busy = false;
  const form = element(
    "form",
    {
      class: "fields",
      onsubmit: async (event) => {
        event.preventDefault();
        if (busy) return;
        busy = true;
        send.setAttribute("aria-disabled", "true");
        error.textContent = "";
        const given = code.value.replace(/\s/g, "");
        try {
          const body = { name: name.value.trim(), password: password.value, ...(given && { code: given }) };
          done(await app.api.ask("POST", "session", body, { anonymous: true }));
        } catch (problem) {
          if (problem.code === "login.code_missing") askCode(true);
          else {
            error.textContent =
              problem.status === 0
                ? say("unreachable")
                : problem.code in FAILED
                  ? say(FAILED[problem.code])
                  : problem.detail || say("failed");
            const at = second.hidden ? password : code;
            at.focus();
            at.select();
          }
        } finally {
          busy = false;
          send.removeAttribute("aria-disabled");
        }
      },
    },
    first,
    second,
    error,
    send,
    back,
  );
  return { form, focus: known ? password : name };
}

const gate = (title, ...children) =>
  element(
    "main",
    { class: "gate" },
    element(
      "div",
      { class: "gate-card" },
      element("p", { class: "gate-brand" }, icon("lock"), "Moderato"),
      element("h1", {}, title),
      ...children,
    ),
  );

export function logInPage(app, done) {
  document.title = `${say("logIn")} · Moderato`;
  return gate(say("logInTitle"), logInForm(app, done).form);
}

/** Over the page, when the session has ended; the promise gives the new session. */
export function logInAgain(app) {
  return new Promise((resolve) => {
    let dialog;
    const { form, focus } = logInForm(
      app,
      (session) => {
        dialog.close();
        resolve(session);
      },
      app.account.name,
    );
    // A form can't stand in the dialog's own.
    dialog = element(
      "dialog",
      { "aria-label": say("loggedOut") },
      element(
        "div",
        { class: "dialog-body alone" },
        element("h2", {}, say("loggedOut")),
        element("p", { class: "hint" }, say("loggedOutMore")),
        form,
      ),
    );
    dialog.addEventListener("cancel", (event) => event.preventDefault());
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
    focus.focus();
  });
}

/** Old password, new one twice. `done()` when it is changed. */
export function passwordForm(app, done, words = say("changePassword")) {
  const old = element("input", { type: "password", autocomplete: "current-password", required: true, maxlength: 1024 });
  const next = element("input", {
    type: "password",
    autocomplete: "new-password",
    required: true,
    minlength: 12,
    maxlength: 1024,
  });
  const again = element("input", { type: "password", autocomplete: "new-password", required: true, maxlength: 1024 });
  const error = errorLine();
  const form = element(
    "form",
    {
      class: "fields",
      novalidate: true,
      onsubmit: async (event) => {
        event.preventDefault();
        error.textContent = "";
        if ([...next.value].length < 12) {
          error.textContent = say("passwordShort");
          return next.focus();
        }
        if (next.value !== again.value) {
          error.textContent = say("passwordsDiffer");
          return again.focus();
        }
        try {
          await app.api.post("session/password", { old: old.value, new: next.value });
          form.reset();
          done();
        } catch (problem) {
          error.textContent = passwordProblem(problem);
        }
      },
    },
    field(say("oldPassword"), old),
    field(say("newPassword"), next, say("newPasswordMore")),
    field(say("newPasswordAgain"), again),
    error,
    element("button", { type: "submit", class: "primary" }, words),
  );
  return form;
}

export function newPasswordPage(app, done) {
  document.title = `${say("newPasswordTitle")} · Moderato`;
  return gate(
    say("newPasswordTitle"),
    element("p", { class: "hint" }, say("newPasswordWhy")),
    passwordForm(app, done, say("setPassword")),
  );
}
