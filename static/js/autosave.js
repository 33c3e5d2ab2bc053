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
