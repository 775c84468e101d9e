// What a package holds: made around a dummy Electron, for this machine's own target.
import { expect, test } from "vitest";
import { prepareBuild } from "../../main/cli/prepare-build.ts";
import { type Arch, makePackage } from "../packaging/make-package.ts";

const arch: Arch = process.arch === "arm64" ? "arm64" : "x64";

test.runIf(process.platform === "linux")(
  "a Linux package holds its own natives, models and graphs on the disk, no sources, and fuses as they are to be",
  async () => {
    await prepareBuild(["main", "preload", "renderer"], () => {});
    const { packed, unpacked, fuses, totalBytes } = await makePackage("linux", arch);
    const names = [...unpacked.keys()];
    const natives = names.filter((name) => /\.(node|dll|dylib|so(\.\d+)*)$/.test(name)).sort();
    expect(natives).toEqual([
      `node_modules/better-sqlite3/prebuilds/linux-${arch}.node`,
      `node_modules/node-web-audio-api/node-web-audio-api.linux-${arch}-gnu.node`,
      `node_modules/onnxruntime-node/bin/napi-v6/linux/${arch}/libonnxruntime.so.1`,
      `node_modules/onnxruntime-node/bin/napi-v6/linux/${arch}/onnxruntime_binding.node`,
    ]);
    for (const needed of [
      "assets/models/pocket/audio.onnx",
      "assets/models/pocket/text.onnx",
      "assets/models/MODELS.md",
      "assets/graphs/clap-htsat-fused/audio.onnx",
      "assets/icons/drag.png",
      "out/main/engine.js",
      "out/main/embedder.js",
      "out/main/sound-worker.js",
      "out/main/map-worker.js",
      "package.json",
    ]) {
      expect(names).toContain(needed);
    }
    expect([...packed.keys()]).toEqual(
      expect.arrayContaining([
        "out/main/electron.js",
        "out/preload/index.cjs",
        "out/renderer/index.html",
        "LICENSE",
      ]),
    );
    const strays = [...packed.keys()].filter((name) =>
      /(^|\/)(test|bench|training|\.ci)\/|\.(ts|tsx|map)$|^node_modules\/(electron|react|vite|playwright)/.test(
        name,
      ),
    );
    expect(strays).toEqual([]);
    expect(fuses).toEqual({
      runAsNode: false,
      enableCookieEncryption: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      loadBrowserProcessSpecificV8Snapshot: false,
      grantFileProtocolExtraPrivileges: false,
    });
    // Without Electron itself. Half as much again would be something that does not belong there.
    expect(totalBytes).toBeLessThan(220e6);
  },
);
