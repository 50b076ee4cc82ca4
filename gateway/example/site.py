#!/usr/bin/python3
"""A news site of two articles that shows what a website does with Moderato: nothing but the standard library.

What is of interest to a website's developer is `token()`, which signs who is logged in; the <script> in `article_page()`, which
puts the comment section on the page; and `counts()`, which asks for the number of comments. The rest is a website. Whoever
visits chooses who they are: a real site would ask for a password.

site.py --gateway URL --secret FILE --port N [--articles FILE]
"""
import argparse
import base64
import hashlib
import hmac
import http.cookies
import http.server
import json
import time
import urllib.error
import urllib.parse
import urllib.request
from html import escape
from pathlib import Path

HERE = Path(__file__).parent
# The members of config/members.sql whom a visitor may be here, and what they are to show.
PEOPLE = {
    "anna": ("Anna Lindqvist", "a member"),
    "ben": ("Ben Okafor", "a member"),
    "emeka": ("Emeka Nwosu", "a member"),
    "helena": ("Helena Voss", "an editor of the Gazette"),
    "jonas": ("Jonas Weber", "whose membership has ended"),
    "leo": ("Leo Marchetti", "whose account is closed"),
    "zoe": ("Zoe Ferrand", "who is not a member yet"),
}
TOKEN_LIFE = 10 * 60  # seconds; the page gets another one then
FILES = {"/style.css": "text/css", "/site.js": "text/javascript"}


def base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=")


def token(secret, person):
    """A JSON Web Token (RFC 7519) that says who is logged in, signed with what only this site and the gateway know."""
    name, _ = PEOPLE[person]
    claims = {"sub": person, "name": name, "exp": int(time.time()) + TOKEN_LIFE}
    signed = b".".join(base64url(json.dumps(part).encode()) for part in ({"alg": "HS256", "typ": "JWT"}, claims))
    return (signed + b"." + base64url(hmac.new(secret, signed, hashlib.sha256).digest())).decode()


def counts(gateway, articles):
    """How many comments each article has; nothing while the gateway is away."""
    asked = "&".join("article=" + urllib.parse.quote(each, safe="") for each in articles)
    try:
        with urllib.request.urlopen(f"{gateway}/api/v1/sites/default/counts?{asked}", timeout=2) as answer:
            return json.load(answer)["counts"]
    except (OSError, ValueError, KeyError):
        return {}


def comments(count):
    return "" if count is None else "1 comment" if count == 1 else f"{count} comments"


def page(title, body, person, here):
    options = "".join(f'<option value="{id}"{" selected" if id == person else ""}>{escape(name)}, {escape(what)}</option>'
                      for id, (name, what) in PEOPLE.items())
    nobody = "" if person else " selected"
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title>
<link rel="stylesheet" href="/style.css">
<link rel="icon" href="data:,">
<script src="/site.js"></script>
</head>
<body>
<header>
<a class="name" href="/">The Ferry Gazette</a>
<form method="post" action="/visitor">
<input type="hidden" name="back" value="{escape(here)}">
<label>You are <select name="person"><option value=""{nobody}>a reader who is not logged in</option>{options}</select></label>
<button>Change</button>
</form>
</header>
<main>
{body}
</main>
<footer>A site that shows what Moderato does. Its people and its news are made up.</footer>
</body>
</html>
"""


def front_page(articles, numbers, person):
    body = "<h1>Today in Ferrymouth</h1>\n"
    for article in articles.values():
        where = "/articles/" + article["article"]
        said = comments(numbers.get(article["article"]))
        body += f"""<article class="teaser">
<h2><a href="{where}">{escape(article["title"])}</a></h2>
<p>{escape(first_sentences(article["text"]))}</p>
<p class="meta">{f'<a href="{where}#comments">{said}</a>' if said else ""}</p>
</article>
"""
    return page("The Ferry Gazette", body, person, "/")


def article_page(article, gateway, person):
    name = article["article"]
    paragraphs = "".join(f"<p>{escape(each)}</p>\n" for each in in_paragraphs(article["text"]))
    without_script = f"{gateway}/sites/default/articles/{urllib.parse.quote(name, safe='')}"
    body = f"""<article>
