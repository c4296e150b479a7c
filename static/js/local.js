// The second net: what is typed, kept in this browser until the server has it. A full or forbidden storage only takes this net away.
import { viewer } from "./text.js";

const PREFIX = "draft";
const DAYS_KEPT = 30;

const storage = (act) => {
  try { return act(localStorage); } catch { return null; }
};

export const keyOf = (form) => `${PREFIX}:${viewer()}:${form.dataset.draftUrl ?? form.getAttribute("action")}`;
export const keep = (key, text) => storage((local) => { local.setItem(key, JSON.stringify({ at: Date.now(), text })); return true; }) ?? false;
export const forget = (key) => storage((local) => local.removeItem(key));
export const find = (key) => {
  try { return JSON.parse(storage((local) => local.getItem(key))); } catch { return null; }
};

const forgetOld = () => storage((local) => {
  for (const key of Object.keys(local)) {
    if (key.startsWith(`${PREFIX}:`) && !((find(key)?.at ?? 0) > Date.now() - DAYS_KEPT * 86_400_000)) local.removeItem(key);
  }
});
forgetOld();
