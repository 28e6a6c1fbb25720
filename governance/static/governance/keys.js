// Keys for who decides on many cases. Everything they do can be done without them, and they can be turned off
// (WCAG 2.1.4): the switch is kept in this browser.
(() => {
  "use strict";
  const box = document.querySelector("[data-keys]");
  if (!box) return;
  const OFF = "muster-keys-off";
  const toggle = box.querySelector("#keys-on");
  const dialog = box.querySelector("dialog");
  const TYPED = "textarea, select, [contenteditable], input:not([type=radio], [type=checkbox], [type=submit])";
  const CHOICES = { a: ["approved"], r: ["changes_requested", "rejected"] };

  const kept = () => { try { return localStorage.getItem(OFF); } catch { return null; } };
  const keep = off => { try { off ? localStorage.setItem(OFF, "1") : localStorage.removeItem(OFF); } catch { /* this page only */ } };
  const find = selector => document.querySelector(selector);

  function go(element) {
    if (!element) return false;
    if (!element.matches("a[href], button, input, textarea, select")) element.tabIndex = -1;
    element.scrollIntoView({ block: "center" });
    element.focus({ preventScroll: true });
    return true;
  }

  // On the inbox: the case that has the focus, or the first.
  const cases = [...document.querySelectorAll("[data-case]")];
  const here = () => cases.findIndex(one => one.closest("tr").contains(document.activeElement));
  const step = by => go(cases[Math.min(Math.max(here() + by, 0), cases.length - 1)]);
  function open(place) {
    const one = cases[Math.max(here(), 0)];
    if (one) location.assign(one.href + place);
    return Boolean(one);
  }

  // On the page of a case.
  const vote = () => go(find("[name=verdict]:checked") || find("[name=verdict]") || find("#decide"));
  function choose(values) {
    const radios = values.map(value => find(`[name=verdict][value=${value}]`)).filter(Boolean);
    if (!radios.length) return vote();
    const next = radios[(radios.findIndex(one => one.checked) + 1) % radios.length];
    next.checked = true;
    next.dispatchEvent(new Event("change", { bubbles: true }));
    return go(values.length > 1 ? next : next.form.elements.reason);
  }
  const follow = key => { const link = find(`a[data-key=${key}]`); if (link) link.click(); return Boolean(link); };

  const acts = {
    j: () => cases.length ? step(1) : follow("j"),
    k: () => cases.length ? step(-1) : follow("k"),
    v: () => cases.length ? open("#decide") : vote(),
    c: () => cases.length ? open("#comments") : go(find("#comments")),
    a: () => !cases.length && choose(CHOICES.a),
    r: () => !cases.length && choose(CHOICES.r),
    "?": () => { dialog.showModal(); return true; },
  };

  document.addEventListener("keydown", event => {
    const form = event.target.closest("form");
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && form?.elements.verdict) {
      event.preventDefault();
      return form.requestSubmit();
    }
    const busy = event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey;
    if (busy || !toggle.checked || dialog.open || event.target.matches(TYPED)) return;
    if (Object.hasOwn(acts, event.key) && acts[event.key]()) event.preventDefault();
  });
  toggle.checked = !kept();
  toggle.addEventListener("change", () => keep(!toggle.checked));
  box.querySelector("[data-keys-open]").addEventListener("click", () => dialog.showModal());
  box.hidden = false;
  if (location.hash === "#decide") vote();
})();
