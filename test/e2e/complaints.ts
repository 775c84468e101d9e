// What a page complains of: a journey that ends well but fills the console has not ended well.
import type { Page } from "playwright-core";

export interface Complaints {
  /** Errors and warnings of the console, uncaught errors, refused policies, failed requests. */
  list(): string[];
  /** Forgets complaints of this kind: for journeys that provoke them. */
  expectSome(pattern: RegExp): void;
}

export function watchComplaints(page: Page): Complaints {
  const seen: string[] = [];
  const expected: RegExp[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") {
      seen.push(`${message.type()}: ${message.text()} (${message.location().url})`);
    }
  });
  page.on("pageerror", (error) => seen.push(`uncaught: ${error.message}`));
  page.on("requestfailed", (request) => {
    const reason = request.failure()?.errorText ?? "";
    // A player that is given another sound breaks off its request for the last one.
    if (reason !== "net::ERR_ABORTED") seen.push(`request failed: ${request.url()} ${reason}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400) seen.push(`status ${response.status()}: ${response.url()}`);
  });
  return {
    list: () => seen.filter((complaint) => !expected.some((pattern) => pattern.test(complaint))),
    expectSome: (pattern) => void expected.push(pattern),
  };
}
