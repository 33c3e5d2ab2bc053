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
