"use strict";
// Sorts and filters the table of submissions. Without it the table is complete.
(() => {
  const table = document.getElementById("table"), body = table.tBodies[0];
  const controls = document.getElementById("controls"), shown = document.getElementById("shown");
  const filter = document.getElementById("filter"), status = document.getElementById("status");
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });
  const rows = Array.from(body.rows, (row) => ({
    row, status: row.dataset.status,
    text: `${row.cells[0].textContent} ${row.dataset.more || ""}`.toLowerCase(),
  }));
  const heads = Array.from(table.tHead.rows[0].cells);
  let sorted = { column: -1, down: false };

  const number = (cell) => parseFloat(cell.textContent.replace(/[^0-9.-]/g, ""));

  // What was not judged has no number and stays at the end, whichever way the column is sorted.
  function compare(column, down) {
    const sign = down ? -1 : 1;
    if (!heads[column].classList.contains("number")) {
      return (a, b) => sign * collator.compare(a.key, b.key);
    }
    return (a, b) => {
      if (Number.isNaN(a.key) || Number.isNaN(b.key)) return Number.isNaN(a.key) - Number.isNaN(b.key);
      return sign * (a.key - b.key);
    };
  }

  function sort(column, down) {
    const numeric = heads[column].classList.contains("number");
    for (const one of rows) {
      const cell = one.row.cells[column];
      one.key = numeric ? number(cell) : cell.textContent;
    }
    rows.sort(compare(column, down));
    const parts = document.createDocumentFragment();
    for (const one of rows) parts.append(one.row);
    body.replaceChildren(parts);
    heads.forEach((head, at) => {
      if (at === column) head.setAttribute("aria-sort", down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    });
    sorted = { column, down };
    remember();
  }

  function show() {
    const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const one of rows) {
      const fits = (!status.value || one.status === status.value) &&
        words.every((word) => one.text.includes(word));
      one.row.hidden = !fits;
      count += fits;
    }
    document.getElementById("nothing").hidden = count > 0;
    shown.textContent = shown.dataset.template
      .replace("{shown}", count.toLocaleString()).replace("{total}", rows.length.toLocaleString());
    remember();
  }

  // The view is kept in the address, so that it can be reloaded and passed on.
  function remember() {
    const state = new URLSearchParams();
    if (filter.value) state.set("filter", filter.value);
    if (status.value) state.set("status", status.value);
    if (sorted.column >= 0) state.set("sort", `${sorted.down ? "-" : ""}${sorted.column}`);
    const hash = String(state);
    if (hash !== location.hash.slice(1)) history.replaceState(null, "", `#${hash}`);
  }

  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const numeric = head.classList.contains("number");
      sort(column, sorted.column === column ? !sorted.down : numeric);
    });
  });
  filter.addEventListener("input", show);
  status.addEventListener("change", show);
  controls.addEventListener("submit", (event) => event.preventDefault());
  controls.hidden = false;

  const state = new URLSearchParams(location.hash.slice(1));
  const column = Math.abs(parseInt(state.get("sort"), 10));
  filter.value = state.get("filter") || "";
  status.value = state.get("status") || "";
  if (status.selectedIndex < 0) status.value = "";
  if (column < heads.length) sort(column, state.get("sort").startsWith("-"));
  show();
})();
