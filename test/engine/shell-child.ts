// A shell for the tests that kill it: opens the library, indexes a folder if one is given, says so, and stays.
import { connectEngine } from "../../main/engine/connect-engine.ts";

const [libraryPath = "", folder, modelId = null] = process.argv.slice(2);
const { api } = await connectEngine({ libraryPath, mode: "write" });
if (folder !== undefined) void api.indexAll({ folders: [folder], excludes: [], modelId });
process.stdout.write("open\n");
