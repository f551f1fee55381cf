/*
 * The page of the banner: try it. Without JavaScript the page is
 * complete but for the trial. The banner here is the real one, with a made-up update.
 */
(function () {
  "use strict";

  var form = document.querySelector("[data-banner]");
  if (!form) return;
  var sample = JSON.parse(document.getElementById("nt-sample").textContent);
  var script = document.createElement("script");
  var MINUTE = 60000;
  var HOUR = 60 * MINUTE;

  /* A window around now, at a full five minutes; drawn anew only when another moment is chosen. */
  function preview(stage) {
    var now = Math.floor(Date.now() / (5 * MINUTE)) * 5 * MINUTE;
    var start = { announced: now + 26 * HOUR, running: now - HOUR / 2, ended: now - 2.5 * HOUR }[stage];
    var release = sample.releases[0];
    release.state = "announced";
    release.start = new Date(start).toISOString();
    release.end = new Date(start + 2 * HOUR).toISOString();
    return JSON.stringify(sample);
  }

  function write(options, place) {
    place.textContent = "";
    Object.keys(options).forEach(function (name) {
      if (!options[name]) return;
      var option = document.createElement("span");
      option.textContent = "data-" + name + '="' + options[name] + '"';
      place.append(" ", option);
    });
  }

  function show() {
    var chosen = new FormData(form);
    var options = {};
    ["lang", "theme", "position"].forEach(function (name) {
      options[name] = chosen.get(name);
      if (options[name]) script.dataset[name] = options[name];
      else delete script.dataset[name];
    });
    script.dataset.preview = preview(chosen.get("stage"));
    write(options, form.querySelector("[data-chosen]"));
  }

  form.addEventListener("change", show);
  script.dataset.target = "#nt-slot";
  script.src = form.dataset.script;
  show();
  document.body.appendChild(script);
})();
