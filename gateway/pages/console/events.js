// What happens elsewhere, as it happens: one connection for the whole console.

const RETRY_MS = [2000, 5000, 15000, 60000]; // where the browser has given up
const KINDS = ["added", "changed", "removed", "claimed", "released", "counts", "reset"];

export class Events extends EventTarget {
  constructor(app) {
    super();
    this.app = app;
    this.failures = 0;
    this.connections = 0; // whose first event, the counts, has come: what is read since then misses nothing
  }

  open() {
    this.close();
    this.source = this.app.api.events();
    let fresh = true;
    this.source.onopen = () => {
      this.failures = 0;
      this.app.shell?.showLive(true);
      fresh = true;
    };
    this.source.onerror = () => {
      this.app.shell?.showLive(false);
      if (this.source?.readyState !== EventSource.CLOSED) return; // it connects anew by itself
      const wait = RETRY_MS[Math.min(this.failures++, RETRY_MS.length - 1)];
      this.close();
      this.timer = setTimeout(() => this.open(), wait);
    };
    for (const kind of KINDS)
      this.source.addEventListener(kind, (event) => {
        if (kind === "counts" && fresh) {
          fresh = false;
          this.connections += 1;
          this.dispatchEvent(new CustomEvent("connected", { detail: {} }));
        }
        this.receive(kind, event);
      });
  }

  close() {
    clearTimeout(this.timer);
    this.source?.close();
    this.source = null;
  }

  receive(kind, { data }) {
    let detail;
    try {
      detail = JSON.parse(data);
    } catch {
      return;
    }
    const about = kind === "added" || kind === "changed" ? detail?.item : detail;
    const whole = kind === "counts" || kind === "reset" ? detail : about?.site && about.id;
    if (whole) this.dispatchEvent(new CustomEvent(kind, { detail }));
  }

  /** Calls `handlers` {kind: function of the data} until the signal. */
  follow(handlers, signal) {
    for (const [kind, handler] of Object.entries(handlers))
      this.addEventListener(kind, ({ detail }) => handler(detail), { signal });
  }
}
