/* Sending a form in the background. Answers one of: saved, conflict, refused, signed-out, trouble, offline. */
(() => {
  "use strict";
  const page = document.documentElement;
  page.classList.add("js");

  const token = (form) => form.elements.namedItem("csrfmiddlewaretoken");

  /** The form as it would be sent by its own button, without files. */
  const body = (form) => {
    const fields = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === "string") fields.append(name, value);
    return fields;
  };

  const outcome = async (response) => {
    const isJson = (response.headers.get("content-type") || "").includes("application/json");
    const data = isJson ? await response.json() : {};
    if (response.status === 409) return { kind: "conflict", data };
    if (response.ok && isJson && !response.redirected) return { kind: "saved", data };
    if (response.status === 400 && data.message) return { kind: "refused", data };
    // A sign-in page in place of an answer, or a door that no longer knows us.
    if (response.redirected || (response.ok && !isJson) || [401, 403, 404].includes(response.status)) return { kind: "signed-out", data };
    return { kind: "trouble", data };
  };

  const send = async (form, url, { leaving = false } = {}) => {
    try {
      const response = await fetch(url, {
        method: "POST", body: body(form), credentials: "same-origin", keepalive: leaving,
        headers: { Accept: "application/json" },
      });
      return await outcome(response);
    } catch {
      return { kind: "offline", data: {} };
    }
  };

  /** After signing in elsewhere the page needs a fresh token; true when we are signed in again. */
  const renew = async () => {
    try {
      const response = await fetch(location.href, { credentials: "same-origin" });
      if (!response.ok || response.redirected) return false;
      const fresh = new DOMParser().parseFromString(await response.text(), "text/html").querySelector("[name=csrfmiddlewaretoken]");
      if (!fresh) return false;
      for (const field of document.getElementsByName("csrfmiddlewaretoken")) field.value = fresh.value;
      return true;
    } catch {
      return false;
    }
  };

  const link = (href, text) => {
    const a = document.createElement("a");
    a.href = href;
    a.textContent = text;
    return a;
  };

  /** Put words into a status line: what happened, and a link or button when there is something to do. */
  const say = (line, state, words, extra) => {
    if (!line) return;
    line.dataset.state = state;
    const place = line.querySelector("span") || line;
    place.replaceChildren(words);
    if (extra) place.append(" ", extra);
  };

  /** Say the outcome; `again` sends once more with the version the server named. */
  const tell = (line, { kind, data }, again) => {
    if (!line) return;
    const words = line.dataset;
    if (kind === "saved") say(line, "saved", data.message || "");
    else if (kind === "refused") say(line, "failed", data.message);
    else if (kind === "conflict") {
      let extra = data.url ? link(data.url, data.label || data.url) : null;
      if (!extra && again) {
        extra = document.createElement("button");
        extra.type = "button";
        extra.className = "linkbtn";
        extra.textContent = words.keepMine;
        extra.addEventListener("click", again);
      }
      say(line, "failed", data.message || "", extra);
    } else if (kind === "signed-out") {
      const way = link(words.signInUrl, words.signIn);
      way.target = "_blank";
      way.rel = "noopener";
      say(line, "failed", words.signedOut, way);
    } else say(line, "failed", kind === "offline" ? words.offline : words.trouble);
  };

  window.toetssteen = { send, renew, tell, say, body, token };

  for (const box of document.querySelectorAll("[data-focus]")) box.focus();
  for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => window.print());
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of document.querySelectorAll("details.me[open]")) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
})();
/* Questions that follow from an answer, and lists of rows. The server looks again at everything that is sent. */
(() => {
  "use strict";
  const chosen = (form, name) => {
    const values = [];
    for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
      if (field.type === "radio" || field.type === "checkbox") { if (field.checked) values.push(field.value); }
      else values.push(field.value);
    }
    return values;
  };

  const look = (form) => {
    for (const block of form.querySelectorAll("[data-show-when]")) {
      const wanted = block.dataset.showValues.split(" ");
      block.hidden = !chosen(form, block.dataset.showWhen).some((value) => wanted.includes(value));
    }
  };

  for (const form of document.querySelectorAll("form")) {
    if (!form.querySelector("[data-show-when]")) continue;
    look(form);
    form.addEventListener("change", () => look(form));
  }

  const total = (list) => list.querySelector("[name$=-TOTAL_FORMS]");
  const rows = (list) => [...list.querySelectorAll("[data-list-row]")].filter((row) => !row.hidden);

  const limit = (list) => {
    const add = list.querySelector("[data-list-add]");
    if (add && list.dataset.listMax) add.hidden = rows(list).length >= Number(list.dataset.listMax);
  };

  const changed = (list) => {
    limit(list);
    list.dispatchEvent(new Event("change", { bubbles: true }));
  };

  const add = (list) => {
    const count = total(list);
    // A number is never given twice, also not after a row was removed.
    const next = count ? Number(count.value) : Number(list.dataset.listNext || list.querySelectorAll("[data-list-row]").length);
    const piece = document.createElement("template");
    piece.innerHTML = list.querySelector("[data-list-template]").innerHTML.replaceAll("__i__", next).replaceAll("__n__", rows(list).length + 1);
    const row = piece.content.firstElementChild;
    list.querySelector("[data-list-rows]").append(row);
    if (count) count.value = next + 1;
    else list.dataset.listNext = next + 1;
    limit(list);
    const field = row.querySelector("input:not([type=hidden]), select, textarea");
    if (field) field.focus();
  };

  const remove = (list, row) => {
    const mark = row.querySelector("[name$=-DELETE]");
    if (mark) {
      mark.checked = true;
      row.hidden = true;
    } else row.remove();
    changed(list);
    const button = list.querySelector("[data-list-add]");
    if (button) button.focus();
  };

  for (const list of document.querySelectorAll("[data-list]")) {
    limit(list);
    list.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      if (button.matches("[data-list-add]")) add(list);
      else if (button.matches("[data-list-remove]")) remove(list, button.closest("[data-list-row]"));
      else return;
      event.preventDefault();
    });
  }
})();
/* Saving while typing: <form data-autosave="url"> with a hidden `version` and a .saved line.
   The button of the form does the same without this script. */
