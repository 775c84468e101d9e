// Tables for spreadsheets: CSV by RFC 4180 (commas, CRLF, quotes doubled), safe to open.
import { stringify } from "csv-stringify/sync";

export type Cell = string | number | boolean | null;

/**
 * A text that a spreadsheet would run as a formula: it begins with `=`, `+`, `-`, `@` or their full-width forms,
 * a tab or a return (OWASP, "CSV injection").
 */
const formula = /^[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/u;

/** Rows as CSV, each ended by CRLF. Texts that could be formulas get a `'` in front; numbers are left alone. */
export function toCsv(rows: readonly (readonly Cell[])[]): string {
  return stringify(
    rows.map((row) => row.map((cell) => (typeof cell === "string" ? disarm(cell) : cell))),
    // By itself the library quotes a whole CRLF only, but readers break lines at each half of it.
    { record_delimiter: "windows", quoted_match: /[\r\n]/, cast: { boolean: (value) => String(value) } },
  );
}

function disarm(text: string): string {
  return formula.test(text) ? `'${text}` : text;
}
