// What a renderer may ask of engine and shell: the names of the contract and no others. The engine checks the
// shape of its own requests again; the shell's few are checked here.
import * as z from "zod";
import { engineCallNames, shellCallNames } from "../../preload/call-names.ts";
import type { AsyncShellApi, FullEngineApi } from "../../preload/contract.ts";
import { AppError } from "../base/app-error.ts";
import type { Log } from "../base/log.ts";

export interface RendererApi {
  engine: FullEngineApi;
  shell: AsyncShellApi;
}

const engineNames = new Set<string>(engineCallNames);

const id = z.int().min(1).max(0xffff_ffff);
/** So many sounds are dragged or copied at once. */
const mostIds = 10_000;
const ids = z.array(id).min(1).max(mostIds);
/** Of the copies that a list shows: the engine takes none that is no file of these sounds. */
const fileId = id.optional();
const fileIds = z.array(id).max(mostIds).optional();
const region = z.strictObject({ startSec: z.number().min(0), endSec: z.number().min(0) });
/** A picture of some hundred pixels; anything larger is none that the page drew. */
const image = z.instanceof(Uint8Array).refine(({ byteLength }) => byteLength <= 256 * 1024);
const menuText = z.string().min(1).max(100);
const menuGroup = z.strictObject({
  title: menuText,
  items: z
    .array(
      z.strictObject({
        id: menuText,
        title: menuText,
        keys: z.string().max(40).nullable(),
      }),
    )
    .max(100),
});
const shellSchemas: Record<keyof AsyncShellApi, z.ZodType> = {
  getShellInfo: z.strictObject({}),
  chooseFolder: z.strictObject({}),
  revealSound: z.strictObject({ id, fileId }),
  copyPaths: z.strictObject({ ids, fileIds }),
  copyFiles: z.strictObject({ ids, fileIds }),
  startDrag: z.strictObject({ ids, fileIds, region: region.nullable(), image: image.nullable() }),
  // The engine checks what is exported; where to, the person says.
  exportLibrary: z.looseObject({ format: z.enum(["json", "csv", "ucs"]) }),
  chooseImportFile: z.strictObject({}),
  saveRegion: z.strictObject({ id, fileId, region }),
  getShellSettings: z.strictObject({}),
  saveShellSettings: z.strictObject({
    exportFolder: z.string().min(1).max(32_768).optional(),
    usesX11: z.boolean().optional(),
    notifiesWhenDone: z.boolean().optional(),
  }),
  revealFolder: z.strictObject({ folder: z.enum(["logs", "exports"]) }),
  setMiniMode: z.strictObject({ isOn: z.boolean() }),
  listLogs: z.strictObject({}),
  getDiagnostics: z.strictObject({ withPaths: z.boolean() }),
  takeOpened: z.strictObject({}),
  setMenu: z.strictObject({ menus: z.array(menuGroup).max(20) }),
};

/**
 * Makes a call that came from a renderer.
 * @throws AppError `unknown-call`, `invalid-request`, `too-many-sounds`, and whatever the call throws
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
    const tooMany = checked.error?.issues.some(
      ({ code, path }) => code === "too_big" && path.length === 1 && path[0] === "ids",
    );
    if (tooMany) {
      throw new AppError(
        "too-many-sounds",
        `At most ${mostIds.toLocaleString("en")} sounds can be dragged or copied at once, and more are selected.`,
        "Select fewer.",
      );
    }
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

/** What an honest page never asks for: worth a line in the log, as a bug is. */
const suspiciousCodes = new Set([
  "unknown-call",
  "invalid-request",
  "not-in-library",
  "outside-library",
  "no-such-sound",
  "wrong-region",
]);

/** Notes a call that failed by a fault of the program or was refused. What merely went wrong is told to the person. */
export function logFailure(log: Log, call: string, error: unknown): void {
  if (!(error instanceof AppError)) log.error({ call, error: String(error) }, "a call failed");
  else if (suspiciousCodes.has(error.code)) log.warn({ call, code: error.code }, "a call was refused");
}
