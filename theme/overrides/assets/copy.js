/*
 * Buttons that copy what they name, or what stands before them. Without JavaScript the style hides them.
 */
(function () {
  "use strict";

  document.querySelectorAll("[data-copy]").forEach(function (button) {
    var label = button.firstElementChild;
    var name = label.textContent;
    button.hidden = !navigator.clipboard;
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", function () {
      navigator.clipboard.writeText(button.dataset.copy || button.previousElementSibling.textContent).then(function () {
        label.textContent = button.dataset.copied;
        button.dataset.done = "";
        window.setTimeout(function () {
          label.textContent = name;
          delete button.dataset.done;
        }, 2000);
      }, function () {});
    });
  });
})();
