// What pages do better with script; each works without.
"use strict";

// The browser's file button speaks the browser's language: say ours, and name the file that was chosen.
for (const place of document.querySelectorAll("[data-file]")) {
  const input = place.querySelector("input");
  const button = document.createElement("span");
  button.className = "btn btn-outline-primary text-nowrap";
  button.textContent = place.dataset.choose;
  const name = document.createElement("span");
  name.className = "file-name";
  const tell = () => { name.textContent = input.files.length ? input.files[0].name : place.dataset.none; };
  for (const shown of [button, name]) shown.setAttribute("aria-hidden", "true");
  input.addEventListener("change", tell);
  place.classList.add("file-named");
  place.classList.toggle("is-invalid", input.classList.contains("is-invalid"));
  place.append(button, name);
  tell();
}

// After a refusal the reader stands at the list of what is wrong.
addEventListener("load", () => document.querySelector("[data-focus]")?.focus());

// What is under way is looked at again until it is done; what changed is put in its place and read out.
async function lookAgain() {
  const place = document.querySelector("[data-under-way]");
  if (!place) return;
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
  if (answer?.ok && !answer.redirected) {
    const now = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-live]");
    // When it is done, the rest of the page has changed too.
    if (now && !("underWay" in now.dataset)) return location.reload();
    if (now && now.innerHTML !== place.innerHTML) place.innerHTML = now.innerHTML;
  }
  setTimeout(lookAgain, 2000);
}
setTimeout(lookAgain, 1000);
