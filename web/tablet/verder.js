// The phone that takes over the tablet's conversation.

import { Client } from "../client.js";
import { el, screen } from "./dom.js";
import { ownWords } from "./question.js";
import { oneTimePage, put } from "./phone.js";
import { Thread } from "./thread.js";

const { practicePhone: practice, outOfHoursPhone: outOfHours } = document.body.dataset;

class Talk {
  constructor({ session, expires_in: seconds, messages }) {
    this.client = new Client("", "website");
    const kept = { token: session, until: Date.now() + seconds * 1000 };
    sessionStorage.setItem(this.client.key, JSON.stringify(kept));
    const context = { phones: [practice, outOfHours].filter(Boolean), practice, outOfHours, tablet: false, onchoice: (choice, node) => this.#choose(choice, node) };
    this.thread = new Thread(context, true);
    this.problem = el("p", { class: "problem", role: "alert" });
    this.wait = el("p", { class: "wait", role: "status" });
    const own = ownWords((text) => {
      own.node.querySelector("textarea").value = "";
      this.#send({ text, title: text });
    }, "Uw bericht");
    own.node.hidden = false;
    const before = messages.length ? "Dit zei Rugwijzer op de tablet. Uw eigen berichten zijn niet meegegaan." : "Stel hieronder uw vraag.";
    put(screen("talk", "Verder met uw gesprek", el("p", { class: "small" }, before), this.thread.node, this.wait, this.problem, own.node));
    this.thread.theirs(messages);
    const stop = new AbortController();
    this.client.listen(session, stop.signal, (message) => this.thread.theirs([message]));
  }

  #choose(choice, node) {
    if (this.busy) return;
    node.setAttribute("aria-pressed", "true");
    this.#send({ choice: choice.id, title: choice.title });
  }

  async #send(turn) {
    if (this.busy) return;
    this.busy = true;
    this.problem.textContent = "";
    const bubble = this.thread.mine(turn.title);
    this.wait.textContent = "Rugwijzer denkt na…";
    bubble.scrollIntoView({ block: "start" });
    try {
      this.thread.theirs(await this.client.send(turn));
      bubble.scrollIntoView({ block: "start" });
    } catch (error) {
      bubble.remove();
      this.problem.textContent = `Uw bericht is niet verstuurd. ${error.message} Kunt u niet wachten? Bel uw huisarts, of bij levensgevaar 112.`;
      const box = document.getElementById("eigen");
      if (turn.text) box.value = turn.text;
    } finally {
      this.busy = false;
      this.wait.textContent = "";
    }
  }
}

oneTimePage("handover/open", (taken) => new Talk(taken));