(() => {
  "use strict";
  const PAUSE = 800;
  const FIRST_RETRY = 2000;
  const LAST_RETRY = 60000;
  const { send, renew, tell, body } = window.toetssteen;

  class Keeper {
    constructor(form) {
      this.form = form;
      this.line = form.querySelector(".saved");
      this.sent = body(form).toString();
      this.delay = FIRST_RETRY;
      this.busy = false;
      this.signedOut = false;
      this.failed = false;
      form.addEventListener("input", () => this.later(PAUSE));
      form.addEventListener("change", () => this.later(0));
      form.addEventListener("submit", (event) => this.submit(event));
      window.addEventListener("pagehide", () => this.leave());
      window.addEventListener("pageshow", () => { this.leaving = false; });
      document.addEventListener("visibilitychange", () => { if (document.hidden) this.leave(); else this.back(); });
      window.addEventListener("online", () => this.later(0));
      window.addEventListener("focus", () => this.back());
    }

    get dirty() { return body(this.form).toString() !== this.sent; }

    later(wait) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.save(), wait);
    }

    /** The button lets a save finish first: it must send the newest version, and no text may be lost at a closed door. */
    submit(event) {
      clearTimeout(this.timer);
      if (this.leaving || (!this.busy && !this.dirty)) {
        this.leaving = true;
        return;
      }
      event.preventDefault();
      this.button = event.submitter;
      this.pressed = true;
      this.save();
    }

    /** What the save found decides: stay with the text where it is, or go where the button leads. */
    goOn(kind) {
      if (!this.pressed) return;
      this.pressed = false;
      if (["offline", "trouble", "signed-out"].includes(kind)) return;
      this.leaving = true;
      this.form.requestSubmit(this.button);
    }

    async save(options) {
      if (this.busy || this.leaving || !this.dirty) return;
      this.busy = true;
      const now = body(this.form).toString();
      const result = await send(this.form, this.form.dataset.autosave, options);
      this.busy = false;
      this.take(result, now);
    }

    take(result, now) {
      this.signedOut = result.kind === "signed-out";
      this.failed = result.kind !== "saved";
      tell(this.line, result, () => { this.setVersion(result.data); this.later(0); });
      if (result.kind === "saved") {
        this.delay = FIRST_RETRY;
        this.sent = now;
        this.setVersion(result.data);
        document.dispatchEvent(new CustomEvent("toetssteen:alive", { detail: result.data }));
        if (this.dirty) this.later(PAUSE);
      } else if (result.kind === "offline" || result.kind === "trouble") {
        this.later(this.delay);
        this.delay = Math.min(this.delay * 2, LAST_RETRY);
      }
      document.dispatchEvent(new CustomEvent("toetssteen:sent"));
      this.goOn(result.kind);
    }

    /** The server counts the versions; the button must send the newest too. */
    setVersion(data) {
      const field = this.form.elements.namedItem("version");
      if (!field || data.version === undefined) return;
      const clean = !this.dirty;
      field.value = data.version;
      if (clean) this.sent = body(this.form).toString();
    }

    leave() {
      if (this.busy || this.signedOut) return;
      clearTimeout(this.timer);
      this.save({ leaving: true });
    }

    async back() {
      if (this.signedOut && await renew()) {
        this.signedOut = false;
        this.later(0);
      }
    }
  }

  window.toetssteen.keepers = [...document.querySelectorAll("form[data-autosave]")].map((form) => new Keeper(form));
})();
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
