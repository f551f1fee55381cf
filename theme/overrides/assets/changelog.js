/*
 * The changelog's filter: what is chosen stands in the address (?system=api&category=fix), and
 * is kept on the way to another page of the changelog. Without it everything is shown; an address
 * that asks for what is not there shows nothing, says so, and offers the way back to all.
 */
(function () {
  "use strict";

  var form = document.querySelector("[data-filter]");
  if (!form) return;
  var NAMES = ["category", "system", "state"];
  var rows = document.querySelectorAll(".nt-line");
  // What is asked for, by name; the form need not offer it.
  var asked = {};
  var months = document.querySelectorAll(".nt-month, .nt-part");
  var found = document.querySelector("[data-found]");
  var nothing = document.querySelector("[data-nothing]");
  var unmatched = nothing.querySelector("[data-unmatched]");
  var feeds = document.querySelector("[data-feeds]");
  var links = Array.prototype.map.call(document.querySelectorAll("a[data-keep]"), function (link) {
    return { link: link, href: link.href };
  });

  function field(name) {
    return form.elements[name];
  }

  function value(name) {
    return field(name) ? field(name).value : "";
  }

  /* What the form does not offer leaves it without a choice. */
  function choose(name, text) {
    form.querySelectorAll('[name="' + name + '"]').forEach(function (each) {
      if (each.type === "radio") each.checked = each.value === text;
      else each.value = text;
    });
    if (text && value(name) !== text) choose(name, "");
  }

  /* By the reader's clock a release may have begun: its countdown knows. */
  function has(row, name, text) {
    var live = name === "state" && row.querySelector("[data-countdown]");
    return (live || row).dataset[name].split(" ").indexOf(text) >= 0;
  }

  /* The form does not offer it, and no release of this page has it. */
  function unknown(name) {
    return (
      asked[name] !== value(name) &&
      !Array.prototype.some.call(rows, function (row) {
        return has(row, name, asked[name]);
      })
    );
  }

  function feed(name) {
    var link = feeds.querySelector('[data-feed-of="' + name + '"]');
    var text = value(name);
    var option = text && form.querySelector('[data-feed][value="' + text + '"]');
    link.hidden = !option;
    if (option) {
      link.href = option.dataset.feed;
      link.textContent = (option.labels ? option.labels[0] : option).textContent;
    }
    return Boolean(option);
  }

  function show() {
    var chosen = NAMES.filter(function (name) {
      return asked[name];
    });
    var shown = 0;
    rows.forEach(function (row) {
      row.hidden = !chosen.every(function (name) {
        return has(row, name, asked[name]);
      });
      if (!row.hidden) shown += 1;
    });
    months.forEach(function (month) {
      month.hidden = !month.querySelector(".nt-line:not([hidden])");
      var jump = month.id && document.querySelector('[data-month][href="#' + month.id + '"]');
      if (jump) jump.hidden = month.hidden;
    });
    var all = found.dataset.count;
    var text = chosen.length ? found.dataset.pattern.replace("{n}", shown).replace("{count}", all) : all;
    if (found.textContent !== text) found.textContent = text;
    nothing.hidden = shown > 0;
    unmatched.hidden = chosen.some(unknown);
    nothing.querySelectorAll("[data-unknown]").forEach(function (line) {
      line.hidden = !unknown(line.dataset.unknown);
    });
    var category = feed("category");
    feeds.hidden = !feed("system") && !category;
    form.querySelector("[data-clear]").hidden = !chosen.length;
    links.forEach(function (each) {
      each.link.href = each.href + location.search;
    });
  }

  function read() {
    var query = new URLSearchParams(location.search);
    NAMES.forEach(function (name) {
      asked[name] = query.get(name) || "";
      choose(name, asked[name]);
    });
    show();
  }

  function write() {
    var url = new URL(location.href);
    NAMES.forEach(function (name) {
      asked[name] = value(name);
      if (value(name)) url.searchParams.set(name, value(name));
      else url.searchParams.delete(name);
    });
    history.replaceState(history.state, "", url);
    show();
  }

  form.addEventListener("change", write);
  form.addEventListener("submit", function (event) {
    event.preventDefault();
  });
  document.querySelectorAll("[data-clear]").forEach(function (button) {
    button.addEventListener("click", function () {
      NAMES.forEach(function (name) {
        choose(name, "");
      });
      write();
      // The button is gone; the keyboard goes on at the first choice.
      form.querySelector("input:checked, select").focus();
    });
  });
  window.addEventListener("popstate", read);
  // The browser may bring back what stood in the fields when the page was left.
  window.addEventListener("pageshow", read);
  read();
})();
