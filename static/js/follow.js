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
