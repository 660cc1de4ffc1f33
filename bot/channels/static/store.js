// What the page remembers: the conversation for this tab only, and until the server has it, what could not be sent.
"use strict";

const store = (() => {
  const QUEUE = "payung.queue";
  const LINES = "payung.lines";
  const DRAFT = "payung.draft";
  const MOST_LINES = 200;
  const spare = {};

  // Private windows and full phones refuse storage: then what is kept lasts as long as the page.
  function box(area) {
    return {
      read(key, otherwise) {
        if (key in spare) return spare[key];
        try {
          const kept = window[area].getItem(key);
          return kept === null ? otherwise : JSON.parse(kept);
        } catch (error) {
          return otherwise;
        }
      },
      write(key, value) {
        try {
          window[area].setItem(key, JSON.stringify(value));
          delete spare[key];
        } catch (error) {
          spare[key] = value;
        }
      },
    };
  }

  const phone = box("localStorage");
  const tab = box("sessionStorage");

  // crypto.randomUUID exists only on https and localhost; a phone on an office's own network has neither.
  function newId() {
    if (window.crypto && crypto.randomUUID) return crypto.randomUUID();
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
  }

  return {
    newId,
    QUEUE,
    queue: () => phone.read(QUEUE, []),
    enqueue: (item) => phone.write(QUEUE, phone.read(QUEUE, []).concat([item])),
    dequeue: (id) => phone.write(QUEUE, phone.read(QUEUE, []).filter((item) => item.id !== id)),
    lines: () => tab.read(LINES, []),
    keep: (lines) => tab.write(LINES, lines.slice(-MOST_LINES)),
    draft: () => tab.read(DRAFT, ""),
    keepDraft: (text) => tab.write(DRAFT, text),
  };
})();
