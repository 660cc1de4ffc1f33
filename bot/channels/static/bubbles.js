// How a line of the conversation looks. Whatever was written is text to the browser, never markup.
"use strict";

const bubbles = (() => {
  // The first group stands before the find: older iPhones refuse a whole script that looks behind.
  const LINK = /(^|[^\w/.])(https:\/\/[^\s<>"]+|\/(?:cek|privasi|kartu|kalender|nik)(?:\/[\w.-]+)?(?![\w/]))/;
  const BOLD = /(^|[^\w*])\*([^\s*](?:[^*\n]*[^\s*])?)\*(?![\w*])/;
  const PATHS = {
    sending: "M12 7v5l3 2M12 3a9 9 0 1 0 .01 0",
    waiting: "M12 7v5l3 2M12 3a9 9 0 1 0 .01 0",
    retrying: "M12 7v5l3 2M12 3a9 9 0 1 0 .01 0",
    sent: "M2 13l4 4L15 8M11 16l1 1 9-9",
    failed: "M12 7v6M12 17v.01M12 3a9 9 0 1 0 .01 0",
  };
  const words = JSON.parse(document.getElementById("words").textContent);

  function make(tag, className, text) {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (text !== undefined) element.textContent = text;
    return element;
  }

  function icon(name) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("aria-hidden", "true");
    path.setAttribute("d", PATHS[name]);
    svg.append(path);
    return svg;
  }

  function anchor(href, text, download) {
    const element = make("a", "", text);
    element.href = href;
    if (download) element.setAttribute("download", "");
    if (element.origin !== location.origin) {
      element.target = "_blank";
      element.rel = "noopener noreferrer";
    }
    return element;
  }

  function strong(inner) {
    const element = make("strong", /^\S{1,20}$/.test(inner) ? "whole" : ""); // a reference is not broken at its hyphens
    formatted(element, inner);
    return element;
  }

  // *bold* and links, nothing else; what is left over stays as it was typed.
  function formatted(parent, text) {
    const link = LINK.exec(text);
    const bold = BOLD.exec(text);
    if (!link && !bold) return parent.append(text);
    const boldFirst = bold && (!link || bold.index < link.index);
    const [, before, found] = boldFirst ? bold : link;
    const at = (boldFirst ? bold : link).index + before.length;
    const shown = boldFirst ? found : found.replace(/[.,;:!?)\]*]+$/, "");
    parent.append(text.slice(0, at), boldFirst ? strong(shown) : anchor(shown, shown));
    return formatted(parent, text.slice(at + shown.length + (boldFirst ? 2 : 0)));
  }

  function attachments(reply) {
    const parts = [];
    if (reply.picture) {
      const image = make("img");
      image.src = reply.picture.src;
      image.alt = reply.picture.alt;
      [image.width, image.height] = [720, 960]; // its place is kept while it loads
      parts.push(image);
    }
    const files = make("div", "files");
    if (reply.picture) files.append(anchor(reply.picture.src, words.save, true));
    if (reply.calendar) files.append(anchor(reply.calendar, words.calendar, true));
    if (files.childNodes.length) parts.push(files);
    return parts;
  }

  function options(reply, tapped) {
    const row = make("div", "options");
    row.setAttribute("role", "group");
    for (const option of reply.options) {
      const button = make("button", "", option.label);
      button.type = "button";
      if (option.payload === reply.chosen) button.className = "chosen";
      button.addEventListener("click", (event) => tapped(reply, option, button, event.detail === 0));
      row.append(button);
    }
    return row;
  }

  function ofBot(reply, tapped) {
    const turn = make("div", "turn");
    const bubble = make("div", "bubble bot");
    const said = make("p", "words");
    formatted(said, reply.text);
    bubble.append(make("span", "unseen", words.bot + ": "), said, ...attachments(reply));
    turn.append(bubble);
    if (reply.options.length) turn.append(options(reply, tapped));
    return turn;
  }

  function ofPerson(line) {
    const turn = make("div", "turn");
    const bubble = make("div", "bubble me");
    bubble.append(make("span", "unseen", words.me + ": "), make("p", "words", line.text), make("p", "state"));
    turn.append(bubble);
    mark(turn, line.state, line.why);
    return turn;
  }

  // A sent message says so with ticks alone; the rest also in words.
  function mark(turn, state, why) {
    const place = turn.querySelector(".state");
    place.className = "state " + state;
    place.textContent = "";
    place.append(make("span", state === "sent" || state === "sending" ? "unseen" : "", why || words[state]), icon(state));
  }

  return { words, ofBot, ofPerson, mark };
})();
