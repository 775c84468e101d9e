// Writes two labels into copies of fixtures, for written-tags.sh: node write-tags.ts FOLDER NAME...
import { copyFileSync } from "node:fs";
import path from "node:path";
import { tagFile } from "../../main/exchange/tag-files/tag-file.ts";

const fixtures = path.join(import.meta.dirname, "..", "fixtures", "audio");
const [folder = ".", ...names] = process.argv.slice(2);
for (const name of names) {
  const file = path.join(folder, name);
  copyFileSync(path.join(fixtures, name), file);
  await tagFile(file, ["kick", "my läbel"], { isDryRun: false, keepsTime: false });
}
