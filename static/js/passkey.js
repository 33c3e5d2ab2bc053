/* Passkeys. A button with data-passkey="sign-in | confirm | make" stands for one form with a hidden `credential`.
   data-options: id of the JSON that the server put in the page; without it the form's own address gives it. */
(() => {
  "use strict";
  const toBytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
  const toText = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const each = (list) => (list || []).map((one) => ({ ...one, id: toBytes(one.id) }));

  const options = async (button, form) => {
    if (button.dataset.options) return JSON.parse(document.getElementById(button.dataset.options).textContent);
    const response = await fetch(form.action, { headers: { Accept: "application/json" }, credentials: "same-origin" });
    if (!response.ok) throw new Error("no options");
    return response.json();
  };

  const plain = (credential, response) => ({
    type: credential.type, id: credential.id, rawId: toText(credential.rawId),
    authenticatorAttachment: credential.authenticatorAttachment, response,
    clientExtensionResults: credential.getClientExtensionResults(),
  });

  const ask = async ({ request_options: { publicKey } }) => {
    const credential = await navigator.credentials.get({
      publicKey: { ...publicKey, challenge: toBytes(publicKey.challenge), allowCredentials: each(publicKey.allowCredentials) },
    });
    const { clientDataJSON, authenticatorData, signature, userHandle } = credential.response;
    return plain(credential, {
      clientDataJSON: toText(clientDataJSON), authenticatorData: toText(authenticatorData),
      signature: toText(signature), userHandle: userHandle ? toText(userHandle) : null,
    });
  };

  // Every key we make may sign in by itself, so it keeps its own name and asks for PIN or finger.
  const ALONE = { residentKey: "required", requireResidentKey: true, userVerification: "required" };

  const make = async ({ creation_options: { publicKey } }) => {
    const selection = { ...publicKey.authenticatorSelection, ...ALONE };
    const credential = await navigator.credentials.create({
      publicKey: {
        ...publicKey, authenticatorSelection: selection, challenge: toBytes(publicKey.challenge),
        user: { ...publicKey.user, id: toBytes(publicKey.user.id) }, excludeCredentials: each(publicKey.excludeCredentials),
      },
    });
    const { clientDataJSON, attestationObject } = credential.response;
    const transports = credential.response.getTransports ? credential.response.getTransports() : [];
    return plain(credential, { clientDataJSON: toText(clientDataJSON), attestationObject: toText(attestationObject), transports });
  };

  for (const button of document.querySelectorAll("[data-passkey]")) {
    const form = button.form;
    const line = document.getElementById(button.getAttribute("aria-describedby"));
    if (!window.PublicKeyCredential) {
      button.disabled = true;
      if (line) line.textContent = button.dataset.unsupported;
      continue;
    }
    button.addEventListener("click", async (event) => {
      event.preventDefault();
      if (!form.reportValidity()) return;
      if (line) line.textContent = "";
      try {
        const given = await options(button, form);
        const made = button.dataset.passkey === "make" ? await make(given) : await ask(given);
        form.elements.namedItem("credential").value = JSON.stringify(made);
        form.submit();
      } catch {
        if (line) line.textContent = button.dataset.failed;
      }
    });
  }
})();
