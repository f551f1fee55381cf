/*
 * The frame's own script, run before anything is drawn: the colours that the reader chose, the
 * button that changes them, and the tab of the page in view on a small screen.
 *
 * Without it the colours are those of the device, and the button is not there.
 */
(function () {
  "use strict";

  var KEY = "notices.scheme";
  var NEXT = { auto: "light", light: "dark", dark: "auto" };
  var root = document.documentElement;

  function kept() {
    try {
      return localStorage.getItem(KEY);
    } catch (refused) {
      return null;
    }
  }

  function keep(mode) {
    try {
      if (mode === "auto") localStorage.removeItem(KEY);
      else localStorage.setItem(KEY, mode);
    } catch (refused) {
      // The choice then holds for this page alone.
    }
  }

  function wear(mode) {
    if (mode === "auto") root.removeAttribute("data-scheme");
    else root.setAttribute("data-scheme", mode);
  }

  function chosen() {
    return root.getAttribute("data-scheme") || "auto";
  }

  function name(button) {
    var text = button.getAttribute("data-" + chosen());
    button.title = text;
    button.setAttribute("aria-label", text);
  }

  function bringIntoView(list, way) {
    if (list.scrollWidth <= list.clientWidth) return;
    list.scrollLeft = way.offsetLeft - (list.clientWidth - way.offsetWidth) / 2;
  }

  var first = kept();
  if (first === "light" || first === "dark") wear(first);
  root.classList.add("js");

  document.addEventListener("DOMContentLoaded", function () {
    var button = document.querySelector("[data-scheme-button]");
    if (button) {
      name(button);
      button.addEventListener("click", function () {
        var mode = NEXT[chosen()];
        wear(mode);
        keep(mode);
        name(button);
      });
    }
    var list = document.querySelector(".nt-nav ul");
    if (!list) return;
    var current = list.querySelector("[aria-current]");
    if (current) bringIntoView(list, current);
    // A browser thinks half a word to be in view.
    list.addEventListener("focusin", function (event) {
      bringIntoView(list, event.target);
    });
  });
})();
