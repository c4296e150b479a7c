// Sends with the token of this browser. One that belongs to an earlier session is replaced by a fresh one, and the form sent once more.
import { place, viewer } from "./text.js";

const PATIENCE_MS = 30_000; // longer than the server lets anybody wait

export class SessionChanged extends Error {
  constructor(viewerNow) {
    super("the session is another one now");
    this.viewer = viewerNow; // "" where nobody is signed in any more
  }
}

export const tokenFor = (form) => document.querySelector("meta[name=csrf-token]")?.content
  ?? form?.elements.namedItem("csrf_token")?.value ?? "";

export const takeToken = (html) => {
  const fresh = new DOMParser().parseFromString(html, "text/html").querySelector("meta[name=csrf-token][data-viewer]");
  if (!fresh) return null;
  document.querySelector("meta[name=csrf-token]")?.setAttribute("content", fresh.content);
  for (const field of document.querySelectorAll("input[name=csrf_token]")) field.value = fresh.content;
  return { token: fresh.content, viewer: fresh.dataset.viewer };
};

// As whoever is signed in now; "anyone" lets what is only kept go on after signing out.
const mayGoOn = (now, anyone) => viewer() === "" || now === viewer() || (anyone && now === "");

export const send = async (url, body, { form, headers = {}, keepalive = false, anyone = false } = {}) => {
  const once = (token) => {
    if (body?.has?.("csrf_token")) body.set("csrf_token", token);
    return fetch(url, { method: "POST", body, keepalive, headers: { ...headers, "X-CSRFToken": token }, signal: AbortSignal.timeout(PATIENCE_MS) });
  };
  const answer = await once(tokenFor(form));
  if (answer.status !== 400) return answer;
  const fresh = takeToken(await answer.clone().text());
  if (!fresh) return answer;
  if (!mayGoOn(fresh.viewer, anyone)) throw new SessionChanged(fresh.viewer);
  return once(fresh.token);
};

export const signInAddress = () => `${place("signIn")}?next=${encodeURIComponent(location.pathname + location.search)}`;
