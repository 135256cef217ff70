// What a site may add by itself: buttons of its own that open the chat or ask something.

await customElements.whenDefined("rugwijzer-chat");
const chat = document.querySelector("rugwijzer-chat");

document.querySelector("#vraag").addEventListener("click", () => chat.open());
for (const button of document.querySelectorAll("[data-vraag]")) {
  button.addEventListener("click", () => chat.ask(button.dataset.vraag));
}
