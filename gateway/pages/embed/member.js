// Who writes: the token of the site's member, from the script's data-token, or from window["moderato:token"], a
// function that gives one (or a promise of one; nothing when nobody is logged in), asked again when one no longer
// holds.

const MAX_TOKEN = 16384;

/** What a token says of its holder. Not checked here: the gateway does. */
function claims(token) {
  try {
    const payload = token.split(".")[1].replace(/-/g, "+").replace(/_/g, "/");
    return JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(payload), (c) => c.charCodeAt(0)))) ?? {};
  } catch {
    return {};
  }
}

export class Member {
  constructor(given) {
    this.given = given;
    this.current = null;
  }

  /** The token, or null when nobody is logged in; `anew` when the last one was refused. */
  async token(anew = false) {
    if (this.current && !anew && !this.expired()) return this.current;
    const source = window["moderato:token"];
    let token = null;
    try {
      token = typeof source === "function" ? await source() : anew ? null : this.given;
    } catch (error) {
      console.warn("moderato:token failed:", error);
    }
    this.current = typeof token === "string" && token && token.length <= MAX_TOKEN ? token : null;
    return this.current;
  }

  /** The name that the token holds, which the gateway will show, or null. */
  name() {
    const name = this.current && claims(this.current).name;
    return typeof name === "string" && name ? name.slice(0, 100) : null;
  }

  expired() {
    const end = claims(this.current).exp;
    return typeof end === "number" && end * 1000 < Date.now();
  }
}
