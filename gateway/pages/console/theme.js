// A classic script before the first paint: the theme and language that were chosen here before.
"use strict";
(() => {
  const theme = localStorage.getItem("moderato:theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
})();
