// Every statement of a session, as SQLite plans it: those that read a whole table are listed here with their reason, and
// a new one that does so fails this test until it has one too.
import Database from "better-sqlite3";
import { expect, onTestFinished, test, vi } from "vitest";
import { indexAll, openEngine, tempLibraryPath, type TestEngine } from "../engine/engine-setup.ts";
import { everything, exportText } from "../exchange/libraries.ts";
import { toneFiles, toneWav } from "../indexer/sounds.ts";
import { tempFolder, writeFiles } from "../indexer/temp-folder.ts";

/** Beginnings of statements that read a whole table or index, and why they may. */
const wholeReads: Record<string, string> = {
  "SELECT id, name, query, added_ms, (SELECT count(*) FROM collection_s":
    "collections: few, all of them shown",
  "DELETE FROM edits WHERE id <= (SELECT id FROM edits ORDER BY id DESC": "the journal is cut to a length",
  "DELETE FROM edits WHERE is_undone = 1": "the journal is cut to a length",
  "SELECT id, label, at_ms AS atMs FROM edits WHERE is_undone = 0 ORDER": "its last row",
  "SELECT id, label, at_ms AS atMs FROM edits WHERE is_undone = 1 ORDER": "its first undone row",
  "WITH listed AS MATERIALIZED ( SELECT sound_id, count(*) AS file_count": "the counts of the status line",
  "SELECT sound_id, files.id, files.path, name, parent_path, modified_ms": "the catalogue, once at the start",
  "SELECT id, format, duration_sec, sample_rate, loudness_lufs, tempo_bp": "the catalogue, once at the start",
  "SELECT sound_id FROM files GROUP BY sound_id ORDER BY min(path)": "an export of everything",
  "SELECT path FROM files WHERE state = 'present' ORDER BY path": "an import of all sidecars",
  "SELECT id, path, state, added_ms, (SELECT count(DISTINCT sound_id) FRO": "roots: few, all of them shown",
  "SELECT id, kind, at_ms AS atMs, query, sound_id AS soundId FROM histor":
    "the history, by its index, with a limit",
  "DELETE FROM history WHERE kind <> 'query' AND id <= (SELECT id FROM hi": "the history is cut to a length",
  "SELECT id, name, family FROM labels ORDER BY id": "labels: some hundred",
  "SELECT name AS label, family, is_enabled AS enabled, synonyms, prompts": "own labels: few",
  "SELECT sound_id AS soundId, label_id AS labelId, is_confirmed AS confir":
    "the tagger learns from all words",
  "SELECT sound_id, label_id, is_confirmed FROM sound_tags WHERE is_confir": "all tags, once at the start",
  "SELECT id FROM sounds WHERE peak_db < -72": "what nobody hears, once at the start",
  "SELECT id FROM sounds WHERE NOT EXISTS (SELECT 1 FROM files WHERE sound": "orphans, once a run",
  "INSERT INTO tag_queue (sound_id) SELECT id FROM sounds WHERE true ON CO":
    "all sounds wait, after a new label",
  "SELECT count(*) FROM tag_queue": "what waits",
  "SELECT sound_id AS id FROM tag_queue ORDER BY sound_id LIMIT ?": "the first that wait",
};

/** What a person and the program do in a day, once each. */
async function liveADay(engine: TestEngine, root: string): Promise<void> {
  const { handlers } = engine;
  await indexAll(engine, [root]);
  const search = async (query: string) =>
    (
      await handlers.search({
        query,
        scope: { kind: "all" },
        sort: { column: "score", descending: true },
        limit: 0,
      })
    ).soundIds;
  const ids = [...(await search("tone"))];
  const [first = 0, second = 0] = ids;
  await handlers.getSounds({ ids });
  await handlers.getSound({ id: first });
  await handlers.getPeaks({ ids });
  await handlers.getPlayerPeaks({ id: first });
  await handlers.getPlayable({ id: first });
  await handlers.setFavourite({ ids: [first], isFavourite: true });
  await handlers.setTag({ ids, label: "my label", state: "confirmed" });
  await handlers.setTag({ ids: [second], label: "kick", state: "rejected" });
  const { id: collectionId } = await handlers.createCollection({ name: "Mine", query: null, ids });
  await handlers.recordUse({ kind: "play", ids: [first] });
  await handlers.undo({});
  await handlers.redo({});
  for (const query of ['#"my label"', "fav", "in:sub tone", `like:${first}`, "-#kick <2s", "wav"])
    await search(query);
  await handlers.listTagCounts({ query: "", scope: { kind: "collection", id: collectionId } });
  await handlers.suggestQuery({ query: "to", caret: 2 });
  await handlers.listHistory({ kind: "query", limit: 10 });
  await handlers.listHistory({ kind: "use", limit: 10 });
  await exportText(engine, {});
  await handlers.writeSidecars({ ...everything, format: "json" });
  await handlers.importSidecars({ isDryRun: false });
  await handlers.getStatus({});
  writeFiles(root, { "tone-000.wav": toneWav(77), "sub/copy.wav": toneWav(1) });
  await indexAll(engine, []);
}

/** Neither what the schema is made of, nor tables of one connection or of a rescue. */
function isPlanned(sql: string): boolean {
  return /^(SELECT|WITH|INSERT|UPDATE|DELETE)/i.test(sql) && !/changed_|sqlite_|holder|source\d/.test(sql);
}

/** Of what SQLite does, the steps that go through all rows of a table of the library. */
function listScans(db: Database.Database, sql: string): string[] {
  const named = Object.fromEntries(
    [...sql.matchAll(/[$@:]([a-z]\w*)/gi)].map(([, name = ""]) => [name, null]),
  );
  const unnamed = [...sql.matchAll(/\?/g)].map(() => null);
  const values = Object.keys(named).length > 0 ? [named] : unnamed;
  const steps = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...values) as { detail: string }[];
  // What a step of the plan itself made, and the search in names, are no tables; nor is a view.
  return steps
    .map(({ detail }) => detail)
    .filter((step) => /^SCAN (?!names VIRTUAL|sound_tags|\(|listed|judged|constant)/.test(step));
}

test(
  "statements of a day that read a whole table are those that are meant to",
  { timeout: 180_000 },
  async () => {
    const prepared = vi.spyOn(Database.prototype, "prepare");
    onTestFinished(() => prepared.mockRestore());
    const libraryPath = tempLibraryPath();
    const root = tempFolder();
    writeFiles(root, { ...toneFiles(3), "sub/long tone.wav": toneWav(9, 12), "broken.wav": "no sound" });
    const engine = openEngine(libraryPath);
    await liveADay(engine, root);
    await engine.close();
    const statements = new Set(prepared.mock.calls.map(([sql]) => sql.replace(/\s+/g, " ").trim()));
    prepared.mockRestore();

    const db = new Database(libraryPath, { readonly: true });
    onTestFinished(() => void db.close());
    const planned = [...statements].filter(isPlanned);
    expect(planned.length).toBeGreaterThan(60);
    const scanning = planned.filter((sql) => listScans(db, sql).length > 0);
    const known = Object.keys(wholeReads);
    expect(scanning.filter((sql) => !known.some((head) => sql.startsWith(head)))).toEqual([]);
    // A reason without its statement is of yesterday.
    expect(known.filter((head) => !scanning.some((sql) => sql.startsWith(head)))).toEqual([]);
  },
);
