// One GET over HTTP(S): proxies from the environment, redirects, a limit on silence. Knows nothing of files or retries.
import http from "node:http";
import https from "node:https";

export interface HttpReply {
  status: number;
  headers: http.IncomingHttpHeaders;
  /** Must be read or destroyed. */
  body: http.IncomingMessage;
}

export interface HttpGetOptions {
  headers: Record<string, string>;
  signal: AbortSignal;
  /** `HTTP_PROXY`, `HTTPS_PROXY`, `NO_PROXY` and their lower-case forms. */
  proxyEnv: NodeJS.ProcessEnv;
  /** Longest silence on the connection before the request fails with code `ETIMEDOUT`. */
  silenceMs: number;
}

const maxRedirects = 10;

/** The server's answer, whatever its status. Rejects with a system error when there is none. */
export async function httpGet(url: string, options: HttpGetOptions): Promise<HttpReply> {
  let target = new URL(url);
  for (let redirects = 0; redirects <= maxRedirects; redirects++) {
    const body = await requestOnce(target, options);
    const status = body.statusCode ?? 0;
    const { location } = body.headers;
    if (![301, 302, 303, 307, 308].includes(status) || location === undefined) {
      return { status, headers: body.headers, body };
    }
    body.destroy();
    const next = new URL(location, target);
    if (target.protocol === "https:" && next.protocol !== "https:") {
      throw new Error(`${target.host} redirects to ${next.host} without encryption`);
    }
    target = next;
  }
  throw new Error(`${target.host} redirects more than ${maxRedirects} times`);
}

function requestOnce(url: URL, options: HttpGetOptions): Promise<http.IncomingMessage> {
  const { headers, signal, proxyEnv, silenceMs } = options;
  const client = url.protocol === "https:" ? https : http;
  const agent = new client.Agent({ proxyEnv });
  return new Promise((resolve, reject) => {
    const request = client.get(
      url,
      { agent, headers: { "user-agent": "earshot", ...headers }, signal },
      (reply) => resolve(reply),
    );
    // Covers the wait for the first byte and every pause between two bytes of the body.
    request.setTimeout(silenceMs, () => {
      request.destroy(Object.assign(new Error("the server has gone silent"), { code: "ETIMEDOUT" }));
    });
    request.on("error", reject);
  });
}
