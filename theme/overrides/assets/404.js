/*
 * The page for what is not there. It stands once and has every language; where the address begins
 * with one, the page is in that one alone. Without this script all are there, the site's own first.
 */
(function () {
  "use strict";

  var sections = [].slice.call(document.querySelectorAll(".nt-lost"));
  var first = sections[0];

  function search() {
    document.querySelector("[data-search]").click();
  }

  document.addEventListener("DOMContentLoaded", function () {
    if (location.hash === "#nt-search") search();
  });

  document.addEventListener("click", function (event) {
    var button = event.target.closest(".nt-lost__search button");
    if (!button) return;
    var section = button.closest(".nt-lost");
    /* The page has the search of its own language alone: another is on the same page in that language. */
    if (section.lang === document.documentElement.lang) search();
    else location.href = home(section) + location.pathname.slice(home(first).length) + "#nt-search";
  });

  function home(section) {
    return section.getAttribute("data-home");
  }

  var own = sections
    .filter(function (section) {
      return location.pathname.indexOf(home(section)) === 0;
    })
    .sort(function (one, other) {
      return home(other).length - home(one).length;
    })[0];
  if (!own || own === first) return;

  function title(section) {
    return section.querySelector(".nt-lost__title");
  }

  document.documentElement.lang = own.lang;
  document.documentElement.dir = own.dir;
  document.title = document.title.split(title(first).textContent).join(title(own).textContent);
  var heading = document.createElement("h1");
  heading.className = title(own).className;
  heading.textContent = title(own).textContent;
  title(own).replaceWith(heading);
  var frame = own.querySelector("template");
  [".nt-skip", ".nt-header", ".nt-footer"].forEach(function (part) {
    document.querySelector(part).replaceWith(frame.content.querySelector(part));
  });
  sections.forEach(function (section) {
    if (section !== own) section.remove();
  });
})();
