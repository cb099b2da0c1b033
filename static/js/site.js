/* Small comforts for signed-in pages. Every page works without this file.

   1. A form is sent once: its buttons rest until the next page comes, or this one comes back.
   2. A page that comes back with errors puts the reader at their summary.
   3. A part that saves as you go says so: see components/_saved.html and data-hx-* attributes. */
"use strict";

(() => {
  const RESTS = "aria-disabled";
  const PATIENCE = 10000; // milliseconds

  const rest = (form, resting) => {
    for (const button of form.querySelectorAll("button:not([type=button])")) {
      if (resting) button.setAttribute(RESTS, "true");
      else button.removeAttribute(RESTS);
    }
    if (resting) form.dataset.sent = "1";
    else delete form.dataset.sent;
  };

  // The buttons keep their place and their name (a disabled one would not be sent); the second submit is dropped.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    rest(form, true);
    // A download brings no next page: after a while the form may be sent again.
    setTimeout(() => rest(form, false), PATIENCE);
  });

  // Back from the next page, out of the browser's cache: the form may be sent again.
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    for (const form of document.querySelectorAll("form[data-sent]")) rest(form, false);
  });

  const errors = document.querySelector(".errors[tabindex]");
  if (errors) errors.focus();

  // Saving as you go (htmx, where a page uses it): say that it is being saved, and say so plainly when it was not.
  const told = (event) => {
    const place = event.target.closest("[data-saved-at]");
    return place && document.getElementById(place.dataset.savedAt);
  };
  const say = (event, which) => {
    const status = told(event);
    if (status && status.dataset[which]) status.textContent = status.dataset[which];
  };
  document.addEventListener("htmx:beforeRequest", (event) => say(event, "saving"));
  // What was written before the scripts were here, on a slow line, is saved as if it were written now.
  const differs = (field) => {
    if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
    if (field.options) {
      const given = [...field.options].findIndex((option) => option.defaultSelected);
      return field.selectedIndex !== Math.max(given, 0);
    }
    return field.type !== "file" && "defaultValue" in field && field.value !== field.defaultValue;
  };
  document.addEventListener("htmx:load", (event) => {
    for (const form of event.target.querySelectorAll("form[data-hx-post]")) {
      const early = [...form.elements].find(differs);
      if (early) early.dispatchEvent(new Event("change", { bubbles: true }));
    }
  });
  // A clash comes up far from where one writes: the reader is put there, and left alone while they mend it. Moving
  // there saves once more, which may put a new panel in place of the one that had the focus.
  let clashing = false;
  document.addEventListener("htmx:load", () => {
    const clash = document.querySelector("[data-takes-focus]");
    if (clash && (!clashing || document.activeElement === document.body)) {
      clash.focus({ preventScroll: true });
      clash.scrollIntoView();
    }
    clashing = Boolean(clash);
  });
  document.addEventListener("htmx:sendError", (event) => say(event, "failed"));
  document.addEventListener("htmx:responseError", (event) => say(event, "failed"));
})();
