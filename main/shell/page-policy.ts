// The security headers of the one page, and the nonce that lets its own style elements through.
import { randomBytes } from "node:crypto";

/** Stands in the built index.html wherever the nonce of an answer belongs (`html.cspNonce` of the Vite config). */
export const noncePlaceholder = "EARSHOT_CSP_NONCE";

/** A page with a fresh nonce in it, and the headers that belong to it. */
export function sealPage(html: string, socketOrigin = ""): { html: string; headers: Record<string, string> } {
  const nonce = randomBytes(16).toString("base64");
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "media-src 'self' blob:",
    `connect-src 'self'${socketOrigin === "" ? "" : ` ${socketOrigin}`}`,
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
  return {
    html: html.replaceAll(noncePlaceholder, nonce),
    headers: { ...commonHeaders, "Content-Security-Policy": policy, "Cache-Control": "no-store" },
  };
}

/** For every answer, also those that are no page. */
export const commonHeaders: Readonly<Record<string, string>> = {
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Permissions-Policy": "camera=(), microphone=(), geolocation=(), midi=(), usb=(), serial=(), hid=()",
};
