/*
 * Times in the reader's own zone and in words such as 'tomorrow', countdowns, states that change
 * by the reader's clock, and a language switch that keeps the place on the page.
 *
 * Everything is on the page in words already; this only adds to it and keeps it true between
 * two builds. The page brings its texts as data (#notices-live), before the first time on it:
 * what is added to a time is there before anybody sees it. Completed and cancelled releases are
 * settled: no clock changes them.
 */
(function () {
  "use strict";

  /* The switch leads to the same part of the page, and to the same choice of what it lists.
     Headings that people wrote are called otherwise in the other language. */
  function carry(event) {
    var link = event.target.closest && event.target.closest(".nt-switch");
    if (!link) return;
    var to = new URL(link.href);
    var part = named(location.hash.slice(1));
    to.search = location.search;
    to.hash = part && !part.closest(".nt-written") ? location.hash : "";
    link.href = to.href;
  }

  /* Whoever made the address may have cut it within a letter. */
  function named(text) {
    try {
      return document.getElementById(decodeURIComponent(text));
    } catch (malformed) {
      return null;
    }
  }

  ["mouseover", "focusin", "click", "auxclick", "contextmenu"].forEach(function (name) {
    document.addEventListener(name, carry, true);
  });

  var root = document.documentElement;
  // What the clock changes in more than one place, hidden by notices.css until it is all there.
  var BOARD = ".nt-home, .nt-hero";
  var live;
  var words;
  var ORDER = ["announced", "in_progress", "awaiting_confirmation"];
  var SECOND = 1000;
  var MINUTE = 60 * SECOND;
  var HOUR = 60 * MINUTE;
  var DAY = 24 * HOUR;
  var still = matchMedia("(prefers-reduced-motion: reduce)");

  // @times@

  function moment(date) {
    var clock = date.toTimeString().slice(0, 5);
    return words.zoned(words.fill(live.moment, { clock, date: words.day(date) }), date);
  }

  /* The offset of the page's own words is in the attribute. */
  function differs(text) {
    return /GMT(.{5})/.exec(new Date(text))[1] !== text.slice(-6).replace(":", "");
  }

  function showYours(time) {
    var start = time.dateTime;
    var end = time.dataset.end;
    if (!isRead(time) || !(differs(start) || (end && differs(end)))) return;
    var date = new Date(start);
    var isDay = !time.textContent.includes(":");
    var isSame = date.getDate() === Number(start.slice(8, 10));
    if (isDay && isSame) return;
    var own = isDay ? words.zoned(words.day(date), date) : end ? words.between(start, end) : moment(date);
    var hours = hoursOf(time.textContent);
    var ownHours = hoursOf(own);
    var sameDay = hours && ownHours && isSame;
    var yours = document.createElement("span");
    yours.className = "nt-yours";
    // The day is named once, where it is the same; beside a line that names it, not even that.
    var bare = hours === time.textContent;
    var isNamed = bare && (sameDay || (ownHours && turnDay(time, date)));
    writeWhole(yours, isNamed ? ownHours : own);
    // Of a former day there is room for one.
    if (isDay) return time.replaceWith(yours);
    if (sameDay || bare) writeWhole(time, sameDay ? hours : dated(start, end, hours));
    time.setAttribute("data-shown", "");
    // The reader's own stands in the sentence, the company's below it.
    time.before(yours);
    insertBehind(time);
  }

  /* A line's day becomes the reader's, unless it stands below another month. */
  function turnDay(time, date) {
    var line = time.closest(".nt-line");
    if (!line || date.getMonth() + 1 !== Number(time.dateTime.slice(5, 7))) return false;
    var day = line.querySelector("[data-day]");
    day.dataset.day = date.getDate();
    day.dataset.weekday = JSON.parse(line.closest("[data-weekdays]").dataset.weekdays)[(date.getDay() + 6) % 7];
    day.firstElementChild.textContent = words.day(date);
    return true;
  }

  /* The words of a time; every second piece is hours, with a word that belongs to them, or the zone. */
  function pieces(text) {
    return text.split(/(\d+:[\d:]+(?:–[\d:]+)?(?:[ \u00a0][^\d\s,()]+(?=,| \())?|\([^()]*\)$)/);
  }

  /* The company's hours with their day, by the clock that is written in the attributes. */
  function dated(start, end, hours) {
    var clock = function (text) {
      return new Date(text.slice(0, 19));
    };
    var found = pieces(end ? words.between(clock(start), clock(end)) : moment(clock(start)));
    found[found.length - 2] = pieces(hours)[3];
    return found.join("");
  }

  /* Those of one day without that day. */
  function hoursOf(text) {
    var found = pieces(text);
    return found.length === 5 ? found[1] + " " + found[3] : "";
  }

  /* No line ends within hours, or a zone for which a phone's has room. */
  function writeWhole(node, text) {
    node.textContent = "";
    pieces(text).forEach(function (part, i) {
      var piece = document.createElement("span");
      if (i % 2 && part.length < 28) piece.className = "nt-whole";
      piece.textContent = part;
      node.append(piece);
    });
  }

  /* Whether all of it has been read, and what follows it. */
  function isRead(node) {
    if (document.readyState !== "loading") return true;
    while (node && !node.nextSibling) node = node.parentNode;
    return Boolean(node);
  }

  /* After what ends the sentence or the bracket, which would otherwise stand alone, and after
     the words for the same time. */
  function insertBehind(time) {
    var next = time.nextSibling;
    if (next && next.className === "nt-relative") next = next.nextSibling;
    var stop = next && next.nodeType === Node.TEXT_NODE && /^[.,;:!?)]+/.exec(next.data);
    time.parentNode.insertBefore(time, stop ? next.splitText(stop[0].length) : next);
  }

  /* Countdowns. */

  /* With reduced motion, the last hour counts down by the minute. */
  function left(milliseconds) {
    var byTheMinute = milliseconds < HOUR && still.matches;
    return words.length(byTheMinute ? Math.max(1, Math.ceil(milliseconds / MINUTE)) * MINUTE : milliseconds);
  }

  function write(node, text) {
    if (node && node.textContent !== text) node.textContent = text;
  }

  /* Milestones are announced to screen readers: each once, and never when the page opens. */

  var BEFORE = [DAY, HOUR, 10 * MINUTE];
  var heard = Date.now();
  var status = document.createElement("p");
  status.className = "nt-unseen";
  status.setAttribute("role", "status");

  function milestones(node) {
    var start = Date.parse(node.dataset.start);
    return BEFORE.map((ahead) => ({
      at: start - ahead,
      text: words.fill(live.announce.ahead, { length: words.length(ahead) })
    })).concat([
      { at: start, text: live.announce.started },
      { at: Date.parse(node.dataset.end), text: live.announce.ended }
    ]);
  }

  /* Of several that passed while the device slept, the last one holds. */
  function announce(now) {
    var lines = [];
    document.querySelectorAll("[role=timer][data-countdown]").forEach(function (node) {
      var passed = milestones(node).filter((each) => heard < each.at && each.at <= now);
      var page = node.closest("[data-card]");
      var title = page && page.querySelector("h1, h2, h3, h4");
      if (!passed.length || !title) return;
      lines.push(words.fill(passed.pop().text, { title: title.textContent.trim() }));
    });
    if (now > heard) heard = now;
    if (lines.length) status.textContent = lines.join(" ");
  }

  /* Words for a time as the reader's calendar and clock have it. Far from now the date says
     more than a number of days. */

  var AHEAD = 60;
  var BACK = 30;

  function midnight(date) {
    return Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
  }

  /* Beside a countdown to it, they say no more than its day. */
  function coming(start, now, counted) {
    var days = (midnight(start) - midnight(now)) / DAY;
    if (days > (counted ? 1 : AHEAD)) return "";
    if (days > 1) return words.inForm(live.relative.in.day, days);
    var minutes = Math.ceil((start - now) / MINUTE);
    if (minutes < 60 && !counted) return words.inForm(live.relative.in.minute, minutes);
    return days === 1 ? live.relative.tomorrow : live.relative.today;
  }

  function gone(end, now) {
    var days = (midnight(now) - midnight(end)) / DAY;
    if (days > BACK) return "";
    if (days > 1) return words.inForm(live.relative.ago.day, days);
    var minutes = Math.floor((now - end) / MINUTE);
    if (minutes < 1) return live.relative.just_now;
    if (minutes < 60) return words.inForm(live.relative.ago.minute, minutes);
    if (days === 1) return live.relative.yesterday;
    return words.inForm(live.relative.ago.hour, Math.floor(minutes / 60));
  }

  function countdownTo(start, card) {
    var count = card && card.querySelector("[data-countdown]");
    return count && Date.parse(count.dataset.start) === start.getTime() ? count : null;
  }

  function relativeWords(time, now) {
    var start = new Date(time.dateTime);
    var end = time.dataset.end ? new Date(time.dataset.end) : start;
    var count = countdownTo(start, time.closest("[data-card]"));
    if (now < start) {
      // By a clock that is slow: it is said to run.
      if (count && count.dataset.state !== "announced") return "";
      return coming(start, now, count && count.querySelector(".nt-countdown__value"));
    }
    if (now - start < MINUTE && now < end) return live.relative.began_now;
    if (now < end) return words.fill(live.relative.began, { ago: gone(start, now) });
    var ago = gone(end, now);
    // Of a window that the page counts, which is not settled.
    return ago && count && end > start && now - end >= MINUTE ? words.fill(live.relative.ended, { ago }) : ago;
  }

  function relate(now) {
    document.querySelectorAll("[data-relative]").forEach(function (node) {
      var time = node.closest(".nt-relative").parentNode.querySelector("time[datetime]");
      write(node, time ? relativeWords(time, new Date(now)) : "");
      node.hidden = !node.textContent;
    });
  }

  /* A clock that is slow never turns the state of the site back. */
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
    var add = page && page.querySelector("[data-until-start]");
    if (add) add.hidden = state !== "announced";
    moveOn(card, ORDER.indexOf(state));
    moveUp(card);
  }

  /* The stages that are over, and the current one. What was published before the start is
     over, whether all of it was told or not. */
  function moveOn(card, rank) {
    if (!rank) return;
    card.querySelectorAll("[data-rank]").forEach(function (stage) {
      var at = Number(stage.dataset.rank);
      var here = at === rank;
      if (!here && !(at < rank && /--(current|ahead)/.test(stage.className))) {
        stage.removeAttribute("aria-current");
        return;
      }
      var standing = here ? "current" : at ? "done" : "past";
      stage.className = "nt-stage nt-stage--" + standing;
      if (here) stage.setAttribute("aria-current", "step");
      else stage.removeAttribute("aria-current");
      var icon = here ? live.states[ORDER[rank]].icon : live.stages[standing].icon;
      stage.querySelector("path").setAttribute("d", icon);
      write(stage.querySelector(".nt-stage__said"), ": " + live.stages[standing].said);
    });
  }

  /* A page that was built before a start or an end which is half an hour past: the site will
     have said something since, unless it is not kept up. */
  function isOld(node, now) {
    var built = node.dataset.built || (node.dataset.built = node.dataset.state);
    var turn = { announced: node.dataset.start, in_progress: node.dataset.end }[built];
    return now > Date.parse(turn) + HOUR / 2;
  }

  /* On the home page, what has begun moves to what is running. */
  function moveUp(card) {
    var running = document.querySelector("[data-running]");
    if (!running || !card.closest("[data-ahead]")) return;
    // What runs stands before what only awaits its result.
    running.insertBefore(card, running.querySelector(".nt-card--awaiting_confirmation"));
  }

  function sayEmpty() {
    [["[data-running]", "[data-calm]"], ["[data-ahead]", "[data-empty]"]].forEach(function (pair) {
      var cards = document.querySelector(pair[0]);
      var line = document.querySelector(pair[1]);
      if (cards && line && isRead(cards)) line.hidden = cards.children.length > 0;
    });
  }

  /* A page that is due by now is no longer announced. */
  function expire(node, now) {
    if (now < Date.parse(node.dataset.due)) return true;
    node.textContent = node.dataset.then;
    node.removeAttribute("data-due");
    return false;
  }

  /* How long what is shown stays true: to the second in the last hour, else to the minute. */
  function holds(rest) {
    var step = rest <= HOUR && !still.matches ? SECOND : MINUTE;
    return rest % step || step;
  }

  /* What the page says of now, as far as it has come in; how long that stays true. */
  function correct(now) {
    // Never longer, whatever is ahead: days end, and timers do not reach beyond 24 of them.
    var wait = MINUTE - (now % MINUTE);
    var stale = document.querySelector("[data-stale]");
    relate(now);
    document.querySelectorAll("[data-due]").forEach(function (node) {
      if (isRead(node) && expire(node, now)) wait = Math.min(wait, Date.parse(node.dataset.due) - now);
    });
    document.querySelectorAll("[data-countdown]").forEach(function (node) {
      if (!isRead(node.closest("[data-card]") || node)) return;
      if (stale && isOld(node, now)) stale.hidden = false;
      var state = stateAt(node, now);
      if (state !== node.dataset.state) flip(node, state);
      var value = node.querySelector(".nt-countdown__value");
      node.dataset.live = "";
      // By a clock that is slow, what is said to run would take longer than it can: the page's own words stay.
      if (state === "in_progress" && now < Date.parse(node.dataset.start)) return;
      write(node.querySelector(".nt-countdown__label"), live.states[state].label);
      if (state === "awaiting_confirmation") {
        write(value, live.states[state].value);
        return;
      }
      var ahead = Date.parse(state === "announced" ? node.dataset.start : node.dataset.end) - now;
      write(value, left(ahead));
      wait = Math.min(wait, value ? holds(ahead) : ahead);
    });
    sayEmpty();
    return wait;
  }

  /* Whether something on the page is about to change its place or its size. */
  function turns(now) {
    var stale = document.querySelector("[data-stale]");
    var counted = [...document.querySelectorAll("[data-countdown]")];
    var promised = [...document.querySelectorAll("[data-due]")];
    return (
      counted.some((node) => stateAt(node, now) !== node.dataset.state || (stale && stale.hidden && isOld(node, now))) ||
      promised.some((node) => now >= Date.parse(node.dataset.due))
    );
  }

  // It begins where everything was for longer than a frame takes to draw.
  var GLIDE = { duration: 400, delay: 100, fill: "backwards", easing: "ease" };

  function place(node) {
    var box = node.getBoundingClientRect();
    return { x: root.dir === "rtl" ? box.right : box.left, y: box.top, drawn: box.width > 0 };
  }

  /* What changes its place glides there, so that nobody loses what they read. On a page that is
     scrolled the browser itself holds what is in sight. */
  function glide(change) {
    if (still.matches || scrollY) return change();
    var nodes = [...document.querySelectorAll("main *:not(svg *), .nt-footer")];
    var before = nodes.map(place);
    change();
    var after = nodes.map(place);
    var held = new Map();
    nodes.forEach(function (node, i) {
      var outer = held.get(node.parentElement) || { x: 0, y: 0 };
      var own = { x: before[i].x - after[i].x, y: before[i].y - after[i].y };
      var x = own.x - outer.x;
      var y = own.y - outer.y;
      var moves = before[i].drawn && after[i].drawn && (x || y) && getComputedStyle(node).display !== "inline";
      held.set(node, moves ? own : outer);
      if (moves) node.animate({ transform: ["translate(" + x + "px, " + y + "px)", "none"] }, GLIDE);
    });
  }

  function tick() {
    clearTimeout(timer);
    var now = Date.now();
    var wait;
    announce(now);
    function change() {
      wait = correct(now);
    }
    if (turns(now)) glide(change);
    else change();
    timer = setTimeout(tick, wait);
  }

  /* While the page comes in, before anybody sees it: so that nothing moves later. */
  function comingIn() {
    if (!live) {
      var data = document.getElementById("notices-live");
      if (!data || !isRead(data)) return;
      live = JSON.parse(data.textContent);
      words = timeWords(live, new Intl.PluralRules(live.language), function (date) {
        return live.calendar.months[date.getMonth()];
      });
    }
    correct(Date.now());
    var board = document.querySelector(BOARD);
    if (board && isRead(board)) root.classList.remove("nt-coming-in");
    // What stands in a countdown gives way to it.
    document.querySelectorAll("time[datetime]:not([data-shown], [data-countdown] *)").forEach(showYours);
  }

  function whole() {
    // First: whatever fails, what is on the page is seen.
    root.classList.remove("nt-coming-in");
    reading.disconnect();
    comingIn();
    if (!live) return;
    document.body.appendChild(status);
    tick();
    // A device that slept, and a page that the browser kept and shows again.
    document.addEventListener("visibilitychange", function () {
      if (!document.hidden) tick();
    });
    addEventListener("pageshow", function (event) {
      if (event.persisted) tick();
    });
  }

  var timer = 0;
  root.classList.add("nt-coming-in");
  var reading = new MutationObserver(function () {
    comingIn();
    // Not what we ourselves wrote.
    reading.takeRecords();
  });
  reading.observe(root, { childList: true, subtree: true });
  document.addEventListener("DOMContentLoaded", whole);
})();
