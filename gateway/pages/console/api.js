// Requests to the console's backend. Answers are JSON; what goes wrong is an ApiError with the problem's code.

const BASE = new URL("api/v1/", import.meta.url);
const TIMEOUT_MS = 20000;

/** What went wrong: the status (0: no answer), the problem's code, and a sentence for people. */
export class ApiError extends Error {
  constructor(status, code, detail, retryAfter = null) {
    super(detail || code || `HTTP status ${status}`);
    this.status = status;
    this.code = code;
    this.detail = detail;
    this.retryAfter = retryAfter;
  }
}

/** "comments", site, id: a path whose parts are encoded. */
export const pathOf = (...parts) => parts.map(encodeURIComponent).join("/");

export class Api {
  /** `signedOut` is called when the session has ended, and gives a promise of whether there is a new one. */
  constructor({ signedOut, reached }) {
    this.signedOut = signedOut;
    this.reached = reached;
    this.csrf = null;
  }

  get(path, query = {}, signal) {
    const given = Object.entries(query).filter(([, value]) => value !== null && value !== undefined && value !== "");
    const search = given.length > 0 ? `?${new URLSearchParams(given)}` : "";
    return this.ask("GET", path + search, undefined, { signal });
  }

  post(path, body = {}, more) {
    return this.ask("POST", path, body, more);
  }

  put(path, body) {
    return this.ask("PUT", path, body);
  }

  patch(path, body) {
    return this.ask("PATCH", path, body);
  }

  delete(path, body = {}) {
    return this.ask("DELETE", path, body);
  }

  events() {
    return new EventSource(new URL("events", BASE));
  }

  /** `anonymous`: a refusal for want of a session is an answer, no reason to log in. */
  async ask(method, path, body, { signal, anonymous = false } = {}) {
    try {
      return await this.once(method, path, body, signal);
    } catch (error) {
      if (error.code === "csrf.missing" && !anonymous) {
        this.csrf = (await this.once("GET", "session")).csrf;
        return this.once(method, path, body, signal);
      }
      if (error.status !== 401 || anonymous || !(await this.signedOut())) throw error;
      return this.once(method, path, body, signal);
    }
  }

  async once(method, path, body, signal) {
    const headers = { Accept: "application/json" };
    if (method !== "GET") {
      headers["Content-Type"] = "application/json";
      if (this.csrf) headers["X-CSRF-Token"] = this.csrf;
    }
    const timeout = AbortSignal.timeout(TIMEOUT_MS);
    let response, text;
    try {
      response = await fetch(new URL(path, BASE), {
        method,
        headers,
        body: method === "GET" ? undefined : JSON.stringify(body),
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      });
      text = await response.text();
    } catch (error) {
      if (signal?.aborted) throw new ApiError(0, "aborted");
      this.reached(false);
      throw new ApiError(0, "unreachable");
    }
    this.reached(true);
    let answer = null;
    try {
      answer = text && JSON.parse(text);
    } catch {
      if (response.ok) throw new ApiError(response.status, "answer.not_json");
    }
    if (response.ok) return answer;
    throw new ApiError(
      response.status,
      answer?.code ?? null,
      answer?.detail ?? null,
      response.headers.get("Retry-After"),
    );
  }
}
