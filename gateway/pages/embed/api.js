// Requests to the gateway, as gateway/api/openapi.json has them. Answers are bounded in size and time.

const MAX_BYTES = 4 << 20;
const TIMEOUT_MS = 20000;

/** What went wrong: the status (0: no answer) and the problem's code. */
export class ApiError extends Error {
  constructor(status, code, detail) {
    super(detail || code || `HTTP status ${status}`);
    this.status = status;
    this.code = code;
    this.detail = detail;
  }
}

async function readBounded(response) {
  const parts = [];
  const decoder = new TextDecoder();
  let bytes = 0;
  if (!response.body) return "";
  const reader = response.body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    bytes += value.length;
    if (bytes > MAX_BYTES) {
      reader.cancel();
      throw new ApiError(0, "answer.too_large");
    }
    parts.push(decoder.decode(value, { stream: true }));
  }
  return parts.join("") + decoder.decode();
}

export class Api {
  /** `base` is the address of /api/v1/; `member` gives tokens. */
  constructor(base, site, article, member) {
    this.site = new URL(`sites/${encodeURIComponent(site)}/`, base);
    this.article = `articles/${encodeURIComponent(article)}`;
    this.member = member;
  }

  page(sort, cursor) {
    return this.ask(`${this.article}/comments?` + new URLSearchParams({ sort, ...(cursor && { cursor }) }));
  }

  thread(id) {
    return this.ask(`comments/${encodeURIComponent(id)}`);
  }

  replies(id, cursor) {
    return this.ask(`comments/${encodeURIComponent(id)}/replies?` + new URLSearchParams({ cursor }));
  }

  submit(comment) {
    return this.asMember(`${this.article}/comments`, comment);
  }

  decision(id) {
    return this.asMember(`comments/${encodeURIComponent(id)}/decision`);
  }

  appeal(id, objection) {
    return this.asMember(`comments/${encodeURIComponent(id)}/appeal`, objection);
  }

  report(id, report) {
    return this.ask(`comments/${encodeURIComponent(id)}/reports`, report);
  }

  events(after) {
    return new EventSource(new URL(`${this.article}/events?after=${after}`, this.site));
  }

  /** With the member's token; with a new one once, if it is refused. */
  async asMember(path, body) {
    try {
      return await this.ask(path, body, await this.member.token());
    } catch (error) {
      if (error.status !== 401) throw error;
      return this.ask(path, body, await this.member.token(true));
    }
  }

  async ask(path, body, token) {
    const headers = { Accept: "application/json" };
    if (body) headers["Content-Type"] = "application/json";
    if (token) headers.Authorization = `Bearer ${token}`;
    let response, text;
    try {
      response = await fetch(new URL(path, this.site), {
        method: body ? "POST" : "GET",
        body: body && JSON.stringify(body),
        headers,
        credentials: "omit",
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      text = await readBounded(response);
    } catch (error) {
      throw error instanceof ApiError ? error : new ApiError(0, "unreachable");
    }
    let answer = null;
    try {
      answer = text && JSON.parse(text);
    } catch {
      if (response.ok) throw new ApiError(0, "answer.not_json");
    }
    if (response.ok) return answer;
    const said = typeof answer?.detail === "string" ? answer.detail.slice(0, 500) : null;
    throw new ApiError(response.status, typeof answer?.code === "string" ? answer.code : null, said);
  }
}
