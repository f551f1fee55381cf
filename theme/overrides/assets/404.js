/*
 * The page for what is not there. It stands once and speaks every language: the language of the
 * address comes first. Without this script the site's own does.
 */
(function () {
  "use strict";

  var sections = [].slice.call(document.querySelectorAll(".nt-lost"));
  var first = sections[0];
  var root = document.documentElement;

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

  // What is around them stays in the site's own language, and says so.
  var around = document.querySelectorAll(".nt-skip, .nt-header");
  for (var i = 0; i < around.length; i++) around[i].lang = root.lang;
  document.addEventListener("DOMContentLoaded", function () {
    document.querySelector(".nt-footer").lang = first.lang;
  });
  root.lang = own.lang;
  var titles = [first, own].map(function (section) {
    return section.querySelector(".nt-lost__title").textContent;
  });
  document.title = document.title.split(titles[0]).join(titles[1]);
  first.parentNode.insertBefore(own, first);
  rank(own, "h1");
  rank(first, "h2");

  function rank(section, name) {
    var old = section.querySelector(".nt-lost__title");
    var title = document.createElement(name);
    title.className = old.className;
    title.textContent = old.textContent;
    old.parentNode.replaceChild(title, old);
  }
})();
