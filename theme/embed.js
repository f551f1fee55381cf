/* See the page banner/ of this site. */
// The next update, in another application.
//
// Lines that begin with two slashes are left out of the site, and what lines are indented by.
//
// The site is static and may have been built days ago: stages come from the reader's clock.
// No cookie, no global, no inline style; it asks for one file and keeps what was closed.
(() => {
  "use strict";

  // By language, the default first; filled in from theme/texts when the site is built.
  const TEXTS = "@texts@";
  const LANGUAGES = Object.keys(TEXTS);

  const MINUTE = 6e4;
  const HOUR = 36e5;
  // How often a visible page asks for moves and cancellations.
  const PACE = 15 * MINUTE;
  // How long a window that ended is shown while its result is not published; and how seldom a page
  // asks where that fails: the browser itself writes a line into the host's console each time.
  const LONG = 4 * HOUR;

  // A stage is a number from here on. What is settled is not in the file that we ask for.
  const STAGES = ["announced", "in_progress", "awaiting_confirmation"];
  // Strokes on a 24 by 24 grid, as on the site's pages.
  const ICONS = [
    "M21 12a9 9 0 1 1-18 0a9 9 0 0 1 18 0zM12 7v5l3.5 2",
    "M20 12a8 8 0 1 1-2.4-5.7M20.5 3.5v4.5h-4.5",
    "M7 3h10M7 21h10M8 3v4l4 5l4-5V3M8 21v-4l4-5l4 5v4"
  ];

  // A host's rules reach the outermost element and what it inherits, unless ours weigh more.
  // Sizes are in em, of the size that the reader chose: a host's rem may be anything.
  const STYLE = `
    :host{all:initial!important;position:fixed!important;z-index:2147483000!important}
    :host(.inline){position:static!important;display:block!important}
    [hidden]{display:none!important}
    section{
      --t:#1c5cb8;--fg:#1f242b;--soft:#565d66;--bg:#fff;--line:#d3d9e0;
      box-sizing:border-box;position:fixed;left:.75em;right:.75em;display:flex;gap:.5em;
      max-width:48em;max-height:calc(100vh - 1.5em);margin:0 auto;padding:.8em .9em;overflow:auto;
      border:1px solid var(--line);border-radius:.75em;background:var(--bg);color:var(--fg);
      box-shadow:0 .4em 1.6em #1420332b;font:1em/1.5 system-ui,sans-serif;
      overflow-wrap:anywhere;color-scheme:light
    }
    .top{top:.75em}
    .bottom{bottom:max(.75em,env(safe-area-inset-bottom))}
    .inline{position:static;max-width:none;max-height:none;box-shadow:none}
    .in_progress{--t:#00695c}
    .awaiting_confirmation{--t:#8a5300}
    .dark{--t:#93bbff;--fg:#eceff4;--soft:#b3b9c5;--bg:#252836;--line:#454b5e;color-scheme:dark}
    .dark.in_progress{--t:#66d0c0}
    .dark.awaiting_confirmation{--t:#f4c069}
    .main,.head,.state{display:flex;flex-wrap:wrap;gap:.3em .6em;align-items:center}
    .main{flex:1;column-gap:1.4em;min-width:0}
    .text{flex:1 1 21em;min-width:0}
    p{margin:.15em 0 0;font-size:.875em}
    .head{font-size:1em;font-weight:600}
    .state,.count{color:var(--t);font-size:.8125em}
    .state{flex-wrap:nowrap;padding:.1em .6em;border-radius:1em;background:color-mix(in srgb,var(--t) 12%,transparent)}
    svg{flex:none;width:1.2em;fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}
    a{padding:.15em 0;color:inherit;text-underline-offset:.2em}
    a:hover{text-decoration-thickness:2px}
    .soft{color:var(--soft)}
    .value{display:block;font-size:1.2em;font-weight:700;font-variant-numeric:tabular-nums}
    button{all:unset;box-sizing:border-box;flex:none;height:2.25em;padding:.5em;border-radius:.5em;color:var(--soft);cursor:pointer}
    button svg{display:block}
    button:hover{background:var(--line);color:var(--fg)}
    :focus-visible{outline:2px solid var(--t);outline-offset:1px}
    .unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
    @media (max-width:32em){section{font-size:.9375em}.value{display:inline-block}}
    @media print{:host{display:none!important}}
  `;

  // In a module there is no current script. An <img name=currentScript> of the host's page would
  // be one as a property of the document: then a stranger's image would say whom to ask.
  const script = Reflect.get(Document.prototype, "currentScript", document) ?? document.querySelector("script[type=module][src*='/embed.js']");
  if (!script?.src) return;
  const site = new URL(".", script.src).href;
  const STORE = "notices " + site;
  // Loaded twice: one banner. Two sites may each have theirs.
  const loaded = Symbol.for(STORE);
  if (document[loaded]) return;
  document[loaded] = 1;
  // Read again at each look: an application may change language or colours while it runs.
  const options = script.dataset;

  const make = (parent, name, kind) => {
    const node = document.createElement(name);
    if (kind) node.className = kind;
    return parent.appendChild(node);
  };
  const icon = (parent) => {
    const [drawing, path] = ["svg", "path"].map((name) =>
      document.createElementNS("http://www.w3.org/2000/svg", name)
    );
    drawing.setAttribute("viewBox", "0 0 24 24");
    drawing.setAttribute("aria-hidden", "true");
    parent.appendChild(drawing).appendChild(path);
    return path;
  };
  // A text that did not change is left alone.
  const write = (node, text) => {
    if (node.textContent !== text) node.textContent = text;
    node.hidden = !text;
  };

  const host = document.createElement("notices-banner");
  const root = host.attachShadow({ mode: "open" });
  try {
    // Unlike an inline style, this is never against the host's policy.
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
  } catch {
    make(root, "style").textContent = STYLE;
  }
  const said = make(root, "div", "unseen");
  said.setAttribute("role", "status");
  const box = make(root, "section");
  box.hidden = true;
  const main = make(box, "div", "main");
  const text = make(main, "div", "text");
  const head = make(text, "p", "head");
  const state = make(head, "span", "state");
  const sign = icon(state);
  const word = make(state, "span");
  const link = make(head, "a", "title");
  const title = make(link, "bdi");
  const tab = make(link, "span", "unseen");
  const when = make(text, "p");
  const note = make(text, "p", "soft");
  const impact = make(text, "p", "soft");
  const more = make(make(text, "p", "soft"), "a");
  const count = make(main, "div", "count");
  count.setAttribute("role", "timer");
  count.setAttribute("aria-live", "off");
  const label = make(count, "span");
  count.append(" ");
  const value = make(count, "span", "value");
  const close = make(box, "button");
  icon(close).setAttribute("d", "M6 6l12 12M18 6L6 18");
  for (const each of [link, more]) {
    // The application may hold unsaved work; no referrer is sent, and it cannot be reached from there.
    each.target = "_blank";
    each.rel = "noreferrer";
  }

  const dark = matchMedia("(prefers-color-scheme: dark)");
  let timer, data, shown, language, say, words, at, closed = {}, asked = 0, pace = PACE;

  // @times@

  const choose = () => {
    for (const each of [options.lang, document.documentElement.lang, ...navigator.languages]) {
      const primary = (tag) => tag?.toLowerCase().split("-")[0];
      const found =
        LANGUAGES.find((known) => known === each) || LANGUAGES.find((known) => primary(known) === primary(each));
      if (found) return found;
    }
    return LANGUAGES[0];
  };
  const localize = (texts) => texts[language] || texts[LANGUAGES[0]];

  // What is worth showing now, what is most so first; and for how long that holds.
  const look = (now) => {
    const ahead = parseFloat(options.ahead) * { d: 24 * HOUR, h: HOUR, m: MINUTE }[options.ahead?.slice(-1)] || 1 / 0;
    const wanted = options.systems && options.systems.split(/[\s,]+/);
    const found = [];
    let wait = MINUTE;
    for (const release of data.releases) {
      const start = Date.parse(release.start);
      const end = Date.parse(release.end);
      const touched = release.impact.systems;
      // What names no system may touch any.
      if (!(start < end) || (wanted && touched[0] && !touched.some((id) => wanted.includes(id)))) continue;
      for (const edge of [start - ahead, start, end, end + LONG])
        if (edge > now) wait = Math.min(wait, edge - now);
      // A clock that is slow never turns the state back.
      const known = STAGES.indexOf(release.state);
      const stage = Math.max(known, now >= end ? 2 : now >= start ? 1 : 0);
      const current = stage ? now < end + LONG : now >= start - ahead;
      // A reminder, a move and a new stage are each worth another look.
      const key = [stage, release.messages.slice(-1)[0]?.id, release.start].join(" ");
      if (known >= 0 && current && closed[release.id] !== key) found.push({ release, start, end, stage, key });
    }
    // What runs, what starts within the hour, what has just ended, what comes later.
    const rank = (each) => (!each.stage && each.start - now < HOUR ? 0.5 : "201"[each.stage]);
    found.sort((one, other) => rank(one) - rank(other) || one.start - other.start);
    return [found, wait];
  };

  // What floats takes no room of the host's; inline it stands where the host wants it.
  const place = (position) => {
    const behind = position === "inline" && !options.target;
    const parent = behind
      ? script.parentNode
      : position === "inline" ? document.querySelector(options.target) : document.body;
    if (!parent) host.remove();
    else if (host.parentNode !== parent || at !== position) {
      if (behind) script.after(host);
      else parent[position === "top" ? "prepend" : "append"](host);
    }
    at = position;
    return parent;
  };

  const draw = (now) => {
    const position = ["top", "inline"].includes(options.position) ? options.position : "bottom";
    // Even without news: the status for screen readers has to be there before its text.
    const there = place(position);
    if (!data) return MINUTE;
    language = choose();
    say = TEXTS[language];
    words = timeWords(say, new Intl.PluralRules(language), (date) => date.toLocaleString(language, { month: "long" }));
    const [found, wait] = look(now);
    shown = there && found[0];
    host.className = shown ? position : "";
    box.hidden = !shown;
    if (!shown) return wait;
    const { release, start, end, stage } = shown;
    const night = options.theme === "dark" || (options.theme !== "light" && dark.matches);
    box.className = [position, STAGES[stage], night ? "dark" : ""].join(" ");
    box.lang = said.lang = language;
    box.dir = say.dir;
    box.setAttribute("aria-label", say.label);
    close.setAttribute("aria-label", say.close);
    sign.setAttribute("d", ICONS[stage]);
    write(word, say.states[stage]);
    write(title, localize(release.title));
    const url = new URL(release.urls[language] || release.url, site);
    if (/^https?:$/.test(url.protocol)) link.href = url;
    else link.removeAttribute("href");
    write(tab, " (" + say.tab + ")");
    write(when, words.between(start, end));
    // Before the start the window that was moved; from then on the latest update.
    const old = !stage && release.moved_from;
    const update = stage && release.updates?.slice(-1)[0];
    write(
      note,
      update ? localize(update.text) : old ? words.fill(say.before, { window: words.between(old.start, old.end) }) : ""
    );
    const { systems, downtime_s, mode, sign_in_again } = release.impact;
    const means = [
      data.systems.filter((each) => systems.includes(each.id)).map((each) => localize(each.name)).join(", "),
      downtime_s ? words.fill(say.downtime, { length: words.length(downtime_s * 1000) }) : say.free,
      // What is usable needs no words of its own. What can be read only is so outside of a downtime.
      say.modes[{ stopped: 0, read_only: downtime_s ? 2 : 1 }[mode]],
      sign_in_again && say.again
    ];
    write(impact, means.filter(Boolean).join("\u00a0· "));
    write(more, found[1] ? words.fill(say.more, { n: found.length - 1 }) : "");
    more.href = site + say.home;
    const left = (stage ? end : start) - now;
    // By a clock that is slow, what is said to run would take longer than it can.
    count.hidden = stage % 2 && now < start;
    write(label, say.counts[stage]);
    write(value, stage > 1 ? say.checking : words.length(left));
    // Announced to screen readers: the stage and an update, once, and never each second.
    write(said, [word, title, when, note].map((node) => node.textContent).filter(Boolean).join(". "));
    return stage > 1 ? wait : Math.min(wait, left <= HOUR ? left % 1000 || 1000 : left % MINUTE || MINUTE);
  };

  // What is not answered yet counts as refused: so a site that hangs is asked ever less, too.
  const ask = (now) => {
    asked = now;
    pace = Math.min(pace * 2, LONG);
    fetch(site + "api/upcoming.json", { credentials: "omit", referrerPolicy: "no-referrer" })
      .then((answer) => answer.json())
      .then((found) => {
        if (found.version !== 1) throw 0;
        data = found;
        pace = PACE;
        tick();
      })
      .catch(() => {});
  };
  // No wait is longer than a minute: so neither a far date nor a laptop's sleep matters.
  const tick = () => {
    clearTimeout(timer);
    if (document.hidden || !document.body) return;
    const now = Date.now();
    let wait = MINUTE;
    try {
      if (options.preview) data = JSON.parse(options.preview);
      else if (navigator.onLine && Math.abs(now - asked) >= pace) ask(now);
      wait = draw(now);
    } catch {
      // Whatever the site answers, the host's page and its console stay as they were.
      box.hidden = true;
    }
    timer = setTimeout(tick, wait);
  };

  // Where storage is denied, what was closed comes back with the next page.
  const recall = () => {
    try {
      if (!options.preview) closed = JSON.parse(localStorage[STORE]) || {};
    } catch {}
  };
  close.onclick = () => {
    recall();
    const kept = { [shown.release.id]: shown.key };
    for (const { id } of data.releases) kept[id] ??= closed[id];
    closed = kept;
    try {
      if (!options.preview) localStorage[STORE] = JSON.stringify(kept);
    } catch {}
    tick();
  };

  recall();
  tick();
  document.addEventListener("DOMContentLoaded", tick);
  document.addEventListener("visibilitychange", tick);
  addEventListener("online", tick);
  dark.addEventListener("change", tick);
  new MutationObserver(() => {
    if (options.preview) closed = {};
    tick();
  }).observe(script, { attributes: true });
})();
