/* The talk: every topic is in the page, one shows at a time. Notes are saved by autosave.js; what has not arrived yet
   is counted, and leaving with it asks first. Nothing is kept in the browser's storage. */
(() => {
  "use strict";
  const root = document.querySelector("[data-talk]");
  if (!root) return;
  const topics = [...root.querySelectorAll("[data-topic]")];
  const dots = [...document.querySelectorAll("[data-talk-dots] a")];
  const count = document.querySelector("[data-unsent]");
  const keepers = window.toetssteen.keepers || [];

  const place = () => Math.max(0, topics.findIndex((topic) => `#${topic.id}` === location.hash));

  const show = (index, { focus = true } = {}) => {
    topics.forEach((topic, i) => { topic.hidden = i !== index; });
    dots.forEach((dot, i) => {
      if (i === index) dot.setAttribute("aria-current", "step");
      else dot.removeAttribute("aria-current");
      dot.classList.toggle("now", i === index);
    });
    const heading = topics[index].querySelector("h1, h2");
    window.scrollTo(0, 0);
    if (focus && heading) {
      heading.tabIndex = -1;
      heading.focus({ preventScroll: true });
    }
  };

  const step = (by) => {
    const next = place() + by;
    if (next >= 0 && next < topics.length) location.hash = topics[next].id;
  };

  const counted = () => {
    if (!count) return;
    const unsent = keepers.filter((keeper) => keeper.failed && keeper.dirty).length;
    count.hidden = unsent === 0;
    count.textContent = unsent ? `${count.dataset.unsent} ${unsent}` : "";
  };

  window.addEventListener("hashchange", () => show(place()));
  document.addEventListener("toetssteen:sent", counted);
  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (event.target.closest("input, textarea, select")) return;
    if (event.key === "ArrowRight" || event.key === "PageDown") step(1);
    else if (event.key === "ArrowLeft" || event.key === "PageUp") step(-1);
    else return;
    event.preventDefault();
  });
  window.addEventListener("beforeunload", (event) => {
    if (keepers.some((keeper) => keeper.dirty && !keeper.leaving)) event.preventDefault();
  });
  show(place(), { focus: false });
})();
