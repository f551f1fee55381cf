/* What the search finds: fetched by frame.js, which opens and closes the dialog. */
(() => {
  "use strict";

  const opener = document.querySelector("[data-search]");
  const SHOWN = 8;
  // Two letters are inside of half of all words; in Chinese they are one.
  const INSIDE = /.{3}|[\u3040-\u9fff]/;
  const texts = opener.dataset;
  const address = new URL(texts.search, location);
  const dialog = opener.nextElementSibling;
  const input = dialog.querySelector("input");
  const [status, then] = dialog.querySelectorAll("p");
  const list = dialog.querySelector("ul");
  const found = list.parentNode;
  const hint = status.textContent;
  let limit = SHOWN;
  let asked, index, entries;
  let letters = {};

  const make = (tag, name, ...inside) => {
    const made = document.createElement(tag);
    made.className = name;
    made.append(...inside);
    return made;
  };

  /* A blank stands for whatever no word is made of. */
  const fold = (text) =>
    text
      .normalize("NFKD")
      .toLowerCase()
      .replace(/[\p{M}\p{Cf}]/gu, "")
      .replace(/[^ -~]/gu, (sign) => letters[sign] || sign)
      .replace(/[^\p{L}\p{N}]/gu, " ");
  const words = (text) => fold(text).split(" ").filter(Boolean);
  /* The same with every mark that was typed. */
  const typed = (text) => text.normalize("NFC").toLowerCase().split(/[^\p{L}\p{N}]+/u).filter(Boolean);

  /* A text may be a pair: text, language. */
  const plain = (text) => [text].flat()[0];

  const load = () => {
    if (asked) return;
    asked = true;
    fetch(address, { cache: "no-cache" })
      .then((answer) => answer.json())
      .then(read)
      .catch(() => {
        asked = false;
      })
      .then(show);
  };

  const read = (data) => {
    entries = [];
    letters = { ...data.letters };
    for (const [url, title, text, named = [], papers = [], state, when, start, end] of data.entries) {
      const labels = named.map((place) => data.labels[place]);
      add({ url, title, text, labels, state, when, from: Date.parse(start), to: Date.parse(end) });
      for (const key of papers) {
        add({ url: url.replace("releases", key), title, labels: [data.papers[key], ...labels], paper: 1 });
      }
    }
    index = data;
  };

  /* Of a window its dates: a word is not looked for in the names of weekdays. */
  const add = (entry) => {
    const { title, labels, text = "", when = "" } = entry;
    const rest = [plain(text), when.replace(/\S+:\S+/g, "").match(/\d+( \p{L}+(?= \d))?/gu)];
    const fields = [plain(title), labels.map(plain), rest];
    entry.fields = fields.map((field) => ` ${words(`${field}`).join(" ")}`);
    entry.written = `${fields}`;
    entries.push(entry);
  };

  /* What is written as it was typed first; then title before labels before the rest, inside of a
     word last. */
  const score = (entry, sought) => {
    const { fields, paper = 0 } = entry;
    let sum = -paper;
    for (const word of sought) {
      const place = fields.findIndex((field) => field.includes(` ${word}`));
      if (place < 0 && !(INSIDE.test(word) && fields.join().includes(word))) return 0;
      sum += place < 0 ? 2 : 10 * (4 - place);
    }
    if (fields[0].includes(` ${sought.join(" ")}`)) sum += 4;
    // Of those alone that are found: most entries never need it.
    entry.typed ??= ` ${typed(entry.written).join(" ")}`;
    return typed(input.value).every((word) => entry.typed.includes(` ${word}`)) ? sum + 99 : sum;
  };

  const search = (sought) => {
    const now = Date.now();
    return entries
      .map((entry) => {
        let { from, to, state } = entry;
        if (from) state = now < from ? "announced" : now < to ? "in_progress" : "awaiting_confirmation";
        const turn = !from ? Infinity : now < from ? from : 0;
        return { entry, state, turn, points: score(entry, sought) };
      })
      .filter((hit) => hit.points)
      .sort((a, b) => b.points - a.points || a.turn - b.turn);
  };

  const mark = (element, text, sought) => {
    if (plain(text) !== text) element.lang = text[1];
    text = plain(text);
    const on = [];
    const places = [];
    let folded = "";
    let place = 0;
    for (const sign of text) {
      folded += fold(sign);
      while (places.length < folded.length) places.push(place);
      place += sign.length;
    }
    places.push(place);
    for (const word of sought) {
      const begins = ` ${folded}`.includes(` ${word}`);
      for (let at = -1; (at = folded.indexOf(word, at + 1)) >= 0; ) {
        if (begins ? at && folded[at - 1] !== " " : !INSIDE.test(word)) continue;
        let end = at + word.length;
        while (places[end] === places[end - 1]) end++;
        for (let i = places[at]; i < places[end]; i++) on[i] = 1;
      }
    }
    let from = 0;
    if (element.localName === "p" && on.indexOf(1) > 110) {
      from = text.lastIndexOf(" ", on.indexOf(1) - 50) + 1;
      element.append("… ");
    }
    for (let to = from; from < text.length; from = to) {
      while (to < text.length && on[to] === on[from]) to++;
      const part = text.slice(from, to);
      element.append(on[from] ? make("mark", "", part) : part);
    }
    return element;
  };

  const link = (url, text) => {
    const made = make("a", "", text);
    made.href = new URL(url, address);
    return made;
  };

  /* As the pages draw it; the opener has an icon to start from. */
  const badge = (state) => {
    const made = make("span", `nt-badge nt-badge--${state}`);
    const icon = opener.querySelector("svg").cloneNode(true);
    icon.firstElementChild.setAttribute("d", index.icons[state]);
    made.append(icon, index.states[state]);
    return made;
  };

  const item = ({ entry, state }, sought) => {
    const row = make("li", "", mark(link(entry.url, ""), entry.title, sought));
    const line = (name, ...inside) => inside.length && row.append(make("p", `nt-search__${name}`, ...inside));
    if (state) line("when", badge(state), entry.when || "");
    if (entry.text) row.append(mark(make("p", "nt-search__text"), entry.text, sought));
    line("labels", ...entry.labels.map((label) => mark(make("span", ""), label, sought)));
    return row;
  };

  const count = (forms, n) => (forms[new Intl.PluralRules(index.language).select(n)] || forms.other).replace("{n}", n);

  const offer = (text, act) => {
    then.append(make("button", "", text));
    then.firstChild.onclick = act;
  };

  const show = () => {
    const sought = words(input.value);
    const hits = index && sought.length ? search(sought) : [];
    let says = hint;
    list.replaceChildren(...hits.slice(0, limit).map((hit) => item(hit, sought)));
    then.replaceChildren();
    if (!asked) {
      says = texts.failed;
      offer(texts.retry, () => {
        input.focus();
        load();
        show();
      });
    } else if (sought.length && !index) {
      says = texts.loading;
    } else if (hits.length) {
      says = count(index.count, hits.length);
      if (hits.length > limit) {
        offer(count(index.more, hits.length - limit), () => {
          const next = limit;
          limit *= 6;
          show();
          list.children[next].firstChild.focus();
        });
      }
    } else if (sought.length) {
      says = index.none;
      then.append(link("changelog/", index.all));
    }
    if (status.textContent !== says) status.textContent = says;
  };

  const begin = () => {
    limit = SHOWN;
    load();
    show();
  };

  opener.onclick = () => {
    dialog.showModal();
    input.select();
    begin();
  };
  input.oninput = () => {
    limit = SHOWN;
    show();
    found.scrollTop = 0;
  };
  dialog.onkeydown = (event) => {
    const stops = [input, ...found.querySelectorAll("a, button")];
    const here = stops.indexOf(event.target);
    const step = stops[here + { ArrowDown: 1, ArrowUp: -1 }[event.key]];
    // Else the field would be emptied first.
    if (event.key === "Escape") dialog.close();
    else if (step) step.focus();
    else if (event.key === "Enter" && !event.isComposing && !here && stops[1]) stops[1].click();
    else {
      // What is typed on a result goes on in the field; a blank there presses what has the focus.
      const types = /^(Backspace|[^ ])$/u.test(event.key) && !event.ctrlKey && !event.altKey && !event.metaKey;
      if (types) input.focus();
      return;
    }
    event.preventDefault();
  };

  // The reader may have typed already, or have closed it again.
  if (dialog.open) begin();
})();
