/* Marks the step of the agenda that is on now. Without it the list says the same, only unmarked. */
(() => {
  const steps = [...document.querySelectorAll("[data-clock] > [data-starts]")];
  const mark = () => {
    const now = Date.now();
    for (const step of steps) {
      const on = Date.parse(step.dataset.starts) <= now && now < Date.parse(step.dataset.ends);
      step.classList.toggle("is-now", on);
      if (on) step.setAttribute("aria-current", "step");
      else step.removeAttribute("aria-current");
    }
  };
  mark();
  setInterval(mark, 5000);
})();
