// Entry of the command line. Node keeps what it has compiled, which halves the time to start; so this file
// loads the program only after that is switched on.
import { enableCompileCache } from "node:module";
import path from "node:path";
import { findHomeFolder } from "../base/home.ts";
import { endWithNpm } from "./end-with-npm.ts";

enableCompileCache(path.join(findHomeFolder(), "compiled"));
endWithNpm();
const { runProgram } = await import("./program.ts");
await runProgram();
