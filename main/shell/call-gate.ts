// What a renderer may ask of engine and shell: the names of the contract and no others. The engine checks the
// shape of its own requests again; the shell's few are checked here.
import * as z from "zod";
import { engineCallNames, shellCallNames } from "../../preload/call-names.ts";
import type { AsyncShellApi, FullEngineApi } from "../../preload/contract.ts";
import { AppError } from "../base/app-error.ts";

export interface RendererApi {
  engine: FullEngineApi;
  shell: AsyncShellApi;
}

const engineNames = new Set<string>(engineCallNames);

const id = z.int().min(1).max(0xffff_ffff);
const ids = z.array(id).min(1).max(10_000);
const shellSchemas: Record<keyof AsyncShellApi, z.ZodType> = {
  getShellInfo: z.strictObject({}),
  chooseFolder: z.strictObject({}),
  revealSound: z.strictObject({ id }),
  copyPaths: z.strictObject({ ids }),
  startDrag: z.strictObject({ ids }),
};

/**
 * Makes a call that came from a renderer.
 * @throws AppError `unknown-call`, `invalid-request`, and whatever the call throws
 */
export async function callForRenderer(
  api: RendererApi,
  target: "engine" | "shell",
  name: string,
  request: unknown,
): Promise<unknown> {
  if (target === "engine" && engineNames.has(name)) {
    return (api.engine as unknown as Record<string, Call>)[name]?.(request);
  }
  if (target === "shell" && isShellCall(name)) {
    const checked = shellSchemas[name].safeParse(request);
    if (!checked.success) {
      throw new AppError(
        "invalid-request",
        `The request ${name} is malformed.`,
        "This is a fault of the page.",
      );
    }
    return (api.shell[name] as Call)(checked.data);
  }
  throw new AppError("unknown-call", `A window may not call ${JSON.stringify(name)}.`);
}

type Call = (request: unknown) => Promise<unknown>;

function isShellCall(name: string): name is keyof AsyncShellApi {
  return (shellCallNames as string[]).includes(name);
}
