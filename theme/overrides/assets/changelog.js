/*
 * The changelog's filter: what is chosen stands in the address (?system=api&category=fix), and
 * is kept on the way to another page of the changelog. Without it everything is shown; an address
 * that asks for what is not there shows nothing, says so, and offers the way back to all. While
 * anything is chosen, no month is folded.
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
  var folds = Array.prototype.map.call(document.querySelectorAll(".nt-month > details"), function (fold) {
    return { fold: fold };
  });
  var chooses = false;
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

  /* What the form offers and is chosen. */
  function option(name) {
    var text = value(name);
    return text && form.querySelector('[name="' + name + '"][value="' + text + '"], [name="' + name + '"] [value="' + text + '"]');
  }

  function label(choice) {
    return (choice.labels ? choice.labels[0] : choice).textContent.trim();
  }

  function feed(name) {
    var link = feeds.querySelector('[data-feed-of="' + name + '"]');
    var chosen = option(name);
    link.hidden = !chosen;
    if (chosen) {
      link.href = chosen.dataset.feed;
      link.textContent = label(chosen);
    }
    return Boolean(chosen);
  }

  /* Only what changed is read aloud. */
  function say(place, text) {
    if (place.textContent !== String(text)) place.textContent = text;
  }

  /* How many are left, in the words of how many there are. */
  function tell(place, left, chosen) {
    var all = place.dataset.count;
    say(place, chosen ? found.dataset.pattern.replace("{n}", left).replace("{count}", all) : all);
  }

  /* A month or part, and the link to it. */
  function narrow(part, chosen) {
    var left = part.querySelectorAll(".nt-line:not([hidden])").length;
    var place = part.querySelector(":scope > [id], :scope > details > [id]");
    var jump = place && document.querySelector('.nt-jumps [href="#' + place.id + '"]');
    var count = part.querySelector(":scope > details .nt-month__count");
    part.hidden = !left;
    if (count) tell(count, left, chosen);
    if (!jump) return;
    jump.hidden = part.hidden;
    say(jump.querySelector("[data-count]"), left);
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
      narrow(month, chosen.length);
    });
    if (chooses !== chosen.length > 0) {
      chooses = !chooses;
      folds.forEach(function (each) {
        if (chooses) each.open = each.fold.open;
        each.fold.open = chooses || each.open;
      });
    }
    tell(found, shown, chosen.length);
    var labels = NAMES.map(option).filter(Boolean).map(label);
    say(form.querySelector("[data-chosen]"), labels.length ? ": " + labels.join(", ") : "");
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
      // The button is gone; the keyboard goes on at the first choice, or at what opens them.
      var first = form.querySelector("input:checked, select");
      first.focus();
      if (document.activeElement !== first) form.querySelector("summary").focus();
    });
  });
  /* Not every browser opens what a link leads into. */
  function reveal() {
    var place = document.getElementById(location.hash.slice(1));
    var fold = place && place.closest("details:not([open])");
    if (!fold) return;
    fold.open = true;
    place.scrollIntoView();
  }

  /* What the keyboard comes to is seen whole, also in a row that scrolls. */
  document.addEventListener("focusin", function (event) {
    if (event.target.closest(".nt-jumps")) event.target.scrollIntoView({ block: "nearest", inline: "nearest" });
  });
  window.addEventListener("hashchange", reveal);
  reveal();
  window.addEventListener("popstate", read);
  // The browser may bring back what stood in the fields when the page was left.
  window.addEventListener("pageshow", read);
  read();
})();
