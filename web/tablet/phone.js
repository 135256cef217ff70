// A page behind a one-time link: the token comes from behind the # and leaves the address at once.

import { call } from "./api.js";

/** Open the link when the patient asks for it; `onopen` gets what was behind it. */
export function oneTimePage(path, onopen) {
  const token = location.hash.slice(1);
  // Gone from the address bar, the history and a screenshot of them.
  history.replaceState(null, "", location.pathname);
  const button = document.getElementById("open");
  const problem = document.querySelector(".problem");
  const fail = (words) => {
    problem.textContent = words;
    button.hidden = true;
  };
  if (!token) fail("Deze link is niet volledig. Vraag op de tablet een nieuwe.");
  button.addEventListener("click", async () => {
    button.setAttribute("aria-disabled", "true");
    try {
      onopen(await call(path, { body: { token } }));
    } catch (error) {
      button.removeAttribute("aria-disabled");
      if (error.status) fail(error.message);
      else problem.textContent = "Er is geen verbinding. Probeer het opnieuw.";
    }
  });
}

/** Put a screen in the page and move the focus to its heading. */
export function put(node) {
  document.getElementById("scherm").replaceChildren(node);
  node.querySelector("h1").focus({ preventScroll: true });
}
