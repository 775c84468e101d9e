// A sound that lies in two files, in the Electron shell: what leaves the window is the file that the list shows.
import path from "node:path";
import { describe, expect, test } from "vitest";
import { prepareBuild } from "../../main/cli/prepare-build.ts";
import { isChromiumMissing } from "../e2e/chromium.ts";
import { rowNames, rows, searchLine } from "../e2e/sound-list.ts";
import { tempFolder } from "../e2e/web-app.ts";
import { indexAll, openEngine } from "../engine/engine-setup.ts";
import { tinyHome } from "../clap/tiny-model.ts";
import { toneWav } from "../indexer/sounds.ts";
import { writeFiles } from "../indexer/temp-folder.ts";
import { startElectronApp } from "./electron-app.ts";

describe.skipIf(isChromiumMissing() || process.platform === "win32")("copies in the Electron shell", () => {
  test("the copy that the list shows is the one whose path is copied, that is shown in its folder and dragged", async () => {
    await prepareBuild(["main", "preload", "renderer"], () => {});
    const root = tempFolder("sounds");
    const bounce = toneWav(5, 0.5);
    writeFiles(root, {
      "Packs/tone.wav": bounce,
      "Song/take.wav": bounce,
      "Packs/other.wav": toneWav(6, 0.5),
    });
    const [own, copy] = ["Packs/tone.wav", "Song/take.wav"].map((name) => path.join(root, name));
    const home = tempFolder();
    tinyHome();
    const engine = openEngine(path.join(home, "library.db"));
    await indexAll(engine, [root]);
    await engine.close();

    const app = await startElectronApp(home);
    const takeAll = async (line: string, name: string): Promise<(string | undefined)[]> => {
      await searchLine(app.page).fill(line);
      await expect.poll(async () => (await rowNames(app.page))[0] ?? "").toContain(name);
      const row = rows(app.page).first();
      await row.locator(".cell-name").click();
      await app.page.keyboard.press("ControlOrMeta+Shift+c");
      const { text } = await app.take("clipboard");
      await app.page.keyboard.press("ControlOrMeta+r");
      const { path: revealed } = await app.take("revealed");
      const dataTransfer = await app.page.evaluateHandle(() => new DataTransfer());
      await row.dispatchEvent("dragstart", { dataTransfer });
      return [text, revealed, ...(await app.take("drag")).files];
    };
    expect(await takeAll("in:song", "take")).toEqual([copy, copy, copy]);
    expect(await takeAll("tone in:packs", "tone")).toEqual([own, own, own]);
  });
});
