// The conversation: what was typed goes into a queue first and leaves it only when the server has answered.
"use strict";

(() => {
  const { words } = bubbles;
  const el = (id) => document.getElementById(id);
  const [log, scroll, typing, composer, box, note, steps] =
    ["log", "scroll", "typing", "composer", "text", "note", "steps"].map(el);
  const LONGEST = Number(box.dataset.longest);
  const PATIENCE = 20000; // ms for one answer
  const PAUSES = [1000, 2000, 4000, 8000, 15000, 30000]; // ms between two tries
  const AGAIN = [408, 425, 429];

  const lines = store.lines();
  const drawn = new Map(); // id of a line of the person -> its element
  let greeted = false; // whether the server told what is open
  let busy = false;
  let tries = 0;
  let timer = 0;
  let byKeyboard = false;

  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
  const toEnd = () => { scroll.scrollTop = scroll.scrollHeight; };
  const toStart = (turn) => { scroll.scrollTop = Math.min(scroll.scrollHeight, turn.offsetTop - 12); };

  // A button holds still from its tap to the answer: two taps are one. aria-disabled, because disabled would lose the focus.
  const hold = (buttons) => buttons.forEach((button) => button.setAttribute("aria-disabled", "true"));
  const release = () => log.querySelectorAll("[aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));

  function draw(line) {
    const turn = line.who === "bot" ? bubbles.ofBot(line, tap) : bubbles.ofPerson(line);
    if (line.who === "bot") {
      log.querySelectorAll(".turn").forEach((older) => older.classList.add("old"));
      progress(line.progress);
    } else {
      drawn.set(line.id, turn);
    }
    log.append(turn);
    const show = line.who === "bot" ? () => toStart(turn) : toEnd; // a long reply is read from its first line
    turn.querySelectorAll("img").forEach((image) => image.addEventListener("load", show));
    show();
    return turn;
  }

  function add(line) {
    lines.push(line);
    store.keep(lines);
    return draw(line);
  }

  function progress(step) {
    steps.hidden = !step;
    if (!step) return;
    steps.setAttribute("aria-valuenow", step[0]);
    steps.setAttribute("aria-valuemax", step[1]);
    steps.setAttribute("aria-valuetext", fill(words.progress, { step: step[0], steps: step[1] }));
    steps.dataset.text = steps.getAttribute("aria-valuetext");
    steps.firstElementChild.style.width = (100 * step[0]) / step[1] + "%";
  }

  function mark(id, state, why) {
    const line = lines.find((other) => other.who === "me" && other.id === id);
    if (!line) return;
    line.state = state;
    line.why = why || "";
    store.keep(lines);
    bubbles.mark(drawn.get(id), state, why);
  }

  function hear(reply) {
    if (!reply.text && !reply.picture) return;
    if (reply.erased) {
      lines.length = 0;
      log.replaceChildren();
      store.keepDraft("");
    }
    const turn = add(Object.assign({ who: "bot" }, reply));
    const next = turn.querySelector(".options button");
    if (byKeyboard) (next || box).focus();
    byKeyboard = false;
  }

  // What looks like a NIK is shown by its last digits only: the phone may be passed on.
  const veiled = (text) => text.replace(/(?:\d[ .-]?){12}(?=\d{4}(?!\d))/g, "•••• ");

  function say(item, text) {
    store.enqueue(item);
    add({ who: "me", id: item.id, text: veiled(text), state: "sending" });
    hurry();
  }

  function tap(line, option, button, keyboard) {
    if (button.getAttribute("aria-disabled")) return;
    const buttons = button.parentElement.querySelectorAll("button");
    hold(buttons);
    buttons.forEach((other) => other.classList.toggle("chosen", other === button));
    line.chosen = option.payload;
    byKeyboard = keyboard;
    say({ id: store.newId(), tap: option.payload, label: option.label }, option.label);
  }

  class Later extends Error {}

  async function ask(method, body) {
    const patience = new AbortController();
    const clock = setTimeout(() => patience.abort(), PATIENCE);
    try {
      const headers = body ? { "Content-Type": "application/json" } : {};
      const answer = await fetch("/chat", { method, headers, body: body && JSON.stringify(body), signal: patience.signal });
      if (answer.status >= 500 || AGAIN.includes(answer.status)) throw new Later("retrying");
      const told = await answer.json();
      return answer.ok ? told : { error: told.error || words.failed };
    } catch (error) {
      throw error instanceof Later ? error : new Later("waiting");
    } finally {
      clearTimeout(clock);
    }
  }

  // After a reload, in a new tab or when another tab spoke: show what is open, once.
  async function greet() {
    const told = await ask("GET");
    const [reply] = told.replies || [];
    const known = lines.filter((line) => line.who === "bot").pop();
    if (reply && !(known && known.id === reply.id && known.text === reply.text)) hear(reply);
    if (!reply && !store.queue().length) store.enqueue({ id: store.newId(), start: true });
    greeted = true;
  }

  async function send(item) {
    const { label, ...body } = item;
    const told = await ask("POST", body);
    store.dequeue(item.id);
    mark(item.id, told.error ? "failed" : "sent", told.error);
    release();
    if (told.reply) hear(told.reply);
    if (told.reply && told.reply.language !== document.documentElement.lang) location.reload();
  }

  async function drain() {
    if (!greeted) await greet();
    for (let [item] = store.queue(); item; [item] = store.queue()) {
      await send(item);
      tries = 0;
    }
  }

  // One tab at a time empties the queue that all tabs of this phone share; where there are no locks the server counts once.
  async function pump() {
    if (busy) return;
    busy = true;
    typing.hidden = !store.queue().length && greeted;
    if (!typing.hidden && lines.length) toEnd();
    try {
      await (navigator.locks ? navigator.locks.request("payung", drain) : drain());
      weigh();
    } catch (error) {
      if (!(error instanceof Later)) throw error;
      return postpone(error.message);
    } finally {
      typing.hidden = true;
      busy = false;
    }
    if (store.queue().length || !greeted) return pump();
  }

  function postpone(state) {
    store.queue().forEach((item) => mark(item.id, state));
    if (!greeted && !lines.length) note.textContent = words.connecting;
    const pause = PAUSES[Math.min(tries, PAUSES.length - 1)];
    tries += 1;
    clearTimeout(timer);
    timer = setTimeout(pump, pause * (1 + Math.random() / 4));
  }

  function hurry() {
    clearTimeout(timer);
    pump();
  }

  function grow() {
    box.style.height = "auto";
    box.style.height = box.scrollHeight + 2 + "px";
    weigh();
    store.keepDraft(box.value);
  }

  function weigh() {
    const tooLong = box.value.length > LONGEST;
    note.textContent = tooLong ? fill(words["too-long"], { count: box.value.length, most: LONGEST }) : "";
  }

  function submit(event) {
    event.preventDefault();
    const text = box.value.trim();
    if (!text || text.length > LONGEST) return;
    box.value = "";
    grow();
    say({ id: store.newId(), text }, text);
    box.focus();
  }

  composer.addEventListener("submit", submit);
  box.addEventListener("input", grow);
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) submit(event);
  });
  window.addEventListener("online", hurry);
  document.addEventListener("visibilitychange", () => document.hidden || hurry());
  window.addEventListener("storage", (event) => {
    if (event.key !== store.QUEUE) return;
    const waiting = store.queue().map((item) => item.id);
    const gone = lines.filter((line) => line.who === "me" && !["sent", "failed"].includes(line.state) && !waiting.includes(line.id));
    gone.forEach((line) => mark(line.id, "sent"));
    if (gone.length) greeted = false;
    hurry();
  });

  log.setAttribute("aria-live", "off"); // what was read before is not read out again
  lines.forEach(draw);
  store.queue().filter((item) => !item.start && !drawn.has(item.id))
    .forEach((item) => add({ who: "me", id: item.id, text: veiled(item.text || item.label), state: "sending" }));
  if (store.queue().some((item) => item.tap)) hold(log.querySelectorAll(".turn:not(.old) button"));
  setTimeout(() => log.setAttribute("aria-live", "polite"), 100);
  box.value = store.draft();
  grow();
  if (window.matchMedia("(hover: hover) and (pointer: fine)").matches) box.focus();
  if (navigator.cookieEnabled) pump();
  else note.textContent = words.cookies;
})();
