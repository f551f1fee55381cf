/*
 * The frame's own script, run before anything is drawn: the colours that the reader chose, the
 * button that changes them, and the search's dialog. What is found, search.js knows; it comes when
 * somebody first opens the dialog.
 *
 * Without it the colours are those of the device, and neither button is there.
 */
(function () {
  "use strict";

  var SCHEME = "notices.scheme";
  var SEARCH_KEY = "notices.search-key";
  var NEXT = { auto: "light", light: "dark", dark: "auto" };
  var root = document.documentElement;

  function kept(key) {
    try {
      return localStorage.getItem(key);
    } catch (refused) {
      return null;
    }
  }

  function keep(key, text) {
    try {
      if (text) localStorage.setItem(key, text);
      else localStorage.removeItem(key);
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

  function readySearch(opener) {
    var dialog = opener.nextElementSibling;
    var wanted = dialog.querySelector("[type=checkbox]");
    var status = dialog.querySelector("[role=status]");
    var hint = status.textContent;

    function fetchScript() {
      var script = document.createElement("script");
      script.src = opener.dataset.script;
      script.onload = function () {
        dialog.removeAttribute("aria-busy");
      };
      script.onerror = function () {
        script.onload();
        script.remove();
        status.textContent = opener.dataset.failed;
      };
      status.textContent = hint;
      dialog.setAttribute("aria-busy", "true");
      dialog.append(script);
    }

    // The dialog is there at once: what is typed until its script is there is not lost.
    opener.onclick = function () {
      dialog.showModal();
      if (!dialog.querySelector("script")) fetchScript();
    };
    dialog.querySelector("button").onclick = function () {
      dialog.close();
    };
    dialog.onclick = function (event) {
      if (event.target === dialog) dialog.close();
    };
    wanted.checked = !kept(SEARCH_KEY);
    wanted.onchange = function () {
      keep(SEARCH_KEY, wanted.checked ? "" : "off");
    };
    document.addEventListener("keydown", function (event) {
      if (event.key !== "/" || event.ctrlKey || event.altKey || event.metaKey || !wanted.checked) return;
      if (dialog.open || event.target.closest("input, textarea, select, [contenteditable]")) return;
      event.preventDefault();
      opener.click();
    });
  }

  var first = kept(SCHEME);
  if (first === "light" || first === "dark") wear(first);
  root.classList.add("js");

  document.addEventListener("DOMContentLoaded", function () {
    var opener = document.querySelector("[data-search]");
    if (opener) readySearch(opener);
    var button = document.querySelector("[data-scheme-button]");
    if (button) {
      name(button);
      button.addEventListener("click", function () {
        var mode = NEXT[chosen()];
        wear(mode);
        keep(SCHEME, mode === "auto" ? "" : mode);
        name(button);
      });
    }
  });
})();
