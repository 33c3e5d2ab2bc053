/* A second click within three seconds is the same click: a form on its way is not sent again. */
(() => {
  "use strict";
  const WAIT = 3000;
  const sent = new WeakMap();
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented || event.target.method !== "post") return;
    const before = sent.get(event.target);
    if (before && event.timeStamp - before < WAIT) event.preventDefault();
    else sent.set(event.target, event.timeStamp);
  });
})();
