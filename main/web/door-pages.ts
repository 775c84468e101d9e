// The two pages seen before the window: on the way in, and at a closed door. Without scripts, without user text.

/** Their policy; a sandboxed page, as other answers are, could not lead on. */
export const doorPolicy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/**
 * Leads on to the window. A page of our own rather than a redirect: after a link in another program a redirect
 * still counts as that program's doing, and the browser would hold the strict cookie back.
 */
export const entrancePage = toPage(
  "Opening Earshot",
  '<p><a href="/">Open Earshot</a></p>',
  '<meta http-equiv="refresh" content="0;url=/">',
);

export const closedDoorPage = toPage(
  "Earshot is locked",
  "<h1>This address does not open Earshot</h1><p>Each link opens it once, in one browser. " +
    "The terminal in which Earshot runs has just printed a new one.</p>",
);

function toPage(title: string, body: string, head = ""): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8">${head}<title>${title}</title></head><body>${body}</body></html>\n`;
}
