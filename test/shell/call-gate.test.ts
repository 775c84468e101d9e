// What a window may ask: refusals that a person meets say what the limit is.
import { expect, test } from "vitest";
import { callForRenderer, type RendererApi } from "../../main/shell/call-gate.ts";

const api = { engine: {}, shell: { copyPaths: () => Promise.resolve(null) } } as unknown as RendererApi;
const copy = (ids: unknown): Promise<unknown> => callForRenderer(api, "shell", "copyPaths", { ids });

test("more sounds than are copied or dragged at once: the limit is told, and it is no fault of the page", async () => {
  const ids = Array.from({ length: 10_000 }, (_, i) => i + 1);
  await expect(copy(ids)).resolves.toBeNull();
  await expect(copy([...ids, 10_001])).rejects.toMatchObject({
    code: "too-many-sounds",
    message: expect.stringContaining("At most 10,000 sounds"),
  });
  await expect(copy([2 ** 32])).rejects.toMatchObject({ code: "invalid-request" });
  await expect(copy([])).rejects.toMatchObject({ code: "invalid-request" });
});
