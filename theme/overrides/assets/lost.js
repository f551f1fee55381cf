/*
 * The page for what is not there. It stands once and speaks every language: the language of the
 * address comes first. Without this script the site's own does.
 */
(function () {
  "use strict";

  var sections = [].slice.call(document.querySelectorAll(".nt-lost"));
  var first = sections[0];

  function fits(section) {
    return location.pathname.indexOf(section.getAttribute("data-home")) === 0;
  }

  function length(section) {
    return section.getAttribute("data-home").length;
  }

  var own = sections.filter(fits).sort(function (one, other) {
    return length(other) - length(one);
  })[0];
  if (!own || own === first) return;

  first.parentNode.insertBefore(own, first);
  document.documentElement.lang = own.lang;
  document.title = document.title.replace(
    first.querySelector("h1").textContent,
    function () {
      return own.querySelector("h1").textContent;
    },
  );
})();
