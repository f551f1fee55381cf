/*
 * Marks today in a month's calendar. The page itself does not know the present, and the days
 * are those of the calendar's own zone.
 */
(function () {
  "use strict";

  var grids = document.querySelectorAll("table[data-zone]");

  /* 'YYYY-MM-DD' */
  function today(zone) {
    var parts = { year: "numeric", month: "2-digit", day: "2-digit", timeZone: zone, calendar: "iso8601" };
    var found = {};
    new Intl.DateTimeFormat("en", parts).formatToParts(new Date()).forEach(function (part) {
      found[part.type] = part.value;
    });
    return found.year + "-" + found.month + "-" + found.day;
  }

  function mark() {
    grids.forEach(function (grid) {
      var now = today(grid.dataset.zone);
      grid.querySelectorAll("[data-day]").forEach(function (day) {
        if (day.dataset.day === now) day.setAttribute("aria-current", "date");
        else day.removeAttribute("aria-current");
      });
    });
  }

  if (!grids.length) return;
  mark();
  window.setInterval(mark, 60000);
  document.addEventListener("visibilitychange", function () {
    if (!document.hidden) mark();
  });
  window.addEventListener("pageshow", mark);
})();