<h1>{escape(article["title"])}</h1>
{paragraphs}</article>
<section id="comments" aria-label="Comments">
<script src="{escape(gateway)}/embed.js" data-article="{escape(name)}" data-login-url="#top" data-join-url="/join" defer></script>
<noscript><p><a href="{escape(without_script)}">Read the comments</a></p></noscript>
</section>"""
    return page(article["title"] + " · The Ferry Gazette", body, person, "/articles/" + name)


def sentences(text):
    return text.replace(". ", ".\0").split("\0")


def first_sentences(text):
    return " ".join(sentences(text)[:2])


def in_paragraphs(text):
    said = sentences(text)
    return [" ".join(said[at:at + 3]) for at in range(0, len(said), 3)]


JOIN = """<h1>Become a member</h1>
<p>Members of the Gazette may leave comments. There is nothing to buy here: choose “You are Anna Lindqvist, a member” above, and go
back to the article.</p>"""


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 30  # seconds; nobody is waited for any longer

    def do_GET(self):
        path = urllib.parse.urlsplit(self.path).path
        site, person = self.server.site, self.person()
        if path in FILES:
            return self.answer(200, FILES[path], (HERE / path[1:]).read_bytes())
        if path == "/token":
            body = json.dumps({"token": token(site.secret, person) if person else None})
            return self.answer(200, "application/json", body.encode())
        if path == "/":
            body = front_page(site.articles, counts(site.gateway, site.articles), person)
        elif path == "/join":
            body = page("Become a member · The Ferry Gazette", JOIN, person, "/join")
        elif (article := site.articles.get(path.removeprefix("/articles/"))) and path.startswith("/articles/"):
            body = article_page(article, site.gateway, person)
        else:
            return self.answer(404, "text/html", page("Not found", "<h1>There is nothing here</h1>", person, "/").encode())
        return self.answer(200, "text/html", body.encode())

    do_HEAD = do_GET

    def do_POST(self):
        length = self.headers.get("Content-Length", "")
        if not length.isdigit() or int(length) > 1_000 or self.path != "/visitor":
            self.close_connection = True
            return self.answer(400, "text/plain", b"Not a form of this site.\n")
        form = urllib.parse.parse_qs(self.rfile.read(int(length)).decode("utf-8", "replace"))
        person = form.get("person", [""])[0]
        back = form.get("back", ["/"])[0]
        known = {"/", "/join", *("/articles/" + each for each in self.server.site.articles)}
        return self.answer(303, "text/plain", b"", {
            "Location": back if back in known else "/",
            "Set-Cookie": f"person={person if person in PEOPLE else ''}; Path=/; HttpOnly; SameSite=Lax"})

    def person(self):
        """Who is logged in, or None."""
        try:
            cookie = http.cookies.SimpleCookie(self.headers.get("Cookie", "")).get("person")
        except http.cookies.CookieError:
            return None
        return cookie.value if cookie and cookie.value in PEOPLE else None

    def answer(self, status, kind, body, headers=()):
        self.send_response(status)
        gateway = self.server.site.gateway
        for name, value in {
            "Content-Type": kind + "; charset=utf-8",
            "Content-Length": str(len(body)),
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "strict-origin-when-cross-origin",
            # What the comment section needs: its script, and to talk to the gateway. Nothing inline.
            "Content-Security-Policy": f"default-src 'none'; script-src 'self' {gateway}; connect-src 'self' {gateway}; "
                                       "style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; "
                                       "frame-ancestors 'none'",
            **dict(headers),
        }.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_):
        pass


class Site:
    def __init__(self, gateway, secret, articles):
        self.gateway, self.secret, self.articles = gateway.rstrip("/"), secret, articles


def read_articles(file):
    lines = [json.loads(line) for line in Path(file).read_text(encoding="utf-8").splitlines()]
    return {each["article"]: each for each in lines}


def serve(site, port):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler)
    server.site = site
    return server


def main():
    options = argparse.ArgumentParser(description="A news site of two articles that shows Moderato.")
    options.add_argument("--gateway", required=True, help="where browsers reach moderato-gateway: http://127.0.0.1:5876")
    options.add_argument("--secret", required=True, type=Path, help="file with the secret that signs tokens")
    options.add_argument("--port", type=int, default=5877, help="of 127.0.0.1; 0 takes a free one")
    options.add_argument("--articles", default=HERE.parents[1] / "tests/sample/articles.jsonl", help="what is written about")
    given = options.parse_args()
    server = serve(Site(given.gateway, given.secret.read_bytes(), read_articles(given.articles)), given.port)
    print(f"at http://127.0.0.1:{server.server_port}", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass


if __name__ == "__main__":
    main()
