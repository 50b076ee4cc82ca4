// Puts a comment section where the script stands on the page. README.md lists the data- attributes.
import { element, webAddress } from "./dom.js";
import { Section } from "./section.js";
import { Texts } from "./texts.js";

const LOAD_AHEAD = "800px"; // comments are fetched when the reader is this near

function mount(script) {
  const { site = "default", article, api, token, target, theme, lang, loginUrl, joinUrl } = script.dataset;
  if (!article) {
    console.error("moderato: the script needs data-article, the name of what is commented on");
    return;
  }
  const host = element("div", {
    class: "moderato",
    "data-theme": theme === "light" || theme === "dark" ? theme : null,
  });
  const place = target && document.querySelector(target);
  if (place) place.append(host);
  else if (script.closest("body")) script.after(host);
  else document.body.append(host);

  const sheet = new CSSStyleSheet();
  sheet.replaceSync(styles);
  const root = host.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = [sheet];

  const section = new Section({
    api: new URL(api ?? "api/v1/", script.src),
    site,
    article,
    token,
    texts: new Texts(lang || document.documentElement.lang, window["moderato:texts"]),
    links: { login: loginUrl && webAddress(loginUrl), join: joinUrl && webAddress(joinUrl) },
  });
  root.append(section.element);

  if (location.hash.startsWith("#comment-")) {
    section.start();
    return;
  }
  const near = new IntersectionObserver(
    (entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      near.disconnect();
      section.start();
    },
    { rootMargin: LOAD_AHEAD },
  );
  near.observe(host);
}

mount(document.currentScript);
