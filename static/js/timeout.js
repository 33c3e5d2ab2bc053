/* Five minutes before the session ends: ask, and one button goes on. */
(() => {
  "use strict";
  const box = document.querySelector("[data-stay]");
  const { expiresIn, extendUrl } = document.body.dataset;
  if (!box || !expiresIn) return;
  const EARLY = 300;
  const { send, say } = window.toetssteen;
  const form = box.querySelector("form");
  const status = box.querySelector("[data-stay-status]");
  let timer;
  let before;

  const ask = () => {
    before = document.activeElement;
    box.hidden = false;
    form.querySelector("button").focus();
  };

  const start = (seconds) => {
    clearTimeout(timer);
    timer = setTimeout(ask, Math.max(seconds - EARLY, 0) * 1000);
  };

  const close = (seconds) => {
    box.hidden = true;
    start(seconds);
    if (before && before.isConnected) before.focus();
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const { kind, data } = await send(form, extendUrl);
    if (kind === "saved") close(data.expires_in || Number(expiresIn));
    else say(status, "failed", box.dataset.failed);
  });

  box.addEventListener("keydown", (event) => { if (event.key === "Escape") box.hidden = true; });
  document.addEventListener("toetssteen:alive", (event) => {
    if (box.hidden) start(event.detail.expires_in || Number(expiresIn));
  });
  start(Number(expiresIn));
})();
