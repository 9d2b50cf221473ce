// The page at `/`. Its source is three files, and it is served as one document. This module has to
// be in the folder of the entry points: from there, the path to the page's folder is the same in a
// bundle as in the sources.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Verbatim } from "./http/exchange";

const folder = join(__dirname, "page");

/** Puts the page together; only its own style and script run in it, and it asks only this server. */
export function readPage(): Verbatim {
  const [html, style, script] = ["page.html", "page.css", "page.mjs"].map((name) =>
    readFileSync(join(folder, name), "utf8"),
  ) as [string, string, string];
  const policy = [
    "default-src 'none'",
    `style-src ${hashOf(style)}`,
    `script-src ${hashOf(script)}`,
    "connect-src 'self'",
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ];
  return {
    status: 200,
    headers: {
      "Content-Type": "text/html; charset=utf-8",
      "Content-Security-Policy": policy.join("; "),
      "Cache-Control": "no-store",
      "Referrer-Policy": "no-referrer",
      "X-Content-Type-Options": "nosniff",
    },
    body: html
      .replace('<link rel="stylesheet" href="page.css" />', () => `<style>${style}</style>`)
      .replace(
        '<script type="module" src="page.mjs"></script>',
        () => `<script type="module">${script}</script>`,
      ),
  };
}

function hashOf(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}
