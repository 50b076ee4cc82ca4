// What a moderator prefers on this device.

const read = (key) => {
  try {
    return localStorage.getItem(`moderato:${key}`);
  } catch {
    return null;
  }
};
const write = (key, value) => {
  try {
    if (value === null) localStorage.removeItem(`moderato:${key}`);
    else localStorage.setItem(`moderato:${key}`, value);
  } catch {
    // It holds until the page is left.
  }
};

export class Preferences {
  constructor() {
    this.shortcuts = read("shortcuts") !== "off";
    this.theme = read("theme") ?? "auto";
    this.language = read("language") ?? "auto";
  }

  setShortcuts(on) {
    this.shortcuts = on;
    write("shortcuts", on ? null : "off");
  }

  setTheme(theme) {
    this.theme = theme;
    write("theme", theme === "auto" ? null : theme);
    if (theme === "auto") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  }

  /** Takes effect when the page is loaded again. */
  setLanguage(language) {
    write("language", language === "auto" ? null : language);
  }
}
