  // Times in words, by the site's own texts and the reader's clock. The build puts this into
  // assets/notices.js and embed.js: `texts` are those of one language, `plural` its plural rules,
  // and `monthName` gives the name of a date's month.
  const timeWords = (texts, plural, monthName) => {
    const fill = (pattern, values) =>
      pattern.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
    const two = (number) => ("0" + number).slice(-2);

    const zoned = (text, date) => {
      const [, sign, hours, rest] = /GMT(.)0?(\d+)(\d\d)/.exec(date);
      const offset = hours + rest > 0 ? sign + hours + (rest > 0 ? ":" + rest : "") : "";
      return fill(texts.zoned, { text, zone: "GMT" + offset });
    };
    const day = (date) =>
      fill(texts.date, {
        weekday: texts.calendar.weekdays[(date.getDay() + 6) % 7],
        day: date.getDate(),
        dd: two(date.getDate()),
        month: date.getMonth() + 1,
        mm: two(date.getMonth() + 1),
        month_name: monthName(date),
        year: date.getFullYear()
      });
    const clock = (date) => date.toTimeString().slice(0, 8).replace(/:00$/, "");

    // A window that ends at midnight ends at 24:00 of its last day. Where the clocks change
    // within a window, each of its ends has its own offset.
    const between = (since, until) => {
      const start = new Date(since);
      const end = new Date(until);
      let last = new Date(end - 1000);
      let to = clock(end);
      if (to !== "00:00" || last < start) last = end;
      else to = "24:00";
      const changes = start.getTimezoneOffset() !== end.getTimezoneOffset();
      const oneDay = start.toDateString() === last.toDateString() && !changes;
      const words = fill(oneDay ? texts.window : texts.windowDays, {
        from: changes ? zoned(clock(start), start) : clock(start),
        to: changes ? zoned(to, end) : to,
        date: day(start),
        from_date: day(start),
        to_date: day(last)
      });
      return changes ? words : zoned(words, start);
    };

    const inForm = (forms, n) => fill(forms[plural.select(n)] || forms.other, { n });
    // The two largest units, from an hour on in whole minutes; of sixty days or more, days alone.
    const length = (ms) => {
      let left = Math.max(0, Math.ceil(ms / 1000));
      if (left >= 3600) left = Math.ceil(left / 60) * 60;
      const [large, size, small, rest] =
        left < 3600 ? ["minute", 60, "second", 1] : left < 86400 ? ["hour", 3600, "minute", 60] : ["day", 86400, "hour", 3600];
      const many = (left / size) | 0;
      const few = many < 60 && ((left % size) / rest) | 0;
      const second = inForm(texts.units[small], few);
      if (!many) return second;
      const first = inForm(texts.units[large], many);
      return few ? fill(texts.join, { first, second }) : first;
    };
    return { fill, zoned, day, between, inForm, length };
  };
