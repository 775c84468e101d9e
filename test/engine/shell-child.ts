// A shell for the test that kills it: opens the library, says so, and stays.
import { connectEngine } from "../../main/engine/connect-engine.ts";

await connectEngine({ libraryPath: process.argv[2] ?? "", mode: "write" });
process.stdout.write("open\n");
