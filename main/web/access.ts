// Who may talk to the loopback server: a browser on this machine that was given a link, and no page of another origin.
import { randomBytes, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";

/** More browsers than this at once are none that one person opened. */
const maxSessions = 32;

/** Why a request is refused; in the log and in the answer. */
export interface Refusal {
  status: 401 | 403;
  reason: string;
}

/** Links, sessions and the checks of every request to one port. Holds secrets, writes none of them anywhere. */
export class AccessControl {
  readonly #hosts: ReadonlySet<string>;
  readonly #cookieName: string;
  readonly #port: number;
  readonly #tokens = new Set<string>();
  readonly #sessions = new Set<string>();

  constructor(port: number) {
    this.#port = port;
    this.#hosts = new Set([`127.0.0.1:${port}`, `localhost:${port}`]);
    // Cookies know no ports: two servers on one machine must not take each other's.
    this.#cookieName = `earshot-${port}`;
  }

  /** A new link that opens the page once. */
  makeLink(): string {
    const token = randomBytes(24).toString("base64url");
    this.#tokens.add(token);
    return `http://127.0.0.1:${this.#port}/?token=${token}`;
  }

  /**
   * Spends a link's token.
   * @returns the `Set-Cookie` value of a new session, or undefined when the token is unknown or spent
   */
  exchangeToken(token: string): string | undefined {
    const known = [...this.#tokens].find((candidate) => isSameSecret(candidate, token));
    if (known === undefined) return undefined;
    this.#tokens.delete(known);
    const session = randomBytes(32).toString("base64url");
    this.#sessions.add(session);
    const [oldest] = this.#sessions;
    if (this.#sessions.size > maxSessions && oldest !== undefined) this.#sessions.delete(oldest);
    return `${this.#cookieName}=${session}; Path=/; HttpOnly; SameSite=Strict`;
  }

  /** Against DNS rebinding and pages of other origins. Comes before everything else. */
  checkOrigin(headers: IncomingHttpHeaders): Refusal | undefined {
    const { host, origin } = headers;
    if (host === undefined || !this.#hosts.has(host)) {
      return { status: 403, reason: `wrong Host ${quote(host)}` };
    }
    if (origin !== undefined && origin !== `http://${host}`) {
      return { status: 403, reason: `wrong Origin ${quote(origin)}` };
    }
    const site = headers["sec-fetch-site"];
    const isNavigation = headers["sec-fetch-mode"] === "navigate" && headers["sec-fetch-dest"] === "document";
    if (site !== undefined && site !== "same-origin" && site !== "none" && !isNavigation) {
      return { status: 403, reason: `asked for by another site (${quote(site)})` };
    }
    return undefined;
  }

  checkSession(headers: IncomingHttpHeaders): Refusal | undefined {
    for (const cookie of (headers.cookie ?? "").split(";")) {
      const [name, value] = cookie.trim().split("=", 2);
      if (name === this.#cookieName && value !== undefined && this.#isSession(value)) return undefined;
    }
    return { status: 401, reason: "no session" };
  }

  /** A browser names the origin of every socket; a socket without one was not opened by the page. */
  checkSocket(headers: IncomingHttpHeaders): Refusal | undefined {
    if (headers.origin === undefined) return { status: 403, reason: "a socket without Origin" };
    return this.checkOrigin(headers) ?? this.checkSession(headers);
  }

  #isSession(value: string): boolean {
    return [...this.#sessions].some((session) => isSameSecret(session, value));
  }
}

/** Takes the same time wherever the two differ. */
function isSameSecret(secret: string, given: string): boolean {
  const a = Buffer.from(secret);
  const b = Buffer.from(given);
  return a.length === b.length && timingSafeEqual(a, b);
}

function quote(text: string | undefined): string {
  return text === undefined ? "(none)" : JSON.stringify(text.slice(0, 200));
}
