import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { hasSources, isBuildFresh, stampBuild } from "../../main/cli/build-stamp.ts";

function checkout(): string {
  const root = mkdtempSync(path.join(tmpdir(), "earshot-checkout-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  mkdirSync(path.join(root, "renderer", "deep"), { recursive: true });
  mkdirSync(path.join(root, "out", "renderer"), { recursive: true });
  writeFileSync(path.join(root, "renderer", "index.html"), "page");
  writeFileSync(path.join(root, "renderer", "deep", "a.ts"), "1");
  writeFileSync(path.join(root, "vite.renderer.config.ts"), "config");
  return root;
}

function build(root: string): void {
  const plugin = stampBuild(root, "renderer");
  plugin.buildStart();
  plugin.writeBundle();
}

test("a part is fresh after its build and not before", () => {
  const root = checkout();
  const before = isBuildFresh(root, "renderer");
  build(root);
  expect([before, isBuildFresh(root, "renderer"), isBuildFresh(root, "main")]).toEqual([false, true, false]);
});

test.each([
  ["changed", "renderer/deep/a.ts", "2"],
  ["added", "renderer/deep/b.ts", "1"],
  ["emptied", "renderer/index.html", ""],
])("a source that was %s makes it stale", (_name, file, content) => {
  const root = checkout();
  build(root);
  writeFileSync(path.join(root, file), content);
  expect(isBuildFresh(root, "renderer")).toBe(false);
});

test("a source that was renamed makes it stale, and a file elsewhere does not", () => {
  const root = checkout();
  build(root);
  writeFileSync(path.join(root, "README.md"), "text");
  const isFreshBeside = isBuildFresh(root, "renderer");
  rmSync(path.join(root, "renderer", "deep", "a.ts"));
  writeFileSync(path.join(root, "renderer", "deep", "c.ts"), "1");
  expect([isFreshBeside, isBuildFresh(root, "renderer")]).toEqual([true, false]);
});

test("a source that changed while it was built is built again", () => {
  const root = checkout();
  const plugin = stampBuild(root, "renderer");
  plugin.buildStart();
  writeFileSync(path.join(root, "renderer", "deep", "a.ts"), "2");
  plugin.writeBundle();
  expect(isBuildFresh(root, "renderer")).toBe(false);
});

test("a build whose output was emptied is not fresh", () => {
  const root = checkout();
  build(root);
  rmSync(path.join(root, "out", "renderer"), { recursive: true });
  expect(isBuildFresh(root, "renderer")).toBe(false);
});

test("a packaged application has no sources", () => {
  const root = checkout();
  const isCheckout = hasSources(root);
  rmSync(path.join(root, "renderer"), { recursive: true });
  expect([isCheckout, hasSources(root)]).toEqual([true, false]);
});
