/*
 * Times in the reader's own zone, countdowns, and states that change by the reader's clock.
 *
 * Everything is on the page in words already; this only adds to it and keeps it true between
 * two builds. The page brings its texts as data (#notices-live). Completed and cancelled
 * releases are settled: no clock changes them.
 */
(function () {
  "use strict";

  var data = document.getElementById("notices-live");
  if (!data) return;
  var live = JSON.parse(data.textContent);
  var ORDER = ["announced", "in_progress", "awaiting_confirmation"];
  var plural = new Intl.PluralRules(live.language);

  function fill(pattern, values) {
    return pattern.replace(/\{(\w+)\}/g, function (whole, name) {
      return name in values ? values[name] : whole;
    });
  }

  function two(number) {
    return (number < 10 ? "0" : "") + number;
  }

  /* Words of a moment on the reader's own clock. */

  function offsetOf(date) {
    return -date.getTimezoneOffset();
  }

  function zoneName(date) {
    var minutes = offsetOf(date);
    if (!minutes) return "GMT";
    var size = Math.abs(minutes);
    var rest = size % 60;
    return "GMT" + (minutes < 0 ? "-" : "+") + Math.floor(size / 60) + (rest ? ":" + two(rest) : "");
  }

  function zoned(text, date) {
    return fill(live.zoned, { text: text, zone: zoneName(date) });
  }

  function named(date, options) {
    return new Intl.DateTimeFormat(live.language, options).format(date);
  }

  function dateWords(date) {
    return fill(live.date, {
      weekday: named(date, { weekday: "long" }),
      day: date.getDate(),
      dd: two(date.getDate()),
      month: date.getMonth() + 1,
      mm: two(date.getMonth() + 1),
      month_name: named(date, { month: "long" }),
      year: date.getFullYear()
    });
  }

  function clock(date) {
    var seconds = date.getSeconds();
    return two(date.getHours()) + ":" + two(date.getMinutes()) + (seconds ? ":" + two(seconds) : "");
  }

  function momentWords(date) {
    var minute = two(date.getHours()) + ":" + two(date.getMinutes());
    return zoned(fill(live.moment, { clock: minute, date: dateWords(date) }), date);
  }

  /* Where the clocks change within a window, each of its ends has its own offset. */
  function windowWords(start, end) {
    var to = clock(end);
    var last = end;
    if (to === "00:00" && end > start) {
      var before = new Date(end.getTime() - 1000);
      if (before.toDateString() !== end.toDateString()) {
        to = "24:00";
        last = before;
      }
    }
    var moved = offsetOf(start) !== offsetOf(end);
    var oneDay = start.toDateString() === last.toDateString() && !moved;
    var words = fill(oneDay ? live.window : live.windowDays, {
      from: moved ? zoned(clock(start), start) : clock(start),
      to: moved ? zoned(to, end) : to,
      date: dateWords(start),
      from_date: dateWords(start),
      to_date: dateWords(last)
    });
    return moved ? words : zoned(words, start);
  }

  /* The offset that the page's own words speak of stands in the attribute. */
  function offsetWritten(text) {
    var found = /([+-])(\d\d):(\d\d)$/.exec(text);
    if (!found) return 0;
    return (found[1] === "-" ? -1 : 1) * (60 * Number(found[2]) + Number(found[3]));
  }

  function differs(text) {
    return offsetWritten(text) !== offsetOf(new Date(text));
  }

  function showYours(time) {
    var start = time.getAttribute("datetime");
    var end = time.getAttribute("data-end");
    if (time.hasAttribute("data-shown") || !(differs(start) || (end && differs(end)))) return;
    var date = new Date(start);
    var words = end ? windowWords(date, new Date(end)) : momentWords(date);
    var yours = document.createElement("span");
    yours.className = "nt-yours";
    yours.textContent = fill(live.yours, { text: words });
    time.setAttribute("data-shown", "");
    insertBehind(time, yours);
  }

  /* Behind what ends the sentence or the bracket, which would otherwise stand alone. */
  function insertBehind(time, yours) {
    var next = time.nextSibling;
    var stop = next && next.nodeType === Node.TEXT_NODE && /^[.,;:!?)]+/.exec(next.data);
    time.parentNode.insertBefore(yours, stop ? next.splitText(stop[0].length) : next);
  }

  /* Countdowns. */

  function count(unit, number) {
    var forms = live.units[unit];
    return fill(forms[plural.select(number)] || forms.other, { n: number });
  }

  function pair(first, second) {
    return fill(live.join, { first: first, second: second });
  }

  function twoUnits(large, many, small, few) {
    return few ? pair(count(large, many), count(small, few)) : count(large, many);
  }

  function left(milliseconds) {
    var seconds = Math.max(0, Math.ceil(milliseconds / 1000));
    if (seconds < 3600) {
      var rest = count("second", seconds % 60);
      return seconds < 60 ? rest : pair(count("minute", Math.floor(seconds / 60)), rest);
    }
    var minutes = Math.ceil(seconds / 60);
    var hours = Math.floor(minutes / 60);
    if (hours < 24) return twoUnits("hour", hours, "minute", minutes % 60);
    return twoUnits("day", Math.floor(hours / 24), "hour", hours % 24);
  }

  function write(node, text) {
    if (node && node.textContent !== text) node.textContent = text;
  }

  /* A clock that runs behind never takes back what the site said. */
  function stateAt(node, now) {
    var byClock = now >= Date.parse(node.dataset.end) ? 2 : now >= Date.parse(node.dataset.start) ? 1 : 0;
    return ORDER[Math.max(byClock, ORDER.indexOf(node.dataset.state))];
  }

  function flip(node, state) {
    node.dataset.state = state;
    var card = node.closest("[data-card]");
    if (!card) return;
    card.querySelectorAll("[data-badge]").forEach(function (badge) {
      badge.className = "nt-badge nt-badge--" + state;
      badge.dataset.badge = state;
      badge.querySelector("path").setAttribute("d", live.states[state].icon);
      write(badge.querySelector(".nt-badge__label"), live.states[state].badge);
    });
    ["nt-card", "nt-hero"].forEach(function (name) {
      ORDER.forEach(function (each) {
        if (card.classList.contains(name)) card.classList.toggle(name + "--" + each, each === state);
      });
    });
    var page = card.closest(".nt-page");
    var awaiting = page && page.querySelector("[data-awaiting]");
    if (awaiting) awaiting.hidden = state !== "awaiting_confirmation";
    var add = page && page.querySelector("[data-until-end]");
    if (add) add.hidden = state === "awaiting_confirmation";
    moveUp(card);
  }

  /* On the home page, what has begun moves to what is running. */
  function moveUp(card) {
    var ahead = card.closest("[data-ahead]");
    var running = document.querySelector("[data-running]");
    if (!ahead || !running) return;
    running.appendChild(card);
    var calm = document.querySelector("[data-calm]");
    var empty = document.querySelector("[data-empty]");
    if (calm) calm.hidden = true;
    if (empty) empty.hidden = ahead.children.length > 0;
  }

  /* A page that was promised for an instant which has come is not said to be ahead. */
  function expire(node, now) {
    if (now < Date.parse(node.dataset.due)) return true;
    node.textContent = node.dataset.then;
    node.removeAttribute("data-due");
    return false;
  }

  function tick() {
    var now = Date.now();
    var open = false;
    document.querySelectorAll("[data-due]").forEach(function (node) {
      open = expire(node, now) || open;
    });
    document.querySelectorAll("[data-countdown]").forEach(function (node) {
      var state = stateAt(node, now);
      if (state !== node.dataset.state) flip(node, state);
      var label = node.querySelector(".nt-countdown__label");
      var value = node.querySelector(".nt-countdown__value");
      write(label, live.states[state].label);
      if (state === "awaiting_confirmation") {
        write(value, live.states[state].value);
      } else {
        open = true;
        var target = state === "announced" ? node.dataset.start : node.dataset.end;
        write(value, left(Date.parse(target) - now));
      }
    });
    if (open) timer = window.setTimeout(tick, 1000 - (now % 1000));
  }

  var timer = 0;
  tick();
  document.querySelectorAll("time[datetime]").forEach(showYours);
  document.addEventListener("visibilitychange", function () {
    if (document.hidden) return;
    window.clearTimeout(timer);
    tick();
  });
})();
