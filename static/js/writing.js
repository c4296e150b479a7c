// Everything around a field in which people write Markdown; forms that come later are found by the attribute as well.
import * as draft from "./draft.js";
import * as mention from "./mention.js"; // before the toolbar: with the list open, Enter takes a name
import * as preview from "./preview.js";
import * as quote from "./quote.js";
import * as submit from "./submit.js";
import * as toolbar from "./toolbar.js";

export const start = (root) => {
  for (const part of [toolbar, preview, mention, quote, draft, submit]) part.start(root);
};
